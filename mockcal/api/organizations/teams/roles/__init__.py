"""Custom roles of an organization's team."""
