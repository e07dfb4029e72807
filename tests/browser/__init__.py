"""Journeys in a real browser, by role and name, on a seeded demo."""
