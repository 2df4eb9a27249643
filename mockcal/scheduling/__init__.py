"""Availability on plain values: no database, no HTTP, no "now"."""
