"""What is known about designated activities: for everybody, for their town, for who may attest them."""

from sqlmodel import col, select

from webapp.activities.capacity import Attester, capacity_of, corporations_of, may_be_attested_by
from webapp.activities.models import Activity, ActivityStatus
from webapp.activities.records.queries import AttestedActivity, attestation, attested, attested_count
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations import queries as corporations
from webapp.corporations.models import Corporation
from webapp.listings.models import Listing, ListingKind, ListingStatus

#: what higher features ask about people; kept with the records
__all__ = [
    "AttestedActivity",
    "activity",
    "activity_of_town",
    "at_desk",
    "attestation",
    "attested",
    "attested_count",
    "attesters_of",
    "designated_in",
    "desk_activity_for",
    "events_in",
    "may_be_chosen",
    "of_towns",
]


def designated_in(municipality_code: str) -> list[Activity]:
    """What counts in a municipality today."""
    chosen = select(Activity).where(
        Activity.municipality_code == municipality_code, Activity.status == ActivityStatus.ACTIVE
    )
    return [row for row in session().exec(chosen.order_by(col(Activity.title), col(Activity.id))) if row.is_open]


def activity(activity_id: str) -> Activity:
    """One that everybody may see, because it is designated. Raises NotThere."""
    found = session().get(Activity, activity_id)
    if found is None or not found.is_open:
        raise NotThere
    return found


def of_towns(actor: Actor) -> list[Activity]:
    """Everything the actor's municipalities designate or designated, what counts today first."""
    chosen = select(Activity).where(col(Activity.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(col(Activity.status), col(Activity.title), col(Activity.id))))


def activity_of_town(actor: Actor, activity_id: str, *, to_change: bool = False) -> Activity:
    """One that the actor's municipality designates. Raises NotThere."""
    found = session().get(Activity, activity_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def at_desk(actor: Actor) -> list[tuple[Activity, Attester]]:
    """What this person may attest, and in whose name."""
    chosen = select(Activity).where(may_be_attested_by(actor))
    rows = session().exec(chosen.order_by(col(Activity.status), col(Activity.title), col(Activity.id)))
    pairs = ((row, capacity_of(actor, row)) for row in rows)
    return [(row, attester) for row, attester in pairs if attester is not None]


def desk_activity_for(actor: Actor, activity_id: str) -> tuple[Activity, Attester]:
    """One that this person may attest. Raises NotThere."""
    found = session().get(Activity, activity_id)
    attester = capacity_of(actor, found) if found else None
    if found is None or attester is None:
        raise NotThere
    return found, attester


def attesters_of(found: Activity) -> list[Corporation]:
    """The corporations that may attest it."""
    return sorted((corporations.by_id(one) for one in corporations_of(found)), key=lambda one: one.name)


def events_in(municipality_code: str) -> list[Listing]:
    """The events a town shows, to which an activity can be linked."""
    chosen = select(Listing).where(
        Listing.kind == ListingKind.EVENT,
        Listing.municipality_code == municipality_code,
        Listing.status == ListingStatus.PUBLISHED,
    )
    return list(session().exec(chosen.order_by(col(Listing.title)).limit(200)))


def may_be_chosen(municipality_code: str) -> list[Corporation]:
    """The corporations that the town designates now."""
    rows = corporations.register()
    return [corporation for _designation, corporation, town in rows if town.code == municipality_code]
