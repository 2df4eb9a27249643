"""Paths outside the API: health and documentation."""
