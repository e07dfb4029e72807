"""Certificates on a phone: handed to a wallet by OpenID4VCI 1.0, and shown live from the holder's own page."""
