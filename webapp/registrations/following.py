"""Who must know when a registration changes: higher features bring themselves in line in the same transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from webapp.core.actor import Actor
from webapp.core.services import services
from webapp.registrations.models import Registration

#: under this name the running app keeps the followers
FOLLOWERS = "registration_followers"
#: under this name those that take many at once: numbering and signing one by one would cost a query each
FOLLOWERS_OF_MANY = "registration_followers_of_many"
_gathered: ContextVar[dict[str, tuple[Registration, Actor]] | None] = ContextVar("gathered_registrations", default=None)


class Follower(Protocol):
    """Brings what hangs on a registration in line with it; called again without a change it does nothing."""

    def __call__(self, registration: Registration, *, by: Actor) -> None: ...


def tell(registration: Registration, *, by: Actor) -> None:
    """Call after every change of standing, tier, validity or certified name."""
    for follow in services().extras.get(FOLLOWERS, ()):
        follow(registration, by=by)
    waiting = _gathered.get()
    if waiting is None:
        _tell_many([registration], by)
    else:
        waiting[registration.id] = registration, by


@contextmanager
def together() -> Iterator[None]:
    """Have those that take many registrations at once told at the end of the block, inside the same transaction."""
    waiting: dict[str, tuple[Registration, Actor]] = {}
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    for actor in {id(by): by for _row, by in waiting.values()}.values():
        _tell_many([row for row, by in waiting.values() if by is actor], actor)


def _tell_many(registrations: Sequence[Registration], by: Actor) -> None:
    for follow in services().extras.get(FOLLOWERS_OF_MANY, ()):
        follow(registrations, by=by)
