"""Routing as a public form submits it."""
