"""Links that invite to a team."""
