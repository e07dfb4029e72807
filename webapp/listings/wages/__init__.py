"""Minimum wages by prefecture and day, and whether a job pays at least that."""
