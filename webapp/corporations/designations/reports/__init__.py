"""The yearly report of a designated corporation."""
