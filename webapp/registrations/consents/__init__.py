"""What a person allows each town to do with their data, after the application was handed in."""
