"""Organizations / users."""
