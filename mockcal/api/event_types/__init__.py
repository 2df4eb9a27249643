"""Event types: what can be booked. One service for users, teams and organizations."""
