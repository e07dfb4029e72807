"""Registrants in lists: earlier ones come in by file and say yes themselves, consenting ones go out by file."""
