"""The refusals the server can answer with, in the shape Stripe gives them."""

from dataclasses import dataclass
from typing import Any


@dataclass
class ApiError(Exception):
    """One error answer; `kind` is Stripe's error type."""

    message: str
    status: int = 400
    kind: str = "invalid_request_error"
    code: str | None = None
    param: str | None = None

    def body(self) -> dict[str, Any]:
        """The JSON an API client receives."""
        error = {"type": self.kind, "message": self.message, "code": self.code, "param": self.param}
        return {"error": {name: value for name, value in error.items() if value is not None}}


class LostReply(ConnectionError):
    """Raised by a fault: the connection ends before the caller hears what became of its request."""


class NotPossible(Exception):
    """The page, the till or the bank came too late or too early for this step."""


def not_found(kind: str, ref: str) -> ApiError:
    """The answer for an object that is not there."""
    return ApiError(f"No such {kind}: '{ref}'", status=404, code="resource_missing", param="id")
