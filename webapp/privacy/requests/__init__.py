"""Requests under the law about one's own data, sent to a municipality, with the clock that the law sets."""
