"""Receipts of donations: numbers without gaps, signed sheets, corrections, the year's summary."""
