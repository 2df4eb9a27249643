"""The plan of a platform organization."""
