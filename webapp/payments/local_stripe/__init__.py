"""A loopback server in the shape of Stripe for the demo and the tests; production must never import it."""

import os

if os.environ.get("FUTAMACHI_ENV") == "production":
    raise ImportError("the local payment server has no place in production")
