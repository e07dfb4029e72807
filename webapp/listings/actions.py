"""What happens to a listing: drafted, written on, sent, published, sent back, paused, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.jobs import enqueue
from webapp.corporations import queries as corporations
from webapp.listings import letters, places, queries, rules, spots
from webapp.listings.kinds import kind_of
from webapp.listings.models import LISTING, Listing, ListingKind, ListingStatus
from webapp.listings.saved.days import plan as plan_saved_searches
from webapp.listings.wording import searchable
from webapp.municipalities import queries as municipalities

EXPIRE = "listings.expire"
CONSENT_ENDS = "listings.consent_ends"


def start(
    kind: ListingKind,
    *,
    municipality_code: str,
    title: str,
    by: Actor,
    corporation_id: str | None = None,
    is_demo: bool = False,
) -> Listing:
    """A new draft. Raises RuleBroken when this actor may not list this kind there."""
    rules.may_start(kind, municipality_code, corporation_id, by=by)
    place = municipalities.by_code(municipality_code)
    listing = Listing(
        kind=kind,
        municipality_code=municipality_code,
        corporation_id=corporation_id,
        created_by=by.user_id,
        title=title,
        latitude=place.latitude,
        longitude=place.longitude,
        is_demo=is_demo,
    )
    session().add(listing)
    refresh(listing)
    trail.record(listing, "listing.start", by=by, to_status=listing.status.value)
    return listing


def revise(listing: Listing, changes: Mapping[str, Any], *, by: Actor) -> None:
    """Write answers down: names of columns, or of the kind's details. Nothing has to be complete yet."""
    if listing.status not in rules.OPEN:
        raise RuleBroken(
            _("掲載中や確認中のものは書き換えられません。いったん休止するか、修正の依頼を待ってください。")
        )
    kind = kind_of(listing.kind)
    own = {name: value for name, value in changes.items() if name in kind.details.model_fields}
    for name, value in changes.items():
        if name not in own:
            setattr(listing, name, value)
    if own:
        known = kind.details.read(listing.details).model_dump()
        listing.details = kind.details.model_validate({**known, **own}).stored()
    refresh(listing)
    trail.record(listing, "listing.revise", by=by)


def refresh(listing: Listing) -> None:
    """Write down by what it is found, where maps show it, and that it changed."""
    place = municipalities.by_code(listing.municipality_code)
    spots.settle(listing, place)
    maker = corporations.by_id(listing.corporation_id).name if listing.corporation_id else ""
    listing.search_text = searchable(listing, place, maker)
    listing.updated_at = now()
    session().flush()


def submit(listing: Listing, *, by: Actor) -> None:
    """Send a draft to the municipality. Raises RuleBroken naming everything that is missing."""
    _hand_in(listing, "submit", by=by)


def resubmit(listing: Listing, *, by: Actor) -> None:
    """Send a paused or expired listing to the municipality again."""
    _hand_in(listing, "resubmit", by=by)


def _hand_in(listing: Listing, move: str, *, by: Actor) -> None:
    _check(listing)
    LISTING.apply(listing, move, by=by)
    listing.details, listing.expires_on = kind_of(listing.kind).kept(listing), rules.last_day(listing)
    listing.submitted_at = listing.updated_at = now()
    listing.as_of = today()
    tell(accounts.desk_of(listing.municipality_code), letters.submitted, listing)


def publish(listing: Listing, *, by: Actor) -> None:
    """Show it to everybody until its last day. Raises RuleBroken when something is missing or unchecked by now."""
    _check(listing, rules.left_to_town(listing))
    LISTING.apply(listing, "publish", by=by)
    go_public(listing)
    tell(makers(listing), letters.published, listing)


def resume(listing: Listing, *, by: Actor) -> None:
    """Show a paused listing again."""
    if listing.is_ours:
        _check(listing, rules.left_to_town(listing))
        listing.as_of = today()  # somebody looked at it again
    LISTING.apply(listing, "resume", by=by)
    go_public(listing)
    tell(makers(listing), letters.published, listing)


def _check(listing: Listing, also: Sequence[str] = ()) -> None:
    if found := [*rules.obstacles(listing), *also]:
        raise RuleBroken(" ".join(found))


def go_public(listing: Listing) -> None:
    """From now on everybody sees it, until its last day."""
    listing.published_at = listing.updated_at = now()
    places.forget()
    plan_saved_searches()
    if listing.expires_on is not None:
        key = f"{EXPIRE}:{listing.id}:{listing.published_at.isoformat()}"
        enqueue(EXPIRE, {"listing": listing.id}, key=key, run_at=_midnight_after(listing.expires_on))
    _watch_consent(listing)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, TOKYO)


def _watch_consent(listing: Listing) -> None:
    """Have the consents looked at again as soon as the next of them has run out."""
    ends = [consent.valid_until for consent in queries.consents_holding(listing) if consent.valid_until]
    if kind_of(listing.kind).needs_consent and ends:
        key = f"{CONSENT_ENDS}:{listing.id}:{min(ends).isoformat()}"
        enqueue(CONSENT_ENDS, {"listing": listing.id}, key=key, run_at=_midnight_after(min(ends)))


def check_consent(listing: Listing, *, by: Actor, reason: str) -> None:
    """Hide what is shown without an owner's consent to all of it; where one holds, look again when that ends."""
    if not listing.is_ours or listing.status not in (*LISTING.moves["lose_consent"].sources, ListingStatus.CONTRACTED):
        return
    if rules.consent_gaps(listing):
        lose_consent(listing, by=by, reason=reason)
    else:
        _watch_consent(listing)


def ask_correction(listing: Listing, *, by: Actor, reason: str) -> None:
    """Send it back with what should change."""
    _move(listing, "ask_correction", by=by, reason=reason)
    tell(makers(listing), letters.correction, listing, reason=reason)


def refuse(listing: Listing, *, by: Actor, reason: str) -> None:
    """The municipality does not publish it."""
    _move(listing, "refuse", by=by, reason=reason)
    tell(makers(listing), letters.refused, listing, reason=reason)


def pause(listing: Listing, *, by: Actor, reason: str) -> None:
    """Take it out of the public view for now."""
    _move(listing, "pause", by=by, reason=reason)
    tell(_others(listing, by), letters.paused, listing, reason=reason)


def close(listing: Listing, *, by: Actor, reason: str) -> None:
    """End it for good."""
    was_seen = listing.status is not ListingStatus.DRAFT
    _move(listing, "close", by=by, reason=reason)
    listing.ended_at = now()
    if was_seen:
        tell(_others(listing, by), letters.closed, listing, reason=reason)


def lose_consent(listing: Listing, *, by: Actor, reason: str) -> None:
    """Hide it at once, because its owner no longer agrees; nothing happens where it was not to be seen."""
    if listing.status is ListingStatus.CONTRACTED:
        _move(listing, "archive", by=by, reason=reason)
        return
    if listing.status not in LISTING.moves["lose_consent"].sources:
        return
    _move(listing, "lose_consent", by=by, reason=reason)
    tell([*makers(listing), *accounts.desk_of(listing.municipality_code)], letters.consent_lost, listing, reason=reason)


def expire(listing: Listing, *, by: Actor) -> None:
    """End it after its last day; nothing happens when that day was moved."""
    is_over = listing.expires_on is not None and listing.expires_on < today()
    if not listing.is_offered or not is_over:
        return
    _move(listing, "expire", by=by)
    tell(makers(listing), letters.expired, listing)


def _move(listing: Listing, move: str, *, by: Actor, reason: str = "") -> None:
    LISTING.apply(listing, move, by=by, reason=reason)
    listing.updated_at = now()
    places.forget()


def makers(listing: Listing) -> list[User]:
    """Who drafted it: the corporation's people, or the one person."""
    if listing.corporation_id is not None:
        return accounts.staff_of(listing.corporation_id, Role.CORPORATION)
    person = session().get(User, listing.created_by) if listing.created_by else None
    return [person] if person is not None and person.is_active else []


def town_people(listing: Listing) -> list[User]:
    """The municipality's staff."""
    return accounts.staff_of(listing.municipality_code, *TOWN_ROLES)


def _others(listing: Listing, by: Actor) -> list[User]:
    """The side that did not act."""
    return makers(listing) if by.may_act_for(listing.municipality_code) else town_people(listing)


def tell(people: Sequence[post.Addressee], write: Any, listing: Listing, **values: Any) -> None:
    """Write to each address once."""
    place = municipalities.by_code(listing.municipality_code)
    for person in {person.email: person for person in people}.values():
        post.queue(person, write, listing=listing, place=place, **values)
