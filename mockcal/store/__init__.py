"""SQLModel tables, one file per aggregate; the database as a whole image."""
