"""The event-type editor of a team."""
