"""Verified addresses and numbers of an organization's team."""
