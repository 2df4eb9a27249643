"""Stripe accounts of users and teams."""
