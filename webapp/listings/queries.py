"""What is known about listings, and who may see which."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.services import services
from webapp.corporations import queries as corporations
from webapp.corporations.models import Corporation
from webapp.listings import held_back
from webapp.listings.kinds import KINDS
from webapp.listings.models import OFFERED, SEEN, Listing, ListingKind, ListingPhoto, ListingStatus, OwnerConsent
from webapp.municipalities.models import Municipality, Programme, ProgrammeStatus

#: plain tables and columns: a list page skips the ORM
_TABLES: tuple[Any, ...] = tuple(sa.inspect(table).local_table for table in (Listing, Municipality, ListingPhoto))
_L, _TOWN, _PHOTO = (table.c for table in _TABLES)
_CARD: tuple[Any, ...] = (
    _L.id,
    _L.kind,
    _L.status,
    _L.title,
    _L.deal,
    _L.price,
    _L.monthly_cost,
    _L.capacity,
    sa.cast(_L.details, sa.Text).label("details"),  # as text, so that a row can be a key
    _L.as_of,
    _L.source,
    _L.is_demo,
    _L.municipality_code,
    _TOWN.name.label("town"),
    _TOWN.romaji.label("town_romaji"),
    _TOWN.prefecture_name.label("prefecture"),
    _PHOTO.id.label("photo"),
    _PHOTO.alt.label("photo_alt"),
)
CARDS: Any = (
    sa.select(*_CARD)
    .join_from(_TABLES[0], _TABLES[1], _TOWN.code == _L.municipality_code)
    .outerjoin(_TABLES[2], sa.and_(_PHOTO.listing_id == _L.id, _PHOTO.position == 0, _PHOTO.file_key != ""))
)
_MATCHED: tuple[Any, ...] = (
    *(_L.id, _L.kind, _L.municipality_code, _L.title, _L.summary, _L.body, _L.themes, _L.skills, _L.details),
    *(_L.deal, _L.price, _L.monthly_cost, _L.latitude, _L.longitude, _L.min_days_per_month, _L.car_required),
    *(_L.licences, _L.family_ok, _L.remote_ok, _L.capacity, _L.source, _L.updated_at),
)


#: the newest first, to the last detail, so that pages neither repeat nor lose a row
NEWEST: tuple[Any, ...] = (_L.published_at.desc(), _L.id.desc())
_PUBLISHED: Any = _L.status == ListingStatus.PUBLISHED
#: daily services belong to a home, not to a person: nobody is suggested one
_IS_MATCHED: Any = _L.kind.in_([kind for kind, described in KINDS.items() if described.is_matched])
#: the status as text, because SQLite would otherwise go through all published rows by its index and not by the ids
_CARDS_BY_ID: Any = CARDS.where(
    _L.id.in_(sa.bindparam("ids", expanding=True)), sa.cast(_L.status, sa.Text).in_([one.value for one in OFFERED])
)
_NEEDS_FIRST: tuple[Any, ...] = (sa.case((_L.kind == ListingKind.NEED, 0), else_=1), *NEWEST)
#: ids first, so that only three cards are put together in a town with hundreds of listings
_RELATED: Any = CARDS.where(
    _L.id.in_(
        sa.select(_L.id)
        .where(_PUBLISHED, _L.municipality_code == sa.bindparam("place"), _L.id != sa.bindparam("listing"))
        .order_by(*_NEEDS_FIRST)
        .limit(sa.bindparam("most"))
    )
).order_by(*_NEEDS_FIRST)
#: whether a feature has rows beside a listing: a condition, given the column of its key
Mark = Callable[[Any], Any]
#: under this name the running app keeps marks by name
MARKS = "marks_beside_listings"
_SHOWN: Any = (
    sa.select(Listing, Municipality, Programme, Corporation, ListingPhoto)
    .join_from(Listing, Municipality, _TOWN.code == _L.municipality_code)
    .outerjoin(Programme, col(Programme.municipality_code) == _L.municipality_code)
    .outerjoin(Corporation, col(Corporation.id) == _L.corporation_id)
    .outerjoin(ListingPhoto, _PHOTO.listing_id == _L.id)
    .where(_L.id == sa.bindparam("listing"))
    .order_by(_PHOTO.position)
)


@dataclass(frozen=True)
class Shown:
    """Everything about one listing that its page shows."""

    listing: Listing
    place: Municipality
    programme: Programme | None
    corporation: Corporation | None
    photos: list[ListingPhoto]
    #: names of the features that have rows beside it
    marks: frozenset[str] = frozenset()

    @property
    def is_town_active(self) -> bool:
        """Whether its town takes part now."""
        return self.programme is not None and self.programme.status is ProgrammeStatus.ACTIVE


def cards_of(ids: list[str]) -> Sequence[Any]:
    """Cards of these listings as far as they are published, in no order."""
    return session().execute(_CARDS_BY_ID, {"ids": ids}).all() if ids else []


def newest(limit: int = 6, *, kind: ListingKind | None = None, municipality_code: str = "") -> Sequence[Any]:
    """Cards of the listings published last."""
    conditions = _conditions(kind, municipality_code)
    return session().execute(CARDS.where(*conditions).order_by(*NEWEST).limit(limit)).all()


def count_by_kind(municipality_code: str) -> dict[ListingKind, int]:
    """How many of each kind are published in a town."""
    chosen = sa.select(_L.kind, sa.func.count()).where(*_conditions(None, municipality_code)).group_by(_L.kind)
    return {kind: int(count) for kind, count in session().execute(chosen)}


def _conditions(kind: ListingKind | None, municipality_code: str) -> list[Any]:
    found = [_PUBLISHED]
    if kind:
        found.append(_L.kind == kind)
    if municipality_code:
        found.append(_L.municipality_code == municipality_code)
    return found


def related(listing: Listing, limit: int = 3) -> Sequence[Any]:
    """Cards of other listings in the same town, local needs first."""
    given = {"place": listing.municipality_code, "listing": listing.id, "most": limit}
    return session().execute(_RELATED, given).all()


def published(*, kind: ListingKind | None = None, municipality_code: str = "", limit: int = 200) -> list[Listing]:
    """Published listings, newest first."""
    chosen = select(Listing).where(*_conditions(kind, municipality_code))
    return list(session().exec(chosen.order_by(*NEWEST).limit(limit)))


def published_for_matching() -> Sequence[Any]:
    """Every published listing as a light row with the columns that matching reads."""
    return session().execute(sa.select(*_MATCHED).where(_PUBLISHED, _IS_MATCHED).order_by(_L.id)).all()


def for_matching(ids: Collection[str]) -> Sequence[Any]:
    """Those of these listings that are matched at all, published or not, as the same light rows."""
    return session().execute(sa.select(*_MATCHED).where(_L.id.in_(ids), _IS_MATCHED).order_by(_L.id)).all()


def published_stamps() -> dict[str, datetime]:
    """When each published listing last changed, by id."""
    chosen = sa.select(_L.id, _L.updated_at).where(_PUBLISHED, _IS_MATCHED)
    return {row.id: row.updated_at for row in session().execute(chosen)}


def newest_stamps(limit: int) -> dict[str, datetime]:
    """The same for published listings of every kind, the last changed first."""
    chosen = sa.select(_L.id, _L.updated_at).where(_PUBLISHED).order_by(_L.updated_at.desc(), _L.id).limit(limit)
    return {row.id: row.updated_at for row in session().execute(chosen)}


def by_id(listing_id: str) -> Listing:
    """The listing, whoever asks. Raises NotThere."""
    found = session().get(Listing, listing_id)
    if found is None:
        raise NotThere
    return found


def listing_for(actor: Actor, listing_id: str) -> Listing:
    """A published listing for everybody; any other only for its makers, its town and its owner. Raises NotThere."""
    found = by_id(listing_id)
    _refuse_unseen(actor, found)
    return found


def shown_for(actor: Actor, listing_id: str) -> Shown:
    """The same with everything that its page shows. Raises NotThere."""
    found = shown(listing_id)
    _refuse_unseen(actor, found.listing)
    return found


def shown(listing_id: str) -> Shown:
    """A listing with everything that its page shows, in one query, whoever asks. Raises NotThere."""
    lent: dict[str, Mark] = services().extras.get(MARKS, {})
    rows = session().execute(_shown_with(tuple(lent.items())), {"listing": listing_id}).all()
    if not rows:
        raise NotThere
    listing, place, programme, corporation, _first, *marks = rows[0]
    photos = [row[4] for row in rows if row[4] is not None]
    marked = frozenset(name for name, is_there in zip(lent, marks, strict=True) if is_there)
    return Shown(listing, place, programme, corporation, photos, marked)


@lru_cache(maxsize=4)
def _shown_with(lent: tuple[tuple[str, Mark], ...]) -> Any:
    """One query asks for the listing and, as yes or no, for everything that higher features may have beside it."""
    return _SHOWN.add_columns(*(mark(_L.id).label(name) for name, mark in lent))


def _refuse_unseen(actor: Actor, listing: Listing) -> None:
    if listing.is_public or is_maker(actor, listing) or _is_of_own_town(actor, listing):
        return
    if actor.is_signed_in and any(home.id == listing.id for _consent, home in consents_for(actor)):
        return
    if listing.published_at is None:
        raise NotThere
    if sentence := held_back.why(listing):
        raise NotThere(sentence)
    raise NotThere(_("この掲載は終わったか、いまは休んでいます。同じまちのほかの掲載を探してみてください。"))


def is_maker(actor: Actor, listing: Listing) -> bool:
    """Whether this person drafted it and still works there, or works for the designated corporation that did."""
    if listing.corporation_id is not None:
        is_staff = listing.corporation_id in actor.corporations
        place = listing.municipality_code
        return is_staff and corporations.designation_in(listing.corporation_id, place, today()) is not None
    is_own = actor.is_signed_in and listing.created_by == actor.user_id
    return is_own and listing.municipality_code in actor.organisations(Role.HUB, *TOWN_ROLES)


def _is_of_own_town(actor: Actor, listing: Listing) -> bool:
    """Whether the actor's town may look into it: a corporation's draft is nobody else's until it is sent."""
    is_unsent = listing.corporation_id is not None and listing.status is ListingStatus.DRAFT
    return actor.may_act_for(listing.municipality_code) and not is_unsent


def desk_listing_for(actor: Actor, listing_id: str) -> Listing:
    """One of the listings this person may write on. Raises NotThere."""
    found = by_id(listing_id)
    if found.is_ours and (is_maker(actor, found) or _is_of_own_town(actor, found)):
        return found
    raise NotThere


def desk_listings_for(actor: Actor, *, archived: bool = False) -> list[Listing]:
    """Everything this person or their corporation drafted where they still work, last changed first; or what is archived."""
    here = col(Listing.municipality_code)
    mine = [
        sa.and_(
            col(Listing.created_by) == actor.user_id,
            col(Listing.corporation_id).is_(None),
            here.in_(actor.organisations(Role.HUB, *TOWN_ROLES)),
        )
    ]
    for corporation_id in sorted(actor.corporations):
        codes = [town.code for town in corporations.designating_towns(corporation_id)]
        mine.append(sa.and_(col(Listing.corporation_id) == corporation_id, here.in_(codes)))
    is_there = col(Listing.status).in_([ListingStatus.ARCHIVED])
    chosen = select(Listing).where(sa.or_(*mine), Listing.source == "", is_there if archived else sa.not_(is_there))
    chosen = chosen.order_by(col(Listing.updated_at).desc())
    return list(session().exec(chosen.limit(500)))


def staff_listing_for(actor: Actor, listing_id: str) -> Listing:
    """A listing in the actor's own municipality. Raises NotThere."""
    found = by_id(listing_id)
    if not actor.may_act_for(found.municipality_code) or found.status is ListingStatus.DRAFT:
        raise NotThere
    return found


def queue_for(actor: Actor) -> list[Listing]:
    """What waits for the actor's municipality, the longest waiting first."""
    chosen = select(Listing).where(
        col(Listing.municipality_code).in_(actor.municipalities), Listing.status == ListingStatus.SUBMITTED
    )
    return list(session().exec(chosen.order_by(col(Listing.submitted_at), col(Listing.id)).limit(500)))


def managed_by(actor: Actor, *, limit: int = 100) -> list[Listing]:
    """The rest of the municipality's listings, last changed first."""
    hidden = (ListingStatus.SUBMITTED, ListingStatus.DRAFT, ListingStatus.ARCHIVED)
    chosen = select(Listing).where(
        col(Listing.municipality_code).in_(actor.municipalities), col(Listing.status).not_in(hidden)
    )
    return list(session().exec(chosen.order_by(col(Listing.updated_at).desc(), col(Listing.id)).limit(limit)))


def shown_past_their_day() -> list[Listing]:
    """What is still published although its last day lies behind us."""
    chosen = select(Listing).where(col(Listing.status).in_(OFFERED), col(Listing.expires_on) < today())
    return list(session().exec(chosen.order_by(col(Listing.id))))


def shown_by_an_ending_consent() -> list[Listing]:
    """Our own published or submitted homes for which some owner's consent has a last day."""
    ending = select(OwnerConsent.listing_id).where(
        col(OwnerConsent.given_at).is_not(None), col(OwnerConsent.valid_until).is_not(None)
    )
    chosen = select(Listing).where(
        col(Listing.id).in_(ending),
        col(Listing.status).in_((ListingStatus.SUBMITTED, *SEEN)),
        Listing.source == "",
    )
    return list(session().exec(chosen.order_by(col(Listing.id))))


def photos_of(listing: Listing) -> list[ListingPhoto]:
    """Its pictures in order."""
    chosen = select(ListingPhoto).where(ListingPhoto.listing_id == listing.id)
    return list(session().exec(chosen.order_by(col(ListingPhoto.position))))


def photo_for(actor: Actor, photo_id: str) -> tuple[ListingPhoto, Listing]:
    """A picture with its listing, for whoever may see that. Raises NotThere."""
    found = session().get(ListingPhoto, photo_id)
    if found is None:
        raise NotThere
    return found, listing_for(actor, found.listing_id)


def consents_of(listing: Listing) -> list[OwnerConsent]:
    """Every consent asked for, newest first."""
    chosen = select(OwnerConsent).where(OwnerConsent.listing_id == listing.id)
    return list(session().exec(chosen.order_by(col(OwnerConsent.asked_at).desc(), col(OwnerConsent.id).desc())))


def consents_holding(listing: Listing, on: date | None = None) -> list[OwnerConsent]:
    """The consents that hold on a day (default: today)."""
    return [consent for consent in consents_of(listing) if consent.holds_on(on or today())]


def consent_by_token(token_hash: str) -> OwnerConsent:
    """The consent that a letter's link leads to. Raises NotThere."""
    found = session().exec(select(OwnerConsent).where(OwnerConsent.token_hash == token_hash)).first()
    if found is None:
        raise NotThere(_("このリンクは使えません。手紙を送った法人か市町村に、もう一度頼んでください。"))
    return found


def _owned_by(actor: Actor) -> Any:
    """Consents that a person gave while signed in, or by a letter to the address that is shown to be theirs."""
    person = session().get(User, actor.user_id) if actor.user_id else None
    if person is None:
        return sa.false()
    own_address = col(OwnerConsent.owner_email) == person.email
    return sa.or_(
        col(OwnerConsent.owner_user_id) == person.id,
        sa.and_(own_address, sa.true() if person.is_verified else sa.false()),
    )


def consents_for(actor: Actor) -> list[tuple[OwnerConsent, Listing]]:
    """The homes whose owner this person is."""
    chosen = (
        select(OwnerConsent, Listing).join(Listing, col(Listing.id) == OwnerConsent.listing_id).where(_owned_by(actor))
    )
    return list(session().exec(chosen.order_by(col(OwnerConsent.asked_at).desc())))


def own_consent_for(actor: Actor, consent_id: str) -> OwnerConsent:
    """One of the actor's own consents. Raises NotThere."""
    found = session().exec(select(OwnerConsent).where(OwnerConsent.id == consent_id, _owned_by(actor))).first()
    if found is None:
        raise NotThere
    return found


def consent_of(listing: Listing, consent_id: str) -> OwnerConsent:
    """One consent of a listing. Raises NotThere."""
    found = session().get(OwnerConsent, consent_id)
    if found is None or found.listing_id != listing.id:
        raise NotThere
    return found
