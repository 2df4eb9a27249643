"""Routing forms and the responses to them."""
