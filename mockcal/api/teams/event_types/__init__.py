"""Event types of a team."""
