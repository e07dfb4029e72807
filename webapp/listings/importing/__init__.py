"""Listings from files of other publishers: read, corrected, judged row by row, and loaded as a whole or not at all."""
