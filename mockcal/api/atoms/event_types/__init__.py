"""The event-type editor."""
