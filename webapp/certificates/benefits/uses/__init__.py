"""Uses of benefits: one-time passes, the counter that records a use exactly once, and the ledger."""
