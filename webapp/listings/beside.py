"""What higher features show on a listing's page: in the column beside it, and below its text."""

from collections.abc import Callable

from markupsafe import Markup

from webapp.core.actor import Actor
from webapp.core.services import services
from webapp.listings.queries import Shown

#: what draws a part: given who reads and the listing with what is known of it; empty markup shows nothing
Part = Callable[[Actor, Shown], Markup]
#: under these names the running app keeps the parts
ASIDE, BELOW = "parts_aside", "parts_below"


def parts(place: str, actor: Actor, shown: Shown) -> list[Markup]:
    """The parts that have something to show to this reader, in the order in which features lend them."""
    drawn = (draw(actor, shown) for draw in services().extras.get(place, ()))
    return [part for part in drawn if part]
