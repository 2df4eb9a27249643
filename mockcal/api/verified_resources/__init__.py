"""Addresses and numbers that somebody proved to reach."""
