"""Sign-ins as rows: a cookie holds a random token, the row says whose it is and whether it still counts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlmodel import col, select

from webapp.accounts import queries
from webapp.accounts.links import hash_token
from webapp.accounts.models import Membership, SignIn, User
from webapp.core.actor import ANONYMOUS, Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.ids import new_token
from webapp.core.services import services, settings

#: under this name the running app keeps how to count unread notices, as a part of a query about accounts
UNREAD = "accounts.unread_notices"
_SECOND_STEP = "second_step"
SECOND_STEP_LASTS = timedelta(minutes=10)
#: so long after a proof of identity a new way to sign in may be added
FRESH_LASTS = timedelta(minutes=10)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What flask-login calls the user: the person and the sign-in they came by."""

    def __init__(self, user: User, sign_in: SignIn, memberships: list[Membership], token: str, unread: int = 0) -> None:
        self.user = user
        self.sign_in = sign_in
        self.memberships = memberships
        self.token = token
        self.unread = unread

    def get_id(self) -> str:
        """The token of the sign-in, so that revoking the row ends it."""
        return self.token

    @property
    def display_name(self) -> str:
        """The name in the account menu."""
        return self.user.display_name

    def as_actor(self) -> Actor:
        """The person with the roles that hold today."""
        has_second_factor = self.sign_in.second_factor_at is not None
        actor = queries.as_actor(self.user, self.memberships, has_second_factor=has_second_factor)
        return replace(actor, unread_notices=self.unread)


@dataclass(frozen=True)
class Halfway:
    """Somebody who gave the right password and still owes the second factor."""

    user: User
    next_path: str


def install(app: Flask) -> None:
    """Set up flask-login.

    Its own session protection stays off: it ends a session when the network address changes, which a phone on a
    train does all the time. What it guards against is answered by tokens that can be revoked row by row.
    """
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(_load)
    manager.init_app(app)


def _load(token: str) -> SignedIn | None:
    rows = session().exec(
        select(SignIn, User, Membership, services().extras[UNREAD](col(User.id)))
        .join(User, col(User.id) == SignIn.user_id)
        .outerjoin(Membership, col(Membership.user_id) == User.id)
        .where(SignIn.token_hash == hash_token(token))
    )
    found = rows.all()
    if not found:
        return None
    sign_in, user, _first, unread = found[0]
    if sign_in.revoked_at is not None or sign_in.expires_at <= now() or not user.is_active:
        return None
    return SignedIn(user, sign_in, [row[2] for row in found if row[2] is not None], token, unread)


def present() -> SignedIn | None:
    """The sign-in of this request."""
    if not cookie.get("_user_id"):
        return None
    found = current_user._get_current_object()
    return found if isinstance(found, SignedIn) else None


def current_request_actor() -> Actor:
    """Who makes this request."""
    found = present()
    return found.as_actor() if found else ANONYMOUS


def myself() -> SignedIn:
    """The sign-in of this request, behind a guard that lets only signed-in people pass."""
    found = present()
    if found is None:
        raise RuntimeError("this view needs @allow(SIGNED_IN)")
    return found


def start(user: User, *, second_factor: bool = False) -> SignIn:
    """Sign this browser in under a fresh token; whatever the cookie held before is dropped."""
    token = new_token()
    row = SignIn(
        token_hash=hash_token(token),
        user_id=user.id,
        expires_at=now() + timedelta(hours=settings().session_hours),
        second_factor_at=now() if second_factor else None,
        device=(request.user_agent.string or "")[:120],
    )
    session().add(row)
    _empty_cookie()
    signed_in = SignedIn(user, row, queries.memberships_of(user), token)
    login_user(signed_in)
    g.actor = signed_in.as_actor()
    return row


def is_fresh() -> bool:
    """Whether this person has proved who they are a moment ago, so that an unattended browser is ruled out."""
    return now() - myself().sign_in.created_at <= FRESH_LASTS


def renew(*, second_factor: bool | None = None, is_proof: bool = False) -> SignIn:
    """Give this browser a fresh token, because what it may do has just changed; the old one is worthless.

    It stays as old as it was, unless `is_proof` says that the password was just given.
    """
    before = myself()
    had = before.sign_in.second_factor_at is not None
    session().get_one(SignIn, before.sign_in.id).revoked_at = now()
    row = start(before.user, second_factor=had if second_factor is None else second_factor)
    row.created_at = row.created_at if is_proof else before.sign_in.created_at
    return row


def end() -> None:
    """Sign this browser out and make its token worthless."""
    found = present()
    if found is not None:
        session().get_one(SignIn, found.sign_in.id).revoked_at = now()
    logout_user()
    _empty_cookie()
    g.actor = ANONYMOUS


def wait_for_second_step(user: User, next_path: str) -> None:
    """Remember in the cookie that the password was right; nobody is signed in yet."""
    _empty_cookie()
    cookie[_SECOND_STEP] = {"user": user.id, "stamp": _stamp(user), "at": now().isoformat(), "next": next_path}


def halfway() -> Halfway | None:
    """Who waits for the second step in this browser; forgotten after ten minutes or a change of password."""
    noted: dict[str, Any] = cookie.get(_SECOND_STEP) or {}
    if not noted or now() - datetime.fromisoformat(noted["at"]) > SECOND_STEP_LASTS:
        return None
    user = session().get(User, noted["user"])
    if user is None or not user.is_active or noted["stamp"] != _stamp(user):
        return None
    return Halfway(user, noted["next"])


def _stamp(user: User) -> str:
    return hash_token(f"{user.id}{user.password_hash}")[:16]


def _empty_cookie() -> None:
    """Drop everything, the CSRF token of the old session included, also where this request holds it ready."""
    cookie.clear()
    g.pop("csrf_token", None)
