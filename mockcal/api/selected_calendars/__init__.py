"""The calendars that are checked for conflicts."""
