"""Pages and files that browsers may keep if they ask each time whether they are still right: `ETag` and 304."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, get_flashed_messages, request
from flask import session as cookie

View = TypeVar("View", bound=Callable[..., Any])
#: kept by the reader's own browser only, and never shown again without asking
ASK_FIRST = "private, no-cache"


def revisited(view: View) -> View:
    """Let a visitor's browser keep this page and be told that nothing has changed.

    For pages that say the same to every visitor: never for one whose address is a secret or that is somebody's own.
    Signed-in readers' pages are not kept, whatever the view says.
    """
    view.is_revisited = True  # type: ignore[attr-defined]
    return view


def is_revisited() -> bool:
    """Whether the page of this request is one for everybody, known by its path alone."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_revisited", False)


def install(app: Flask) -> None:
    """Compare finished pages, and files that everybody may have, with what the reader's browser has."""

    def compare(response: Response) -> Response:
        if request.method not in {"GET", "HEAD"} or response.status_code != 200 or response.is_streamed:
            return response
        if _is_page_for_all():
            response.headers["Cache-Control"] = ASK_FIRST
            response.vary.add("Accept-Language")
        elif not _is_file_for_all(response):
            return response
        response.set_etag(_mark_of(response), weak=True)
        response.make_conditional(request)
        return response

    app.after_request(compare)
    app.jinja_env.globals["is_revisited"] = is_revisited


def _is_page_for_all() -> bool:
    return is_revisited() and not g.actor.is_signed_in and not _has_news()


def _is_file_for_all(response: Response) -> bool:
    kept = response.cache_control
    return bool(kept.public) and not kept.immutable and "ETag" not in response.headers


def _has_news() -> bool:
    """Whether the page tells, or the next one will, what this reader has just done."""
    return "_flashes" in cookie or bool(get_flashed_messages())


def _mark_of(response: Response) -> str:
    """A digest of the page, without what differs each time, and of the session its forms are bound to."""
    body = response.get_data()
    for each_time in (g.get("csp_nonce"), g.get("csrf_token")):
        if each_time:
            body = body.replace(each_time.encode(), b"")
    digest = hashlib.blake2b(body, digest_size=12, key=cookie.get("csrf_token", "").encode()[:64])
    return digest.hexdigest()
