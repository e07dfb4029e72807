"""The kinds of listings. A new one: its module here, its name in this list, a template for its page."""

from webapp.listings.kinds import coworking, event, home, job, need, service
from webapp.listings.kinds.kind import Kind
from webapp.listings.models import ListingKind

KINDS: dict[ListingKind, Kind] = {
    module.KIND.kind: module.KIND for module in (home, coworking, job, event, need, service)
}


def kind_of(kind: ListingKind) -> Kind:
    """What a kind of listing asks and shows."""
    return KINDS[kind]
