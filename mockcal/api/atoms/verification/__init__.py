"""Codes by e-mail, and addresses that are known to be somebody's."""
