"""Pledges: what a donor commits to, and the receipt when the money is there."""
