"""Webhooks of an organization."""
