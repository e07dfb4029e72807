"""What the provider says against what is written down here."""
