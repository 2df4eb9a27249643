"""Who is in an organization's team."""
