"""The values of attributes, and who has which."""
