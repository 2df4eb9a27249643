"""Who is in an organization."""
