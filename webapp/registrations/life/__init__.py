"""The life of a standing registration: renewal, suspension, moving, expiry."""
