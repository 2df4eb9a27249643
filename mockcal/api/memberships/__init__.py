"""Who belongs to a team or an organization, and as what."""
