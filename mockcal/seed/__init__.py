"""Fixture documents: read into a sandbox, and written out of one."""
