"""Who is in a team."""
