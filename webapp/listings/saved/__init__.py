"""Searches that people keep, the letters about what is new in them, and what they tell a town of demand."""
