"""Files with personal data that somebody at work took out: one row a file, and whose data was in it."""
