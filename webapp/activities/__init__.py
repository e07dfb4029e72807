"""担い手活動: what a municipality counts as taking part, who was there, who attests it."""
