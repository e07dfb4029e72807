"""What is known of hubs and hub persons: for everybody, for their town, for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.hubs.models import Hub, HubPerson, HubStatus, PersonStatus, Ward


@dataclass(frozen=True)
class Coverage:
    """A part of the town with its places and the people who serve there today; nobody is a gap."""

    ward: Ward | None
    hubs: list[Hub]
    people: list[HubPerson]

    @property
    def is_gap(self) -> bool:
        """A named part without a hub person."""
        return self.ward is not None and not self.people


def wards(code: str) -> list[Ward]:
    """The parts of a town in its own order."""
    chosen = select(Ward).where(Ward.municipality_code == code)
    return list(session().exec(chosen.order_by(col(Ward.position), col(Ward.name))))


def is_used(ward: Ward) -> bool:
    """Whether a place or a person names it."""
    named = (select(col(table.id)).where(col(table.ward_id) == ward.id).limit(1) for table in (Hub, HubPerson))
    return any(session().exec(chosen).first() is not None for chosen in named)


def hubs_in(code: str, *, with_closed: bool = False) -> list[Hub]:
    """The places of a town, by name."""
    chosen = select(Hub).where(Hub.municipality_code == code)
    if not with_closed:
        chosen = chosen.where(Hub.status != HubStatus.CLOSED)
    return list(session().exec(chosen.order_by(col(Hub.name), col(Hub.id))))


def people_in(code: str, on: date | None = None) -> list[HubPerson]:
    """Who serves on a day (default: today), by name."""
    chosen = select(HubPerson).where(HubPerson.municipality_code == code, HubPerson.status == PersonStatus.ACTIVE)
    rows = session().exec(chosen.order_by(col(HubPerson.shown_name), col(HubPerson.id)))
    return [row for row in rows if row.serves_on(on or today())]


def coverage(code: str) -> list[Coverage]:
    """Every part of a town with who and what is there; what belongs to no part comes last."""
    hubs, people = hubs_in(code), people_in(code)
    parts = [
        Coverage(ward, [h for h in hubs if h.ward_id == ward.id], [p for p in people if p.ward_id == ward.id])
        for ward in wards(code)
    ]
    rest = Coverage(None, [h for h in hubs if h.ward_id is None], [p for p in people if p.ward_id is None])
    return [*parts, *([rest] if rest.hubs or rest.people else [])]


def hub(hub_id: str) -> Hub:
    """A place that everybody may see. Raises NotThere."""
    found = session().get(Hub, hub_id)
    if found is None or found.status is HubStatus.CLOSED:
        raise NotThere
    return found


def person(person_id: str) -> HubPerson:
    """Somebody who serves today. Raises NotThere."""
    found = session().get(HubPerson, person_id)
    if found is None or not found.serves_on(today()):
        raise NotThere
    return found


def open_hub_of(found: HubPerson) -> Hub | None:
    """Where one meets them; nowhere once that place has closed."""
    place = session().get(Hub, found.hub_id) if found.hub_id else None
    return place if place is not None and place.status is not HubStatus.CLOSED else None


def people_at(place: Hub) -> list[HubPerson]:
    """Whom one meets there today."""
    return [one for one in people_in(place.municipality_code) if one.hub_id == place.id]


def staff_hub_for(actor: Actor, hub_id: str, *, to_change: bool = False) -> Hub:
    """A place of the actor's town, closed ones too. Raises NotThere."""
    found = session().get(Hub, hub_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def staff_person_for(actor: Actor, person_id: str, *, to_change: bool = False) -> HubPerson:
    """Somebody of the actor's town, former ones too. Raises NotThere."""
    found = session().get(HubPerson, person_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def own_cards_for(actor: Actor) -> list[HubPerson]:
    """The actor's own cards, in every town where they serve."""
    chosen = select(HubPerson).where(HubPerson.user_id == actor.user_id, HubPerson.status == PersonStatus.ACTIVE)
    return list(session().exec(chosen.order_by(col(HubPerson.municipality_code)))) if actor.is_signed_in else []


def own_card_for(actor: Actor, person_id: str) -> HubPerson:
    """One of the actor's own cards. Raises NotThere."""
    found = next((card for card in own_cards_for(actor) if card.id == person_id), None)
    if found is None:
        raise NotThere
    return found


def everybody_of(actor: Actor) -> list[HubPerson]:
    """Present and former hub persons of the actor's towns, present ones first."""
    chosen = select(HubPerson).where(col(HubPerson.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(col(HubPerson.status), col(HubPerson.shown_name), col(HubPerson.id))))


def ending_within(days: int) -> Sequence[HubPerson]:
    """Whose term ends within so many days and was not announced yet."""
    chosen = select(HubPerson).where(
        HubPerson.status == PersonStatus.ACTIVE,
        col(HubPerson.noticed_on).is_(None),
        col(HubPerson.ends_on).between(today(), today() + timedelta(days=days)),
    )
    return list(session().exec(chosen.order_by(col(HubPerson.id))))


def past_their_term() -> Sequence[HubPerson]:
    """Still active although the last day lies behind us."""
    chosen = select(HubPerson).where(HubPerson.status == PersonStatus.ACTIVE, col(HubPerson.ends_on) < today())
    return list(session().exec(chosen.order_by(col(HubPerson.id))))
