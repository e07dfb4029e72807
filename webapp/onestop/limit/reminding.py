"""The limit that somebody reckoned, kept in their own browser, and the sentence when a donation passes it."""

from flask import session as cookie

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.onestop.limit import reckoning
from webapp.onestop.limit.given import given_in

_KEPT = "furusato_limit"


def remember(year: int, limit: int, elsewhere: int) -> None:
    """Keep only what the warning needs: the year, the rounded limit, what was given elsewhere."""
    cookie[_KEPT] = [year, reckoning.shown(limit), elsewhere]


def forget() -> None:
    """Keep it no longer."""
    cookie.pop(_KEPT, None)


def remembered(year: int) -> int | None:
    """The rounded limit of a year, if it was kept."""
    kept = cookie.get(_KEPT)
    return int(kept[1]) if kept and kept[0] == year else None


def warning(actor: Actor, amount: int) -> str:
    """A sentence when this donation may be more than what comes back as less tax; never a refusal."""
    year = today().year
    limit = remembered(year)
    if limit is None:
        return ""
    given = given_in(actor.user_id, year)
    known = given.here + max(given.elsewhere, int(cookie[_KEPT][2]))
    if known + amount <= limit:
        return ""
    return _(
        "この寄附を入れると、今年の寄附は%(total)s円になり、控除の目安（%(limit)s円）をこえます。"
        "こえた分は、税から戻らないことがあります。寄附はできます。",
        total=f"{known + amount:,}",
        limit=f"{limit:,}",
    )


def elsewhere(year: int) -> int:
    """What somebody said they gave elsewhere when they reckoned the limit of this year."""
    kept = cookie.get(_KEPT)
    return int(kept[2]) if kept and kept[0] == year else 0
