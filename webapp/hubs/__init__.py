"""Hubs and the people who stand for them: where one goes in a town, whom one meets, and when."""
