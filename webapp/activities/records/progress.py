"""How far somebody is in a town: so many of so many times within so many months."""

from dataclasses import dataclass
from datetime import date

from webapp.activities.models import Activity
from webapp.activities.queries import designated_in
from webapp.activities.records.queries import Line, attested_count, own
from webapp.core.actor import Actor
from webapp.core.clock import months_later, today
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.residents.queries import profile_of


@dataclass(frozen=True)
class Progress:
    """One town: what was attested there, what is asked there, what else counts there."""

    town: Municipality
    done: int
    needed: int
    months: int
    since: date
    waiting: int
    lines: list[Line]
    others: list[Activity]

    @property
    def is_reached(self) -> bool:
        """Whether as much was attested as the town asks for."""
        return self.done >= self.needed


def progress_of(actor: Actor) -> list[Progress]:
    """Towns where the person took part, then wished ones in which something counts."""
    lines = own(actor)
    profile = profile_of(actor)
    codes = list(dict.fromkeys(record.municipality_code for record, _activity in lines))
    wished = [code for code in (profile.wished_areas if profile else []) if code not in codes]
    towns = municipalities.by_codes([*codes, *wished])
    found = [_progress(actor, towns[code], lines) for code in codes]
    return found + [one for code in wished if code in towns and (one := _progress(actor, towns[code], [])).others]


def _progress(actor: Actor, town: Municipality, lines: list[Line]) -> Progress:
    needed, months = (
        int(municipalities.setting(key, town.code)) for key in ("premium_activities", "premium_activity_months")
    )
    since = months_later(today(), -months)
    mine = [line for line in lines if line[0].municipality_code == town.code]
    waiting = sum(record.status.value == "claimed" for record, _activity in mine)
    known = {activity.id for _record, activity in mine}
    others = [activity for activity in designated_in(town.code) if activity.id not in known]
    done = attested_count(actor.user_id or "", town.code, since, today())
    return Progress(town, done, needed, months, since, waiting, mine, others)
