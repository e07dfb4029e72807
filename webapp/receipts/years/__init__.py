"""A donor's year: all receipts added up, for the tax return."""
