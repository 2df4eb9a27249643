"""Platform OAuth clients and their managed users."""
