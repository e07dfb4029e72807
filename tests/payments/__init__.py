"""Payments: the gateway, the local payment server, and what the service does with both."""
