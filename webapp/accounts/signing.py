"""Sign-ins as rows: a cookie holds a random token, the row says whose it is and whether it still counts."""

import hashlib
from datetime import timedelta

from flask import Flask, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlmodel import col, select

from webapp.accounts.models import Membership, SignIn, User
from webapp.core.actor import ANONYMOUS, Actor, Grant, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.ids import new_token
from webapp.core.services import settings


class SignedIn(UserMixin):  # type: ignore[misc]
    """What flask-login calls the user: the person and the sign-in they came by."""

    def __init__(self, user: User, sign_in: SignIn, memberships: list[Membership], token: str) -> None:
        self.user = user
        self.sign_in = sign_in
        self.memberships = memberships
        self.token = token

    def get_id(self) -> str:
        """The token of the sign-in, so that revoking the row ends it."""
        return self.token

    @property
    def display_name(self) -> str:
        """The name in the account menu."""
        return self.user.display_name

    def as_actor(self) -> Actor:
        """The person with the roles that hold today."""
        return actor_of(self.user, self.memberships, has_second_factor=self.sign_in.second_factor_at is not None)


def actor_of(user: User, memberships: list[Membership], *, has_second_factor: bool = False) -> Actor:
    """A person as actor, with the roles that hold today."""
    day = today()
    grants = frozenset(Grant(m.role, m.organisation) for m in memberships if m.holds_on(day))
    return Actor(user.id, user.display_name, grants, has_second_factor=has_second_factor)


def load_actor_of(user: User) -> Actor:
    """A person as actor, memberships read from the database: for jobs, commands and tests."""
    held = session().exec(select(Membership).where(Membership.user_id == user.id)).all()
    return actor_of(user, list(held))


def install(app: Flask) -> None:
    """Set up flask-login."""
    manager = LoginManager()
    manager.session_protection = "strong"
    manager.user_loader(_load)
    manager.init_app(app)


def hash_token(token: str) -> str:
    """What is stored of a secret token: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def _load(token: str) -> SignedIn | None:
    rows = session().exec(
        select(SignIn, User, Membership)
        .join(User, col(User.id) == SignIn.user_id)
        .outerjoin(Membership, col(Membership.user_id) == User.id)
        .where(SignIn.token_hash == hash_token(token))
    )
    found = rows.all()
    if not found:
        return None
    sign_in, user, _ = found[0]
    if sign_in.revoked_at is not None or sign_in.expires_at <= now() or not user.is_active:
        return None
    return SignedIn(user, sign_in, [m for _, _, m in found if m is not None], token)


def current_request_actor() -> Actor:
    """Who makes this request."""
    if not cookie.get("_user_id"):
        return ANONYMOUS
    found = current_user._get_current_object()
    return found.as_actor() if isinstance(found, SignedIn) else ANONYMOUS


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
    kept_language = cookie.get("language")
    cookie.clear()
    if kept_language:
        cookie["language"] = kept_language
    held = session().exec(select(Membership).where(Membership.user_id == user.id)).all()
    signed_in = SignedIn(user, row, list(held), token)
    login_user(signed_in)
    g.actor = signed_in.as_actor()
    return row


def end() -> None:
    """Sign this browser out and make its token worthless."""
    found = current_user._get_current_object()
    if isinstance(found, SignedIn):
        row = session().get(SignIn, found.sign_in.id)
        if row is not None:
            row.revoked_at = now()
    logout_user()
    cookie.clear()
    g.actor = ANONYMOUS


def end_all_of(user: User, *, but: str | None = None) -> None:
    """Sign a person out everywhere, except in the sign-in with the id `but`."""
    rows = session().exec(select(SignIn).where(SignIn.user_id == user.id, col(SignIn.revoked_at).is_(None)))
    for row in rows:
        if row.id != but:
            row.revoked_at = now()


def roles_given_at_sign_up() -> tuple[Role, ...]:
    """What everybody may be who signs up alone."""
    return (Role.RESIDENT,)
