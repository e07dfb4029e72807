"""Crowdfunding projects of municipalities: told, funded by furusato-nozei, closed."""
