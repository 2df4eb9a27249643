"""Bookings: their whole life."""
