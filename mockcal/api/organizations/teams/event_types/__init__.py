"""Event types of an organization's teams."""
