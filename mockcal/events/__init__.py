"""What happened, and who is told: webhooks, mails and texts."""
