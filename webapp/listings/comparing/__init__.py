"""Up to four homes side by side."""
