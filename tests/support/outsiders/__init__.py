"""Readers of certificates that nobody here wrote, each asked by one function, and what they are asked about."""
