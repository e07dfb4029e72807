"""Token status lists: which tokens a municipality has taken back, in two bits each."""
