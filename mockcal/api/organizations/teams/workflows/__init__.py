"""Workflows of an organization's team."""
