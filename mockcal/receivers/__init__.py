"""A person's own receiver of webhooks, tried out: genuine, forged and odd deliveries, and what its answers are worth."""
