"""Links that invite to an organization's team."""
