"""Municipalities as tenants: an operator invites, an administrator starts, later leaves with all its data."""
