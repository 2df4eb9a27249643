"""Bookings of an organization's team."""
