"""Moves about many things at once: for some minutes whoever made one can take it back, then the worker does it."""
