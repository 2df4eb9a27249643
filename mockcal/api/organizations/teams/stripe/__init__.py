"""The Stripe account of an organization's team."""
