"""Listings in spreadsheets: a template per kind, read back with every problem named before anything is written."""
