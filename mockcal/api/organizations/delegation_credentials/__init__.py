"""Credentials that let an organization act for its members' calendars."""
