"""Errors as pages for people and as application/problem+json for machines."""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException

from webapp.core.errors import FutamachiError, TooMany

log = structlog.get_logger(__name__)
_WITH_PAGE = frozenset({403, 404, 409, 413, 422, 429, 500, 503})
#: shorter words are written again faster than found and copied
WORTH_KEEPING = 12
_SECRET = re.compile("csrf|password|token|code|key|number", re.IGNORECASE)
_LIKE_NOT_FOUND = frozenset({405, 410})
_UNIQUE_BROKEN = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(FutamachiError, _told)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(NoConnectionFree, _database_away)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Whether the caller is a machine that asked for JSON."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html" and not request.accept_mimetypes.accept_html


def error_response(status: int, sentence: str = "", headers: Any = None) -> tuple[Any, int, Any]:
    """One error in the form that the caller reads."""
    if wants_json():
        body: Response = jsonify(
            type="about:blank",
            status=status,
            title=HTTPStatus(status).phrase,
            detail=sentence,
            instance=request.path,
            request_id=g.get("request_id", ""),
        )
        body.mimetype = "application/problem+json"
        return body, status, headers or {}
    kind, previous = _page_for(status), _previous_page()
    typed = _typed() if kind == 422 and previous else []
    page = render_template(f"errors/{kind}.html", sentence=sentence, status=status, previous=previous, typed=typed)
    return page, status, headers or {}


def _previous_page() -> str:
    """The page of ours from which this was sent, to open it anew; empty where the browser does not say."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or not came.path.startswith("/") or came.path.startswith("//"):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path


def _typed() -> list[str]:
    """What the reader wrote on a page of ours that could not be taken, to copy it from: words, no secrets, no choices."""
    if request.mimetype not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return []
    try:
        sent = request.form.items(multi=True)
        return [text for name, text in sent if len(text.strip()) >= WORTH_KEEPING and not _SECRET.search(name)][:20]
    except HTTPException:  # too long to be read at all: the browser still has it
        return []


def _page_for(status: int) -> int:
    if status in _WITH_PAGE:
        return status
    if status >= 500:
        return 500
    return 404 if status in _LIKE_NOT_FOUND else 422


def _told(error: FutamachiError) -> Any:
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooMany) else None
    return error_response(error.status, error.sentence, headers)


def _stale_form(_error: CSRFError) -> Any:
    from webapp.core.i18n import gettext as _

    return error_response(
        422,
        _(
            "画面を開いてから時間がたったか、別の画面でログアウトしたため、送信を止めました。前の画面に戻り、開き直してからもう一度送ってください。"
        ),
    )


def _http(error: HTTPException) -> Any:
    headers = [(k, v) for k, v in error.get_headers() if k in ("Allow", "Retry-After", "Location")]
    if error.code is not None and 300 <= error.code < 400:
        return error
    return error_response(error.code or 500, "", headers)


def _database_away(error: OperationalError | NoConnectionFree) -> Any:
    cause = getattr(error, "orig", None) or error
    log.error("database away", error=type(cause).__name__, cause=str(cause).partition("\n")[0])
    return error_response(503, "", {"Retry-After": "10"})


def _overtaken(error: IntegrityError) -> Any:
    """Two people (or two clicks) at once made what may be there once: the later one is told so."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    if code not in _UNIQUE_BROKEN:
        return _unexpected(error)
    log.warning("row is there already", exc_info=error)
    return error_response(409)


def _unexpected(error: Exception) -> Any:
    log.error("unexpected error", exc_info=error)
    return error_response(500)
