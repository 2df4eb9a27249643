"""Connected calendars: whose they are, when they are busy, and the events in them."""
