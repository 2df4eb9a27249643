"""Managed users of a platform OAuth client."""
