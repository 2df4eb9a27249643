"""Conferencing apps of an organization's team."""
