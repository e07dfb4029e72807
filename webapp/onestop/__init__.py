"""What a donation does to a donor's tax: the limit as an estimate, and the one-stop exception."""
