"""Which pictures of a home are still wished for: said to its maker and to the clerk; nothing is held up by it."""

from collections.abc import Sequence

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.listings.models import Listing, ListingKind, ListingPhoto, PhotoKind

ENOUGH = 5
WISHED = (PhotoKind.OUTSIDE, PhotoKind.INSIDE, PhotoKind.KITCHEN, PhotoKind.BATH, PhotoKind.AROUND)


def wishes(listing: Listing, photos: Sequence[ListingPhoto]) -> list[str]:
    """What is missing, each as a sentence; empty for a home with enough pictures of every kind, and for other kinds."""
    if listing.kind is not ListingKind.HOME:
        return []
    good = [photo for photo in photos if photo.is_ready or photo.is_waiting]
    found = []
    if len(good) < ENOUGH:
        found.append(
            _(
                "写真は%(most)s枚以上あると、家のようすが伝わります（いま%(count)s枚）。",
                most=ENOUGH,
                count=len(good),
            )
        )
    known = {photo.shows for photo in good}
    if lacking := [kind.label for kind in WISHED if kind not in known]:
        found.append(_("まだない写真：%(kinds)s", kinds=joined(lacking)))
    if unsorted := sum(photo.shows is None for photo in good):
        found.append(_("種類を選んでいない写真が%(count)s枚あります。", count=unsorted))
    return found
