"""Collecting money: attempts, the provider gateway, its messages, the ledger."""
