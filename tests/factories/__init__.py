"""Rows for tests: plain functions that take overrides, add to the open session and return the row."""
