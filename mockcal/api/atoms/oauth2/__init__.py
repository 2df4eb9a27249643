"""What the provider asks about a third-party app."""
