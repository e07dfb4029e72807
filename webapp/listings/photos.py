"""Pictures of listings: sent as they are, drawn anew by the worker, described, put in order, taken away."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog
from sqlmodel import select

from webapp.core import pictures, storage, trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.core.services import services
from webapp.listings import queries, rules
from webapp.listings.models import Listing, ListingPhoto, PhotoKind

MOST = 20
WIDTHS = (480, 960, 1600)
DRAW: Final = "listings.draw_photo"
_ASIDE = 1000  # beyond every position, while the order changes
log = structlog.get_logger(__name__)


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
    """Draw one picture in every width and forget what was sent; decoding holds no transaction."""
    database = services().database
    with database.transaction(read_only=True) as opened:
        photo = opened.get(ListingPhoto, payload["photo"])
        original = photo.original_key if photo else ""
    if not original:
        return
    drawn = _drawn(original)
    kept = [[one.width, storage.save(one.data, "webp")] for one in drawn]
    with database.transaction() as opened:
        photo = opened.get(ListingPhoto, payload["photo"], with_for_update=True)
        if photo is not None:
            photo.original_key = ""
            if drawn:
                photo.file_key, photo.smaller = str(kept[0][1]), kept[1:]
                photo.width, photo.height = drawn[0].width, drawn[0].height
            opened.flush()
        is_wanted = opened.exec(select(ListingPhoto.id).where(ListingPhoto.original_key == original)).first()
    if is_wanted is None:
        storage.remove(original)


def _drawn(original: str) -> list[pictures.Drawn]:
    """Nothing for a picture that turns out to be broken: its maker sees that it could not be read."""
    try:
        return pictures.draw(storage.load(original), WIDTHS)
    except (BadFile, NotThere) as error:
        log.warning("photo not drawn", error=type(error).__name__)
        return []


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
