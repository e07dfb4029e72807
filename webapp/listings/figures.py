"""The numbers of listings that a town shows, and the listings that wait for its staff."""

from webapp.core.counting import count_by_town
from webapp.core.i18n import lazy as _l
from webapp.listings.models import Listing, ListingStatus
from webapp.municipalities.figures import Figure


def published(codes: list[str]) -> dict[str, int]:
    """Listings anybody sees, by town."""
    return count_by_town(Listing, codes, Listing.status == ListingStatus.PUBLISHED)


def waiting(codes: list[str]) -> dict[str, int]:
    """Listings handed in and not decided, by town."""
    return count_by_town(Listing, codes, Listing.status == ListingStatus.SUBMITTED)


FIGURES = (
    Figure(_l("公開中の掲載"), _l("件"), published),
    Figure(_l("掲載の確認"), _l("件"), waiting, is_open_work=True, endpoint="listings_staff.queue"),
)
