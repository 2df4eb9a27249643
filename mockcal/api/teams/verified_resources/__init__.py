"""Verified addresses and numbers of a team."""
