"""Organizations / teams."""
