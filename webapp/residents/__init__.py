"""Residents: the profile of a person who lives, or wishes to live, in two places."""
