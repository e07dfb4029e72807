"""One box that finds people, numbers and things of one's own town; each feature lends its `find_for`."""
