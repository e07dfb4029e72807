"""Communities: people who do something together in a town, from the first idea to standing on their own."""
