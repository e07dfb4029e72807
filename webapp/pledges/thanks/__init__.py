"""What follows giving: thanks, the way on, the way into the town."""
