"""Occasions: one day and place at which people take part in a designated activity and check in."""
