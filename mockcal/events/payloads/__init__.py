"""What webhooks carry: one typed model for each payload of the real service."""
