"""Bookings of an organization's user."""
