"""Schedules at this level; the rules are in `mockcal.api.schedules`."""
