"""Organizations / teams / users."""
