"""People and their applications for the staff's search: by name, kana, number, or a whole e-mail address."""

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.finding.groups import Group, Hit, Words, group
from webapp.municipalities import queries as municipalities
from webapp.registrations.desk.lines import titles_of
from webapp.registrations.models import Registration
from webapp.registrations.queries import matches
from webapp.residents.queries import confidential
from webapp.residents.reads import noting
from webapp.residents.reads.models import What


def find_for(actor: Actor, words: Words) -> Group | None:
    """Of the actor's own towns; who asks for secrecy is found by the number alone and not named."""
    if not actor.municipalities:
        return None
    chosen = select(Registration).where(
        col(Registration.municipality_code).in_(actor.municipalities),
        col(Registration.submitted_at).is_not(None),
        _has_address(words.email) if words.email else matches(words.typed),
    )
    rows = list(session().exec(chosen.order_by(col(Registration.id).desc()).limit(words.limit + 1)))
    titles, towns = titles_of(rows), municipalities.by_codes({row.municipality_code for row in rows})
    _note(rows)
    number = "".join(words.parts).replace("-", "").upper()
    hits = [
        Hit(
            titles[row.id],
            link("registrations_staff.review", registration_id=row.id),
            f"{row.reference}　{row.status.label}　{towns[row.municipality_code].name}",
            is_exact=row.reference.replace("-", "") == number,
        )
        for row in rows
    ]
    return group("people", _l("登録する人と申請"), hits, words, is_about_people=True)


def _note(rows: list[Registration]) -> None:
    """Being found is being seen: the list names who does not ask for secrecy."""
    for code in {row.municipality_code for row in rows}:
        people = [row.user_id for row in rows if row.municipality_code == code]
        noting.note(people, What.FOUND, place=code)


def _has_address(email: str) -> sa.ColumnElement[bool]:
    people = select(User.id).where(User.email == email)
    holder = col(Registration.user_id)
    return sa.and_(holder.in_(people), holder.not_in(confidential()), sa.not_(_was_secret()))


def _was_secret() -> sa.ColumnElement[bool]:
    said: sa.ColumnElement[bool] = Registration.__table__.c.snapshot["is_confidential"].as_boolean()  # type: ignore[attr-defined]
    return sa.func.coalesce(said, sa.false())
