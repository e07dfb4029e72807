"""Matches: the only package that knows `matching`; turns rows into profiles and ranked matches into words."""
