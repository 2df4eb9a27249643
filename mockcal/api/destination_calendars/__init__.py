"""The calendar that bookings are written to."""
