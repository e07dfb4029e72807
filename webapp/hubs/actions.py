"""What a town does with its hubs and hub persons: set up, revise, rest, close; begin and end a term."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.hubs import letters, queries, rules
from webapp.hubs.models import HUB, HUB_PERSON, Hub, HubPerson, Ward
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "hub.open": _l("拠点をつくった"),
    "hub.revise": _l("拠点の内容を直した"),
    "hub_person.appoint": _l("ハブ人材を登録した"),
    "hub_person.revise": _l("ハブ人材の内容を直した"),
    "ward.name": _l("地区を決めた"),
    "ward.drop": _l("地区を消した"),
}


def name_wards(code: str, names: Sequence[str], *, by: Actor) -> None:
    """The parts that should each have a hub person, in this order. One that is in use stays. Raises RuleBroken."""
    _must_be_staff(code, by)
    known = {ward.name: ward for ward in queries.wards(code)}
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if problem := rules.wards_problem(code, wanted):
        raise RuleBroken(problem)
    for name in set(known) - set(wanted):
        trail.record(known[name], "ward.drop", by=by)
        session().delete(known[name])
    for position, name in enumerate(wanted):
        ward = known.get(name) or Ward(municipality_code=code, name=name)
        ward.position = position
        _keep(ward)
        if name not in known:
            trail.record(ward, "ward.name", by=by)


def _keep(ward: Ward) -> None:
    """A colleague may have named it at the same moment."""
    try:
        with session().begin_nested():
            session().add(ward)
    except IntegrityError:
        raise RuleBroken(_("ほかの担当者が、同時に地区を変えました。画面を開き直して、確かめてください。")) from None


def open_hub(code: str, values: Mapping[str, Any], *, by: Actor, is_demo: bool = False) -> Hub:
    """A new place. Raises RuleBroken."""
    _must_be_staff(code, by)
    if not municipalities.is_running(code):
        raise RuleBroken(_("いまは拠点をつくれません。まちの参加が始まってから、もう一度お試しください。"))
    hub = Hub(municipality_code=code, is_demo=is_demo, **values)
    _check_hub(hub)
    session().add(hub)
    session().flush()
    trail.record(hub, "hub.open", by=by, to_status=hub.status)
    return hub


def revise_hub(hub: Hub, values: Mapping[str, Any], *, by: Actor) -> None:
    """Change what is said about a place. Raises RuleBroken."""
    _may_write(hub.municipality_code, by)
    for name, value in values.items():
        setattr(hub, name, value)
    _check_hub(hub)
    trail.record(hub, "hub.revise", by=by)


def move_hub(hub: Hub, move: str, *, by: Actor, reason: str = "") -> None:
    """Rest, reopen, close."""
    _must_be_staff(hub.municipality_code, by)
    HUB.apply(hub, move, by=by, reason=reason)


def appoint(code: str, values: Mapping[str, Any], *, by: Actor, is_demo: bool = False) -> HubPerson:
    """Somebody begins. Raises RuleBroken, e.g. for a term longer than the scheme allows."""
    _must_be_staff(code, by)
    person = HubPerson(municipality_code=code, is_demo=is_demo, **values)
    _check_person(person)
    session().add(person)
    session().flush()
    trail.record(person, "hub_person.appoint", by=by, to_status=person.status)
    return person


def revise_person(person: HubPerson, values: Mapping[str, Any], *, by: Actor) -> None:
    """Change a card or a term: the town all of it, the person what they say of themselves. Raises RuleBroken."""
    if not by.may_act_for(person.municipality_code) and by.user_id != person.user_id:
        raise NotAllowed
    before = person.ends_on
    for name, value in values.items():
        setattr(person, name, value)
    _check_person(person)
    if person.ends_on != before:
        person.noticed_on = None
    trail.record(person, "hub_person.revise", by=by)


def end_term(person: HubPerson, *, by: Actor) -> None:
    """People can no longer turn to them."""
    _must_be_staff(person.municipality_code, by)
    HUB_PERSON.apply(person, "end", by=by)
    person.ends_on = min(person.ends_on or today(), today())


def announce_end(person: HubPerson) -> None:
    """Write to the person and the town that the term will end, once."""
    if person.noticed_on is not None or person.ends_on is None:
        return
    person.noticed_on = today()
    place = municipalities.by_code(person.municipality_code)
    people = list(accounts.desk_of(person.municipality_code))
    own = accounts.user(person.user_id) if person.user_id else None
    for to in {one.email: one for one in [*people, *([own] if own is not None and own.is_active else [])]}.values():
        post.queue(to, letters.term_ends, person=person, place=place)


def _check_hub(hub: Hub) -> None:
    if problem := rules.opening_problem(hub.open_days, hub.open_hours, hub.closed_days):
        raise RuleBroken(problem)
    _check_ward(hub)


def _check_person(person: HubPerson) -> None:
    problem = rules.opening_problem(person.office_days, person.office_hours)
    problem = problem or rules.term_problem(person.municipality_code, person.kind, person.starts_on, person.ends_on)
    if problem:
        raise RuleBroken(problem)
    _check_ward(person)
    hub = session().get(Hub, person.hub_id) if person.hub_id else None
    if person.hub_id and (hub is None or hub.municipality_code != person.municipality_code):
        raise RuleBroken(_("選べるのは、このまちの拠点だけです。"))
    if person.user_id and person.user_id not in {
        one.id for one in accounts.staff_of(person.municipality_code, Role.HUB)
    }:
        raise RuleBroken(_("選べるのは、このまちのハブ人材の役割をもつ人だけです。"))


def _check_ward(row: Hub | HubPerson) -> None:
    if row.ward_id is None:
        return
    chosen = select(Ward).where(Ward.id == row.ward_id, Ward.municipality_code == row.municipality_code)
    if session().exec(chosen).first() is None:
        raise RuleBroken(_("選べるのは、このまちの地区だけです。"))


def _must_be_staff(code: str, by: Actor) -> None:
    if not by.is_system and not by.may_act_for(code):
        raise NotAllowed(_("拠点とハブ人材を決められるのは、その市町村の担当者だけです。"))


def _may_write(code: str, by: Actor) -> None:
    if not by.may_act_for(code) and code not in by.organisations(Role.HUB):
        raise NotAllowed(_("この拠点の内容を直す役割がありません。"))
