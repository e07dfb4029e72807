"""`@allow` on every view: who may open it; the app refuses to start with a view that does not say."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, g, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import ANONYMOUS, Actor, Role
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"
Audience = Role | str

#: where people without a second factor may still go, so that they can set one up or leave
_WITHOUT_SECOND_FACTOR = frozenset({"accounts", "static", "assets"})


class UnguardedView(RuntimeError):
    """A view was registered without `@allow`."""


def allow(*audiences: Audience) -> Callable[[View], View]:
    """Declare who may open a view: roles, `SIGNED_IN` or `PUBLIC`.

    A role opens the door only; which rows a person sees is decided by the feature's `…_for(actor)` queries.
    """
    if not audiences:
        raise ValueError("allow() needs at least one audience")

    def mark(view: View) -> View:
        view.allowed = frozenset(audiences)  # type: ignore[attr-defined]
        return view

    return mark


def sender_proves_itself(view: View) -> View:
    """Free a view from the CSRF token: its caller is a machine whose message carries a signature."""
    view.is_csrf_exempt = True  # type: ignore[attr-defined]
    return view


def is_csrf_exempt(view: Callable[..., Any]) -> bool:
    """Whether a view was freed from the CSRF token."""
    return bool(getattr(view, "is_csrf_exempt", False))


def audiences_of(view: Callable[..., Any]) -> frozenset[Audience]:
    """The audiences a view was declared for; empty when it was not declared."""
    allowed: frozenset[Audience] = getattr(view, "allowed", frozenset())
    return allowed


def check_every_view(app: Flask) -> None:
    """Raise UnguardedView if any endpoint lacks `@allow`."""
    unguarded = sorted(name for name, view in app.view_functions.items() if not audiences_of(view))
    if unguarded:
        raise UnguardedView("views without @allow: " + ", ".join(unguarded))


def current_actor() -> Actor:
    """Who makes this request."""
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def leads_on(endpoint: str) -> bool:
    """Whether a link to this view gets the present reader anywhere: to the page, or to signing in for it."""
    view, actor = _view(endpoint), current_actor()
    allowed = audiences_of(view) if view else frozenset()
    return not actor.is_signed_in or bool(allowed & {PUBLIC, SIGNED_IN} or actor.roles & allowed)


def guard_request(staff_needs_second_factor: bool) -> Response | None:
    """Let the request pass, send the visitor to sign in, or raise NotAllowed."""
    if request.endpoint is None:
        return None
    view = request.routing_exception is None and _view(request.endpoint)
    if not view:
        return None
    allowed = audiences_of(view)
    actor = current_actor()
    if PUBLIC in allowed:
        return None
    if not actor.is_signed_in:
        return _to_sign_in()
    lacks_factor = staff_needs_second_factor and actor.is_staff and not actor.has_second_factor
    if lacks_factor and request.blueprint not in _WITHOUT_SECOND_FACTOR:
        return redirect(url_for("accounts.second_factor"), 303)
    if SIGNED_IN in allowed or actor.roles & allowed:
        return None
    raise NotAllowed(_("この画面を開く権限がありません。"))


def _view(endpoint: str) -> Callable[..., Any] | None:
    from flask import current_app

    return current_app.view_functions.get(endpoint)


def _to_sign_in() -> Response:
    if request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    return redirect(url_for("accounts.sign_in"), 303)
