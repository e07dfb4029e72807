"""Many certificates revoked at once: one person proposes, another confirms."""
