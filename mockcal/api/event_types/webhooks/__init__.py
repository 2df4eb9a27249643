"""Webhooks of personal event types."""
