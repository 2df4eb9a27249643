"""Workflows of teams: on a trigger, these steps."""
