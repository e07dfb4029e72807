"""What higher features add to pages of pledges: notices before paying, parts of a donor's and of the town's page."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from webapp.core.actor import Actor
from webapp.core.services import services
from webapp.pledges.models import Pledge

#: what draws a part: given who reads (nobody in person, where a guest's link was opened) and the pledge
Part = Callable[[Actor, Pledge], Markup]
#: under these names the running app keeps the parts of the donor's page and of the town's
ON_PLEDGE, ON_DESK = "parts_of_pledge", "parts_of_pledge_at_desk"
#: what is said about who collects the payment for a town: (code of the town) -> sentences, none where nobody does
COLLECTOR = "payment_collector_notice"
#: a sentence when the donor's known donations of this year pass what can be deducted: (who, whole yen) -> sentence or ""
LIMIT = "deduction_limit_warning"
#: the address of the page to pay at: (pledge, path to come back to, by=) -> address. Raises RuleBroken
PAY = "payment_page_of_pledge"


def parts(place: str, actor: Actor, pledge: Pledge) -> list[Markup]:
    """The parts that have something to show to this reader, in the order in which features lend them."""
    drawn = (draw(actor, pledge) for draw in services().extras.get(place, ()))
    return [part for part in drawn if part]


def lent(name: str) -> Callable[..., Any] | None:
    """A function that a higher feature lends under a name."""
    found: Callable[..., Any] | None = services().extras.get(name)
    return found


def collector_notice(town: str) -> list[str]:
    """Who collects payments for a town, in the words of its public notice."""
    tell = lent(COLLECTOR)
    return list(tell(town)) if tell else []


def limit_warning(actor: Actor, amount: int) -> str:
    """A sentence when this donation may be more than what comes back as less tax; empty otherwise."""
    warn = lent(LIMIT)
    return str(warn(actor, amount)) if warn else ""
