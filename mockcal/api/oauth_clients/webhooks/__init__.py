"""Webhooks of a platform client."""
