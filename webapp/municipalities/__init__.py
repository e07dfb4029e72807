"""The municipalities of Japan, those that run Futamachi, and their dated settings."""
