"""Conferencing apps of users and teams: which are connected, and which is the default."""
