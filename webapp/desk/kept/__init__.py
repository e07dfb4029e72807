"""What somebody asks of a queue again and again, kept under a name."""
