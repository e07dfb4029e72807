"""What people write, read into themes and vectors."""
