"""A loopback OpenID Connect provider with fictional people, for the demo and the tests; production must never import it."""

import os

if os.environ.get("FUTAMACHI_ENV") == "production":
    raise ImportError("the local identity provider has no place in production")
