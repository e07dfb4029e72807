"""What is known about registrations with prefectures: a person's own, and numbers in which nobody can be told apart."""

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.clock import months_later, today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.municipalities.figures import told
from webapp.municipalities.models import Municipality
from webapp.registrations.models import STANDING, Registration, Tier
from webapp.registrations.prefectures.models import PrefectureRegistration


def of_person(user_id: str) -> list[tuple[PrefectureRegistration, Municipality]]:
    """A person's registrations with prefectures, those that stand first, then the newest."""
    chosen = (
        select(PrefectureRegistration, Municipality)
        .join(Municipality, col(Municipality.code) == PrefectureRegistration.prefecture_code)
        .where(PrefectureRegistration.user_id == user_id)
        .order_by(col(PrefectureRegistration.until).is_not(None), col(PrefectureRegistration.since).desc())
    )
    return list(session().exec(chosen))


def standing_with(user_id: str, prefecture_code: str) -> PrefectureRegistration | None:
    """The registration with a prefecture that stands now."""
    chosen = select(PrefectureRegistration).where(
        PrefectureRegistration.user_id == user_id,
        PrefectureRegistration.prefecture_code == prefecture_code,
        col(PrefectureRegistration.until).is_(None),
    )
    return session().exec(chosen).first()


def standing_rows(user_ids: set[str]) -> dict[tuple[str, str], PrefectureRegistration]:
    """What stands of these people, by person and prefecture."""
    chosen = select(PrefectureRegistration).where(
        col(PrefectureRegistration.user_id).in_(user_ids), col(PrefectureRegistration.until).is_(None)
    )
    return {(row.user_id, row.prefecture_code): row for row in session().exec(chosen)}


def registered_places(user_ids: set[str]) -> set[tuple[str, str]]:
    """(person, prefecture) of every registration with a municipality that stands."""
    chosen = (
        select(Registration.user_id, Municipality.prefecture_code)
        .join(Municipality, col(Municipality.code) == Registration.municipality_code)
        .where(col(Registration.user_id).in_(user_ids), col(Registration.status).in_(STANDING))
    )
    return set(session().exec(chosen))


def numbers_of(prefecture_code: str) -> list[tuple[str, str]]:
    """(what, how many) of the people registered with a prefecture."""
    standing = _count(prefecture_code, col(PrefectureRegistration.until).is_(None))
    since = months_later(today(), -12)
    began = _count(prefecture_code, PrefectureRegistration.since >= since)
    ended = _count(prefecture_code, col(PrefectureRegistration.until) >= since)
    premium = _premium_people(prefecture_code)
    return [
        (_("都道府県に登録している人"), told(standing)),
        (_("そのうちプレミアムの人"), told(premium)),
        (_("この12か月に始まった登録"), told(began)),
        (_("この12か月に終わった登録"), told(ended)),
    ]


def _count(prefecture_code: str, condition: sa.ColumnElement[bool] | bool) -> int:
    people = sa.func.count(sa.distinct(col(PrefectureRegistration.user_id)))
    chosen = select(people).where(PrefectureRegistration.prefecture_code == prefecture_code, condition)
    return session().exec(chosen).one()


def _premium_people(prefecture_code: str) -> int:
    people = sa.func.count(sa.distinct(col(Registration.user_id)))
    chosen = (
        select(people)
        .join(Municipality, col(Municipality.code) == Registration.municipality_code)
        .where(
            Municipality.prefecture_code == prefecture_code,
            Registration.tier == Tier.PREMIUM,
            col(Registration.status).in_(STANDING),
        )
    )
    return session().exec(chosen).one()
