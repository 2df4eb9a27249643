"""Open slots, and slots held for a booker."""
