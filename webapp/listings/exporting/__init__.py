"""Listings leave: the same sheets that come in, open data shaped like the government's core data model, calendars."""
