"""A local, offline, stateful stand-in for the Cal.com v2 API."""

__version__ = "0.1.0"
