"""Structured logs: one JSON object a line, request id attached, personal data kept out."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
#: PostgreSQL's second line repeats the row: `DETAIL:  Key (email)=(…) already exists.`
_DETAIL = re.compile(r"\bDETAIL:.*")
_HIDDEN = frozenset({"password", "email", "token", "secret", "name", "address", "phone", "code"})


def hide_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank fields that name people or secrets, and anything that looks like an e-mail address."""
    for key, value in event.items():
        if key in _HIDDEN:
            event[key] = "[hidden]"
        elif not isinstance(value, int | float | None):
            event[key] = without_personal_data(value if isinstance(value, str) else repr(value))
    return event


def without_personal_data(text: str) -> str:
    """A text of ours without e-mail addresses and without what PostgreSQL repeats of a row."""
    return _DETAIL.sub("DETAIL: [hidden]", _EMAIL.sub("[e-mail]", text))


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
