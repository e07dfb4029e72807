"""The kinds of certificates: one module each, found by itself."""
