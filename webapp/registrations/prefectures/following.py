"""Keeps the registration with the prefecture in line: it begins with the first in a municipality, ends with the last."""

from sqlalchemy.exc import IntegrityError

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import STANDING, Registration
from webapp.registrations.prefectures.models import PrefectureRegistration
from webapp.registrations.prefectures.queries import is_registered_in, standing_with

trail.ACTION_LABELS |= {
    "prefecture_registration.begin": _l("都道府県にも登録された"),
    "prefecture_registration.end": _l("都道府県の登録が終わった"),
}


def follow(registration: Registration, *, by: Actor) -> None:
    """Begin or end the registration with the prefecture of this municipality; called again it does nothing."""
    code = municipalities.by_code(registration.municipality_code).prefecture_code
    standing = standing_with(registration.user_id, code)
    if registration.status in STANDING:
        if standing is None:
            _begin(registration, code, by)
    elif standing is not None:
        session().flush()
        if not is_registered_in(registration.user_id, code):
            standing.until = today()
            trail.record(standing, "prefecture_registration.end", by=by)


def _begin(registration: Registration, code: str, by: Actor) -> None:
    """Two towns of one prefecture may say yes at once: then the other one's row is as good."""
    row = PrefectureRegistration(
        user_id=registration.user_id, prefecture_code=code, since=today(), is_demo=registration.is_demo
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return
    trail.record(row, "prefecture_registration.begin", by=by)
