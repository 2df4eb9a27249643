"""Bookings of an organization."""
