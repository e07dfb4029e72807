"""From giver to doer: a basic registration begun with what the donation already says."""

import re

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.pledges.models import HOLDING, Pledge
from webapp.registrations import applying, queries
from webapp.registrations.answers import Address, Screen, Tie
from webapp.registrations.models import Registration
from webapp.residents import actions as residents
from webapp.residents.models import Resident, Step

trail.ACTION_LABELS |= {"pledge.begin_registration": _l("寄附の内容を使って、登録の申請を書きはじめた")}
_SPACE = re.compile(r"[\s\u3000]+")
_AREA = re.compile(r"^([^0-9０-９]*)(.*)$")


def may_begin(pledge: Pledge, actor: Actor) -> bool:
    """Whether this donor may be asked in: from elsewhere, of a running town, without an application there."""
    is_theirs = actor.user_id is not None and pledge.user_id == actor.user_id and pledge.status in HOLDING
    comes_from_elsewhere = pledge.home_code != pledge.municipality_code
    if not is_theirs or not comes_from_elsewhere or not municipalities.is_running(pledge.municipality_code):
        return False
    return standing(pledge, actor) is None


def standing(pledge: Pledge, actor: Actor) -> Registration | None:
    """The donor's application or registration at the town, if any."""
    return queries.open_at(actor.user_id, pledge.municipality_code) if actor.user_id else None


def begin(pledge: Pledge, project_title: str, *, by: Actor) -> Registration:
    """A draft with what the donation says, where the person has not said it before. The town sees nothing of it yet."""
    profile = residents.own_profile(by=by)
    _fill_profile(profile, pledge, by=by)
    draft = applying.start(profile, pledge.municipality_code, by=by)
    address = _address(pledge)
    if address and not draft.details.get("address") and profile.home_code == pledge.home_code:
        applying.answer(draft, profile, Screen.HOME, {"address": address}, by=by, is_whole=False)
    ties = list(draft.details.get("ties", []))
    if Tie.GIFT.value not in ties:
        note = draft.details.get("ties_note") or _("「%(project)s」に寄附しました。", project=project_title)
        answers = {"ties": [*ties, Tie.GIFT.value], "ties_note": note}
        applying.answer(draft, profile, Screen.TIES, answers, by=by, is_whole=False)
    trail.record(pledge, "pledge.begin_registration", by=by)
    return draft


def _fill_profile(profile: Resident, pledge: Pledge, *, by: Actor) -> None:
    family, given = names_of(pledge)
    if not profile.full_name and given:
        residents.answer(profile, Step.NAME, {"family_name": family, "given_name": given}, by=by, is_whole=False)
    if not profile.home_code:
        residents.answer(profile, Step.HOME, {"home_code": pledge.home_code}, by=by, is_whole=False)


def names_of(pledge: Pledge) -> tuple[str, str]:
    """Family and given name where the donor parted them by a space; nothing is guessed."""
    family, _gap, given = _SPACE.sub(" ", pledge.donor_name.strip()).partition(" ")
    return (family, given) if given and len(family) <= 40 and len(given) <= 40 else ("", "")


def _address(pledge: Pledge) -> Address | None:
    """The parts of the donor's address behind its municipality; None where it does not begin with that."""
    place = municipalities.by_code(pledge.home_code).official_name
    typed = _SPACE.sub("", pledge.donor_address)
    if not typed.startswith(place):
        return None
    found = _AREA.match(typed.removeprefix(place))
    area, rest = found.groups() if found else ("", "")
    if not rest or len(area) > 100 or len(rest) > 100:
        return None
    return Address(
        postal_code="",
        code=pledge.home_code,
        area=area,
        area_code="",
        rest=rest,
        building="",
        typed=pledge.donor_address,
        joined=f"{place}{area}{rest}",
    )
