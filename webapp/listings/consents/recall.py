"""When a consent is gone: whoever has the home's data hands it out no more, deletes it and says so."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import services
from webapp.corporations import queries as corporations
from webapp.listings import queries
from webapp.listings.consents import letters, recipients
from webapp.listings.consents.models import DeletionRequest
from webapp.listings.models import Listing, OwnerConsent
from webapp.listings.packages import holding
from webapp.municipalities import queries as municipalities

#: what lends the other towns that have a home's data: listing → municipality codes
TownsOf = Callable[[Listing], list[str]]
#: under this name the running app keeps them
HOLDERS = "towns_holding_a_home"
REMIND_BEFORE = timedelta(days=3)

trail.ACTION_LABELS |= {
    "deletion.ask": _l("情報の削除を求めた"),
    "deletion.confirm": _l("情報を削除したと知らせた"),
    "deletion.escalate": _l("削除の返事が期限を過ぎた"),
}


def after_loss(consent: OwnerConsent, *, by: Actor, reason: str) -> list[DeletionRequest]:
    """Ask everybody who has the data and is not covered by another consent. Repeating it asks nobody twice."""
    listing = queries.by_id(consent.listing_id)
    asked = {row.holder for row in requests_of(consent)}
    made = []
    for holder, name, covered in _holders(consent, listing):
        lost = [item for item in consent.items if item not in covered]
        if holder in asked or not lost:
            continue
        days = int(municipalities.setting("consent_deletion_days", listing.municipality_code))
        row = DeletionRequest(
            consent_id=consent.id,
            listing_id=listing.id,
            municipality_code=listing.municipality_code,
            holder=holder,
            name=name,
            items=lost,
            due_on=today() + timedelta(days=days),
        )
        session().add(row)
        session().flush()
        if not covered:
            holding.recall(listing, holder, reason=reason, by=by)
        trail.record(row, "deletion.ask", by=by)
        letters.tell_holder(row, letters.deletion_asked, listing)
        made.append(row)
    return made


def _holders(consent: OwnerConsent, listing: Listing) -> Iterator[tuple[str, str, set[str]]]:
    """Who has the home's data by this consent: a corporation's id or a town's code, a name, what is still covered."""
    bodies = {listing.corporation_id} if listing.corporation_id else set()
    bodies |= {body for body in holding.corporations_having(listing) if recipients.names(consent, body)}
    for corporation_id in sorted(bodies):
        covered = recipients.items_for_corporation(listing, corporation_id)
        yield corporation_id, corporations.by_id(corporation_id).name, covered
    lent: Iterable[TownsOf] = services().extras.get(HOLDERS, ())
    codes = {code for part in lent for code in part(listing)} - {listing.municipality_code}
    covered = {item for other in queries.consents_holding(listing) for item in other.items}
    for code in sorted(codes):
        yield code, municipalities.by_code(code).full_name, covered


def requests_of(consent: OwnerConsent) -> list[DeletionRequest]:
    """Everybody who was asked because of this consent."""
    chosen = select(DeletionRequest).where(DeletionRequest.consent_id == consent.id)
    return list(session().exec(chosen.order_by(col(DeletionRequest.id))))


def request_for(actor: Actor, deletion_request_id: str) -> DeletionRequest:
    """One that this actor's corporation or town has to answer. Raises NotThere."""
    found = session().get(DeletionRequest, deletion_request_id)
    if found is None or found.holder not in _own_holders(actor):
        raise NotThere
    return found


def asked_of(actor: Actor) -> list[tuple[DeletionRequest, Listing]]:
    """What this actor's corporations and towns were asked to delete, the open ones first."""
    return _with_listing(col(DeletionRequest.holder).in_(_own_holders(actor)))


def asked_for_homes_in(actor: Actor) -> list[tuple[DeletionRequest, Listing]]:
    """What others were asked to delete of homes in the actor's municipalities."""
    return _with_listing(col(DeletionRequest.municipality_code).in_(actor.municipalities))


def _own_holders(actor: Actor) -> frozenset[str]:
    return actor.organisations(Role.CORPORATION, *TOWN_ROLES)


def _with_listing(condition: object) -> list[tuple[DeletionRequest, Listing]]:
    chosen = select(DeletionRequest, Listing).join(Listing, col(Listing.id) == DeletionRequest.listing_id)
    ordered = chosen.where(condition).order_by(  # type: ignore[arg-type]
        col(DeletionRequest.confirmed_at).is_not(None), col(DeletionRequest.due_on), col(DeletionRequest.id)
    )
    return list(session().exec(ordered.limit(200)))


def confirm(row: DeletionRequest, *, by: Actor, note: str = "") -> None:
    """The holder says that it is deleted; once."""
    if row.confirmed_at is not None:
        raise RuleBroken(_("この削除は、すでに知らせていただいています。"))
    row.confirmed_at, row.confirmed_by, row.note = now(), by.user_id, note.strip()
    trail.record(row, "deletion.confirm", by=by)
    letters.tell_town(row, letters.deletion_confirmed, queries.by_id(row.listing_id))


def keep_up(*, by: Actor, day: date | None = None) -> None:
    """Remind shortly before the last day; once it has passed, tell the town. Repeating it writes to nobody twice."""
    present = day or today()
    chosen = select(DeletionRequest).where(
        col(DeletionRequest.confirmed_at).is_(None), DeletionRequest.due_on <= present + REMIND_BEFORE
    )
    for row in session().exec(chosen.order_by(col(DeletionRequest.id))).all():
        listing = queries.by_id(row.listing_id)
        if row.due_on < present and row.escalated_at is None:
            row.escalated_at = now()
            trail.record(row, "deletion.escalate", by=by)
            letters.tell_holder(row, letters.deletion_overdue, listing)
            letters.tell_town(row, letters.deletion_late, listing)
        elif row.due_on >= present and row.reminded_at is None:
            row.reminded_at = now()
            letters.tell_holder(row, letters.deletion_reminder, listing)
