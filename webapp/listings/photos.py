"""Pictures of listings: checked, turned, shrunk, stripped of what the camera noted, kept as WebP."""

import io

from webapp.core import storage, trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.listings import queries, rules
from webapp.listings.models import Listing, ListingPhoto

MOST = 12
LONGEST_SIDE = 1600
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def shrink(data: bytes) -> tuple[bytes, int, int]:
    """The picture as WebP of at most 1,600 pixels a side, without EXIF, place or comment; bytes, width, height.

    Raises BadFile with a sentence that says what to do.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadFile(_("写真が大きすぎます。4000万画素より小さくしてください。"))
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            has_alpha = "A" in turned.getbands() or "transparency" in turned.info
            plain = turned.convert("RGBA" if has_alpha else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadFile(_("写真を読めません。JPEG・PNG・WebPのどれかで、壊れていないものを選んでください。")) from error
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=80, method=4)
    return out.getvalue(), bare.width, bare.height


def check_room(listing: Listing) -> list[ListingPhoto]:
    """The pictures there are. Raises RuleBroken when they may not be changed now or are enough."""
    _check_open(listing)
    known = queries.photos_of(listing)
    if len(known) >= MOST:
        raise RuleBroken(_("写真は%(most)s枚までです。", most=MOST))
    return known


def add(listing: Listing, shrunk: tuple[bytes, int, int], *, alt: str, by: Actor) -> ListingPhoto:
    """Add one picture, as `shrink` made it, at the end. Raises RuleBroken as `check_room` does."""
    known = check_room(listing)
    small, width, height = shrunk
    photo = ListingPhoto(
        listing_id=listing.id,
        position=len(known),
        file_key=storage.save(small, "webp"),
        alt=alt,
        width=width,
        height=height,
    )
    session().add(photo)
    session().flush()
    trail.record(listing, "listing.add_photo", by=by)
    return photo


def remove(listing: Listing, photo_id: str, *, by: Actor) -> None:
    """Take one picture away; the others move up. The file stays for backups and other uses of the same picture."""
    _check_open(listing)
    known = queries.photos_of(listing)
    gone = next((photo for photo in known if photo.id == photo_id), None)
    if gone is None:
        raise NotThere
    session().delete(gone)
    session().flush()
    for position, photo in enumerate(photo for photo in known if photo is not gone):
        photo.position = position
        session().flush()
    trail.record(listing, "listing.remove_photo", by=by)


def _check_open(listing: Listing) -> None:
    if listing.status not in rules.OPEN:
        raise RuleBroken(_("掲載中や確認中のものは、写真を変えられません。いったん休止してください。"))
