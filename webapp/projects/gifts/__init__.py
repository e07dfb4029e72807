"""What donors may get in return, and what the law allows."""
