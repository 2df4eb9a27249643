"""Custom roles of an organization."""
