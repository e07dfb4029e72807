"""Keeps the registration with the prefecture in line: it begins with the first in a municipality, ends with the last."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import STANDING, Registration
from webapp.registrations.prefectures.models import PrefectureRegistration
from webapp.registrations.prefectures.queries import registered_places, standing_rows

trail.ACTION_LABELS |= {
    "prefecture_registration.begin": _l("都道府県にも登録された"),
    "prefecture_registration.end": _l("都道府県の登録が終わった"),
}


def follow_all(registrations: Sequence[Registration], *, by: Actor) -> None:
    """Begin or end the registrations with the prefectures of these municipalities; called again it does nothing."""
    towns = municipalities.by_codes({row.municipality_code for row in registrations})
    people = {row.user_id for row in registrations}
    standing = standing_rows(people)
    gone: set[tuple[str, str]] = set()
    for row in registrations:
        place = row.user_id, towns[row.municipality_code].prefecture_code
        if row.status not in STANDING:
            gone |= {place} & set(standing)
        elif place not in standing:
            standing[place] = _begin(row, place[1], by)
    if gone:
        session().flush()
        for place in gone - registered_places(people):
            standing[place].until = today()
            trail.record(standing[place], "prefecture_registration.end", by=by)


def _begin(registration: Registration, code: str, by: Actor) -> PrefectureRegistration:
    """Two towns of one prefecture may say yes at once: then the other one's row is as good."""
    row = PrefectureRegistration(
        user_id=registration.user_id, prefecture_code=code, since=today(), is_demo=registration.is_demo
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return row
    trail.record(row, "prefecture_registration.begin", by=by)
    return row
