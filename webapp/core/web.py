"""How a request flows: one unit of work, who acts, the guard at the door, commit or roll back."""

import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Request, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from ulid import ULID

from webapp.core.actor import Actor
from webapp.core.database import Scope, enter_scope
from webapp.core.metrics import observe
from webapp.core.permissions import guard_request
from webapp.core.services import services

READS = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS = READS | {"POST", "PUT", "PATCH", "DELETE"}
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,36}")
log = structlog.get_logger("webapp.request")
LoadActor = Callable[[], Actor]
MOST_PAGES = 100_000


def install(app: Flask, load_actor: LoadActor) -> None:
    """Hang the request flow into the app; `load_actor` says who makes the present request."""

    def begin() -> None:
        own = _own()
        own.started = time.perf_counter()
        own.request_id = _request_id()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=own.request_id)
        if request.blueprint != "assets":
            own.scope = Scope(services().database, read_only=request.method in READS)
            own.scope_before = enter_scope(own.scope)
            own.actor = load_actor()

    def guard() -> ResponseReturnValue | None:
        if request.blueprint == "assets":
            return None
        turned_away = guard_request(services().settings.staff_needs_second_factor)
        if turned_away is None:
            _refuse_nul()
        return turned_away

    app.before_request(begin)
    app.before_request(guard)
    app.after_request(_finish)
    app.teardown_request(_close)


def asked_page() -> int:
    """The page of a list that the address names, from 1 up, and never beyond what a database can count."""
    return min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)


def _own() -> Any:
    """What the request keeps, itself: `g` looks for it anew at each word, which every page would pay for."""
    return g._get_current_object()


def _request_id() -> str:
    given = request.headers.get("X-Request-Id", "")
    return given if _REQUEST_ID.fullmatch(given) else str(ULID())


def _refuse_nul() -> None:
    """PostgreSQL stores no NUL character, and nobody types one."""
    typed = [request.path, *(text for values in request.values.listvalues() for text in values)]
    if any("\x00" in text for text in typed):
        abort(400)


def _finish(response: Response) -> Response:
    own = _own()
    scope: Scope | None = own.get("scope")
    if scope is not None:
        if request.method not in READS and response.status_code < 400:
            response = _committed(scope, response)
        else:
            scope.rollback()
    response.headers["X-Request-Id"] = own.get("request_id", "")
    _note(response, own.get("started") or time.perf_counter())
    return response


def _committed(scope: Scope, response: Response) -> Response:
    """The response once everything is kept, or an error page when the database could not keep it."""
    try:
        scope.commit()
    except SQLAlchemyError as error:
        scope.rollback()
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _note(response: Response, started: float) -> None:
    """One log line a request: the route's pattern, never the address typed, so no personal data."""
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]
    route = asked.url_rule.rule if asked.url_rule else "(none)"
    seconds = time.perf_counter() - started
    method = asked.method if asked.method in _METHODS else "other"
    observe(route, method, response.status_code, seconds)
    if asked.blueprint != "assets":
        log.info("request", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))


def _close(_error: BaseException | None) -> None:
    scope: Scope | None = g.pop("scope", None)
    if scope is not None:
        if _error is not None:
            scope.rollback()
        scope.close()
        enter_scope(g.pop("scope_before", None))
