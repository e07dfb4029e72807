"""Pictures of listings: sent as they are, drawn anew by the worker, described, put in order, taken away."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from webapp.core import pictures, storage, trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.drawing_later import draw_row
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.listings import queries, rules
from webapp.listings.models import Listing, ListingPhoto, PhotoKind

MOST = 20
WIDTHS = (480, 960, 1600)
DRAW: Final = "listings.draw_photo"
_ASIDE = 1000  # beyond every position, while the order changes


def check_room(listing: Listing, count: int = 1) -> list[ListingPhoto]:
    """The pictures there are. Raises RuleBroken when they may not be changed now or would be too many."""
    _check_open(listing)
    known = queries.photos_of(listing)
    if len(known) + count > MOST:
        left = max(0, MOST - len(known))
        raise RuleBroken(_("写真は%(most)s枚までです。あと%(left)s枚入れられます。", most=MOST, left=left))
    return known


def keep(data: bytes) -> str:
    """Keep what was sent until it is drawn; its key. Raises BadFile. Opens no transaction: a bucket may be far away."""
    return storage.save(data, pictures.check(data))


def add(listing: Listing, kept: Sequence[str], *, alt: str = "", by: Actor) -> list[ListingPhoto]:
    """Add pictures, as `keep` kept them, at the end. Raises RuleBroken as `check_room` does."""
    known = check_room(listing, len(kept))
    added = [
        ListingPhoto(listing_id=listing.id, position=place, original_key=key, alt=alt)
        for place, key in enumerate(kept, len(known))
    ]
    session().add_all(added)
    session().flush()
    for photo in added:
        enqueue(DRAW, {"photo": photo.id})
    trail.record(listing, "listing.add_photo", by=by)
    return added


@handler(DRAW, title=_l("写真を表示用の大きさにする"), outside=True)
def draw(payload: dict[str, Any]) -> None:
    """Draw one picture in every width and forget what was sent."""
    draw_row(ListingPhoto, payload["photo"], WIDTHS)


def describe(
    listing: Listing, texts: Mapping[str, str], *, by: Actor, kinds: Mapping[str, PhotoKind | None] | None = None
) -> None:
    """Write down what pictures show, in words and by kind, by their ids; unknown ids are left out."""
    _check_open(listing)
    for photo in queries.photos_of(listing):
        photo.alt = texts.get(photo.id, photo.alt)
        photo.shows = (kinds or {}).get(photo.id, photo.shows)
    trail.record(listing, "listing.describe_photos", by=by)


def move(listing: Listing, photo_id: str, place: int, *, by: Actor) -> None:
    """Put a picture at a place (0 is the first, which stands on the card); the others make room."""
    _check_open(listing)
    known = queries.photos_of(listing)
    moved = _of(known, photo_id)
    known.remove(moved)
    known.insert(max(0, place), moved)
    _put_in_order(known)
    trail.record(listing, "listing.order_photos", by=by)


def remove(listing: Listing, photo_id: str, *, by: Actor) -> None:
    """Take one picture away; the others move up. Drawings stay for backups and other uses of the same picture."""
    _check_open(listing)
    known = queries.photos_of(listing)
    gone = _of(known, photo_id)
    session().delete(gone)
    session().flush()
    _put_in_order([photo for photo in known if photo is not gone])
    trail.record(listing, "listing.remove_photo", by=by)


def _of(known: list[ListingPhoto], photo_id: str) -> ListingPhoto:
    found = next((photo for photo in known if photo.id == photo_id), None)
    if found is None:
        raise NotThere
    return found


def _put_in_order(photos: Sequence[ListingPhoto]) -> None:
    """In two steps, because no two may have one place even for a moment."""
    for start in (_ASIDE, 0):
        for place, photo in enumerate(photos, start):
            photo.position = place
        session().flush()


def _check_open(listing: Listing) -> None:
    if listing.status not in rules.OPEN:
        raise RuleBroken(_("掲載中や確認中のものは、写真を変えられません。いったん休止してください。"))
