"""Structured logs: one JSON object a line, request id attached, personal data kept out."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_HIDDEN = frozenset({"password", "email", "token", "secret", "name", "address", "phone", "code"})


def hide_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank fields that name people or secrets, and anything that looks like an e-mail address."""
    for key, value in event.items():
        if key in _HIDDEN:
            event[key] = "[hidden]"
        elif isinstance(value, str):
            event[key] = _EMAIL.sub("[e-mail]", value)
    return event


def configure(level: str) -> None:
    """Send our own events through structlog at this level and above."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide_personal_data,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=False,
    )
