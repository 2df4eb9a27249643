"""Tokens of managed users: refreshing them, and the platform's authorization codes."""
