"""What a town counts most when it looks for people: points of its own, in place of what was learned."""
