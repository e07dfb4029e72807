"""Erasing the profile or closing the account: what goes and what stays is said first, and there are days to think."""
