"""Webhooks of a team's event types."""
