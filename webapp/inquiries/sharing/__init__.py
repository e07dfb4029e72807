"""Sharing out what one hub person has too much of."""
