"""What the three screens of pledging share: the draft behind them, what is already known, and the last step."""

from typing import Any

from flask import session as cookie
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.pledges import actions, drafts, guests
from webapp.pledges.forms import DONOR_COLUMNS
from webapp.pledges.models import PaymentMethod, Pledge, PledgeDraft
from webapp.projects.models import Project
from webapp.registrations import prefilling
from webapp.residents.models import Resident
from webapp.residents.queries import profile_of

DRAFTS, KEYS = "pledge_drafts", "pledge_keys"
REMEMBERED = 5
SUGGESTED_YEN = (3_000, 5_000, 10_000, 30_000, 50_000)


def draft_of(actor: Actor, project: Project) -> PledgeDraft | None:
    """What this browser or account typed for a project and did not send yet."""
    return drafts.unfinished(actor, project.id, _known(project))


def last_draft(actor: Actor, project: Project) -> PledgeDraft | None:
    """The same, also when it has become a pledge."""
    return drafts.newest(actor, project.id, _known(project))


def keep(project: Project, answers: dict[str, Any], *, by: Actor) -> PledgeDraft:
    """Keep a screen's answers, and have a visitor's browser remember the draft."""
    draft = drafts.keep(draft_of(by, project), project, answers, by=by)
    if by.user_id is None:
        _remember(DRAFTS, project.id, draft.id)
    return draft


def key_of(pledge: Pledge) -> str:
    """The key of a guest's pages in this browser: the same one again, so that the payment page is asked for in the same words."""
    known = cookie.get(KEYS, {}).get(pledge.id)
    if known is None:
        known = guests.new_key(pledge)
        _remember(KEYS, pledge.id, known)
    return str(known)


def _known(project: Project) -> str:
    return str(cookie.get(DRAFTS, {}).get(project.id, ""))


def _remember(what: str, row_id: str, value: str) -> None:
    """In the browser's signed cookie, the newest few."""
    others = [(key, kept) for key, kept in cookie.get(what, {}).items() if key != row_id]
    cookie[what] = dict([*others[-REMEMBERED + 1 :], (row_id, value)])


def already_known(actor: Actor) -> dict[str, Any]:
    """What the donor's profile says, to begin the second screen with."""
    profile = profile_of(actor)
    if profile is None:
        return {}
    known = {"donor_name": profile.full_name, "home_code": profile.home_code}
    return {**known, "donor_address": _address_at(profile)}


def _address_at(profile: Resident) -> str:
    """The address that was given last for the place where the person lives now: with a pledge, else with an application."""
    chosen = select(Pledge.donor_address).where(
        Pledge.user_id == profile.user_id, Pledge.home_code == profile.home_code, Pledge.donor_address != ""
    )
    if given := session().exec(chosen.order_by(col(Pledge.id).desc()).limit(1)).first():
        return given
    applied = prefilling.last_filled(profile.user_id)
    address = (applied.details.get("address") or {}) if applied else {}
    return str(address.get("joined", "")) if address.get("code") == profile.home_code else ""


def asks_for_secrecy(actor: Actor) -> bool:
    """Whether the donor is named nowhere."""
    profile: Resident | None = profile_of(actor)
    return profile is not None and profile.is_confidential


def is_whole(draft: PledgeDraft | None, actor: Actor) -> bool:
    """Whether the first two screens are answered."""
    needed = ("amount", "donor_name", "donor_address", "home_code", *(() if actor.is_signed_in else ("email",)))
    return draft is not None and all(draft.answers.get(name) for name in needed)


def send(
    draft: PledgeDraft, project: Project, method: PaymentMethod | None, *, wants_gift: bool = False, by: Actor
) -> tuple[Pledge, bool]:
    """The pledge that a draft becomes, and whether it is new: pressed twice, the second press finds the first one's."""
    draft = drafts.locked(draft)
    if draft.pledge_id is not None:
        return session().get_one(Pledge, draft.pledge_id), False
    donor = {name: draft.answers[name] for name in DONOR_COLUMNS if name in draft.answers}
    amount = draft.answers["amount"]
    pledge = actions.offer(project, amount=amount, donor=donor, method=method, wants_gift=wants_gift, by=by)
    drafts.finish(draft, pledge.id)
    return pledge, True
