"""Threads between a person and a place, with a clock that both see."""
