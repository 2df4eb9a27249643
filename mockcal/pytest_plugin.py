"""Fixtures for tests that play against mockcal."""
