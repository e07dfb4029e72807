"""Who may attest an activity, and in whose name: the town's staff, a corporation the town chose, its hub persons."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.activities.models import Activity, ActivityAttester, AttesterKind
from webapp.core.actor import Actor, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.corporations import queries as corporations
from webapp.municipalities import queries as municipalities


@dataclass(frozen=True)
class Attester:
    """In whose name somebody attests; the name is the organisation's."""

    kind: AttesterKind
    name: str
    corporation_id: str | None = None


def corporations_of(activity: Activity) -> set[str]:
    """The corporations the town chose, designated or not."""
    return set(
        session().exec(select(ActivityAttester.corporation_id).where(ActivityAttester.activity_id == activity.id))
    )


def capacity_of(actor: Actor, activity: Activity) -> Attester | None:
    """In whose name this person may attest the activity today; None for everybody else."""
    code = activity.municipality_code
    if actor.may_act_for(code):
        return Attester(AttesterKind.TOWN, municipalities.by_code(code).official_name)
    for corporation_id in sorted(corporations_of(activity) & actor.corporations):
        if corporations.designation_in(corporation_id, code, today()):
            return Attester(AttesterKind.CORPORATION, corporations.by_id(corporation_id).name, corporation_id)
    if activity.hubs_attest and code in actor.organisations(Role.HUB):
        name = _("%(town)sのハブ人材", town=municipalities.by_code(code).official_name)
        return Attester(AttesterKind.HUB, name)
    return None


def must_attest(actor: Actor, activity: Activity) -> Attester:
    """The same. Raises NotAllowed for somebody who may not."""
    found = capacity_of(actor, activity)
    if found is None:
        raise NotAllowed(_("この活動を証明できるのは、市町村が決めた担当者だけです。"))
    return found


def may_be_attested_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition that an activity is one the actor may have to do with; `capacity_of` has the last word."""
    chosen = select(ActivityAttester.activity_id).where(col(ActivityAttester.corporation_id).in_(actor.corporations))
    hubs = sa.and_(col(Activity.hubs_attest), col(Activity.municipality_code).in_(actor.organisations(Role.HUB)))
    return sa.or_(col(Activity.municipality_code).in_(actor.municipalities), hubs, col(Activity.id).in_(chosen))
