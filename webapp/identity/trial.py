"""What the demo and its local provider agree on; the provider itself refuses production, these words may be read there."""

from typing import Final

CLIENT_ID: Final = "futamachi-local"
CLIENT_SECRET: Final = "local-identity-secret"  # noqa: S105 - a loopback server of fictional people
