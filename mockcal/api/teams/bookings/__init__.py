"""Bookings of a team."""
