"""A municipality's own account at the provider: its keys, encrypted, and the address of its notices."""
