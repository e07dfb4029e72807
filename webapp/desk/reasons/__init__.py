"""Reasons to choose from beside every decision: the house's own, and what a town made of them; every version is kept."""
