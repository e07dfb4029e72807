"""The public check: what somebody holds in hand, and what is true of it. Nothing is written down about it."""
