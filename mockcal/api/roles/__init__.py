"""Roles as sets of permissions, whether of a team or of an organization."""
