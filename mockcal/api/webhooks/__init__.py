"""Webhook subscriptions, one service for all five owners."""
