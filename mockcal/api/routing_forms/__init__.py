"""Routing forms: answers that lead to an event type, a page or a message."""
