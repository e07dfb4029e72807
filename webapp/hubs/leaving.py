"""What becomes of hubs, communities and gatherings when their municipality takes part no more."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.hubs.communities.models import COMMUNITY, Community, CommunityStatus
from webapp.hubs.gatherings import actions as gatherings
from webapp.hubs.gatherings.models import Gathering, GatheringStatus
from webapp.hubs.models import HUB, HUB_PERSON, Hub, HubPerson, HubStatus, PersonStatus


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Nothing of it is shown any more; it stays in the town's own data."""
    here = municipality_code
    for found in session().exec(
        select(Gathering).where(Gathering.municipality_code == here, Gathering.status == GatheringStatus.PLANNED)
    ):
        gatherings.cancel(found, reason=reason, by=by)
    for community in session().exec(
        select(Community).where(Community.municipality_code == here, Community.status != CommunityStatus.ENDED)
    ):
        move = "end" if community.status is CommunityStatus.ACTIVE else "refuse"
        COMMUNITY.apply(community, move, by=by, reason=reason)
    for hub in session().exec(select(Hub).where(Hub.municipality_code == here, col(Hub.status) != HubStatus.CLOSED)):
        HUB.apply(hub, "close", by=by, reason=reason)
    for person in session().exec(
        select(HubPerson).where(HubPerson.municipality_code == here, HubPerson.status == PersonStatus.ACTIVE)
    ):
        HUB_PERSON.apply(person, "end", by=by, reason=reason)
