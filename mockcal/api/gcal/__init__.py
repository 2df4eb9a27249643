"""The older way to connect a Google calendar."""
