"""What is known about municipalities, programmes and their dated settings."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import and_, col, func, or_, select

from webapp.core.actor import Actor, Role
from webapp.core.clock import today
from webapp.core.codes import local_government_code
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities import naming
from webapp.municipalities.models import AreaKind, DatedSetting, Mayor, Municipality, Programme, ProgrammeStatus
from webapp.municipalities.settings import PARAMETERS

RUNNING = (ProgrammeStatus.ACTIVE, ProgrammeStatus.LEAVING)


def by_code(code: str) -> Municipality:
    """The municipality or prefecture with this six-digit code. Raises NotThere."""
    found = session().get(Municipality, code)
    if found is None:
        raise NotThere
    return found


def by_codes(codes: set[str] | list[str]) -> dict[str, Municipality]:
    """Several at once, by code."""
    if not codes:
        return {}
    rows = session().exec(select(Municipality).where(col(Municipality.code).in_(list(codes))))
    return {row.code: row for row in rows}


def by_five_digits(five: str) -> Municipality | None:
    """The municipality whose code begins so, as JIS X 0402 writes it without the check digit."""
    return session().get(Municipality, local_government_code(five))


def city(code: str) -> Municipality:
    """The municipality with this code; a prefecture is none. Raises NotThere."""
    found = by_code(code)
    if found.kind is not AreaKind.CITY:
        raise NotThere
    return found


def prefectures() -> list[Municipality]:
    """All 47, from north to south."""
    chosen = select(Municipality).where(Municipality.kind == AreaKind.PREFECTURE).order_by(col(Municipality.code))
    return list(session().exec(chosen))


def in_prefecture(prefecture_code: str) -> list[Municipality]:
    """The municipalities of a prefecture in the order of their codes."""
    chosen = select(Municipality).where(
        Municipality.kind == AreaKind.CITY, Municipality.prefecture_code == prefecture_code
    )
    return list(session().exec(chosen.order_by(col(Municipality.code))))


def find(typed: str) -> list[Municipality]:
    """The municipalities a person may mean by a code, a name, or a name with its prefecture; also in Latin letters."""
    name, prefecture = naming.as_written(typed)
    word = typed.strip().replace(" ", "").replace("　", "")
    if not word:
        return []
    if word.isascii() and word.isdigit():
        row = session().get(Municipality, word.zfill(6))
        return [row] if row and row.kind is AreaKind.CITY else []
    full_name = col(Municipality.prefecture_name) + col(Municipality.name)
    written = and_(col(Municipality.name) == name, col(Municipality.code).startswith(prefecture or "-"))
    romaji, letters = func.lower(col(Municipality.romaji)), word.lower()
    latin = or_(romaji == letters, romaji.startswith(f"{letters}-", autoescape=True))
    exact = select(Municipality).where(
        Municipality.kind == AreaKind.CITY, or_(col(Municipality.name) == word, full_name == word, latin, written)
    )
    return list(session().exec(exact.order_by(col(Municipality.code)).limit(10)))


def programme(code: str) -> Programme | None:
    """The municipality's own Futamachi, if it has one."""
    return session().get(Programme, code)


def is_running(code: str) -> bool:
    """Whether a municipality takes registrations, listings and pledges now."""
    found = programme(code)
    return found is not None and found.status is ProgrammeStatus.ACTIVE


def running_programme(code: str) -> Programme | None:
    """The municipality's programme while the public sees it: also while it is being wound up."""
    found = programme(code)
    return found if found is not None and found.status in RUNNING else None


def running_programmes(prefecture_code: str = "") -> list[tuple[Programme, Municipality]]:
    """The programmes that the public sees, in the order of their codes, of all Japan or one prefecture."""
    chosen = _programmes().where(col(Programme.status).in_(RUNNING))
    if prefecture_code:
        chosen = chosen.where(Municipality.prefecture_code == prefecture_code)
    return list(session().exec(chosen))


def programmes_in(prefecture_code: str) -> list[tuple[Programme, Municipality]]:
    """Every programme of a prefecture, invited and ended ones too."""
    return list(session().exec(_programmes().where(Municipality.prefecture_code == prefecture_code)))


def all_programmes() -> list[tuple[Programme, Municipality]]:
    """Every programme there is or was."""
    return list(session().exec(_programmes()))


def programmes_by_status() -> dict[ProgrammeStatus, int]:
    """How many municipalities stand where; every status is there."""
    rows = session().exec(select(Programme.status, func.count()).group_by(Programme.status))
    counts = {ProgrammeStatus(status): int(count) for status, count in rows}
    return {status: counts.get(status, 0) for status in ProgrammeStatus}


def active_programmes() -> list[tuple[Programme, Municipality]]:
    """The municipalities that take part, in the order of their codes."""
    return list(session().exec(_programmes().where(Programme.status == ProgrammeStatus.ACTIVE)))


def _programmes() -> Any:
    joined = select(Programme, Municipality).join(Municipality, col(Municipality.code) == Programme.municipality_code)
    return joined.order_by(col(Programme.municipality_code))


def programme_for(actor: Actor, code: str) -> Programme:
    """The actor's own municipality's programme. Raises NotThere for anybody else's."""
    found = programme(code) if actor.may_act_for(code) else None
    if found is None:
        raise NotThere
    return found


def setting(key: str, municipality_code: str | None, on: date | None = None) -> Any:
    """The value in force on a day (default: today): the municipality's own, else everybody's, else built in."""
    day = on or today()
    rows = (
        session()
        .exec(
            select(DatedSetting)
            .where(
                DatedSetting.key == key,
                col(DatedSetting.valid_from) <= day,
                or_(DatedSetting.municipality_code == municipality_code, col(DatedSetting.municipality_code).is_(None)),
            )
            .order_by(col(DatedSetting.valid_from).desc())
        )
        .all()
    )
    own = next((r for r in rows if r.municipality_code is not None), None)
    chosen = own or next(iter(rows), None)
    return chosen.value["value"] if chosen else PARAMETERS[key].default


def setting_history(key: str, municipality_code: str) -> list[DatedSetting]:
    """Every value a municipality gave a setting, newest first."""
    chosen = select(DatedSetting).where(DatedSetting.key == key, DatedSetting.municipality_code == municipality_code)
    return list(session().exec(chosen.order_by(col(DatedSetting.valid_from).desc())))


def later_settings(key: str, municipality_code: str, day: date) -> list[DatedSetting]:
    """What a municipality decided for days after this one, newest first."""
    return [row for row in setting_history(key, municipality_code) if row.valid_from > day]


def setting_for(actor: Actor, dated_setting_id: str) -> DatedSetting:
    """A dated setting of a municipality that this actor administers. Raises NotThere."""
    found = session().get(DatedSetting, dated_setting_id)
    if found is None or found.municipality_code not in actor.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    return found


def mayors_of(municipality_code: str) -> list[Mayor]:
    """Every mayor that is noted, newest first."""
    chosen = select(Mayor).where(Mayor.municipality_code == municipality_code)
    return list(session().exec(chosen.order_by(col(Mayor.in_office_from).desc())))


def mayor_for(actor: Actor, mayor_id: str) -> Mayor:
    """A mayor of a municipality that this actor administers. Raises NotThere."""
    found = session().get(Mayor, mayor_id)
    if found is None or found.municipality_code not in actor.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    return found


def mayor_on(municipality_code: str, day: date) -> Mayor | None:
    """Who was mayor on a day."""
    chosen = select(Mayor).where(
        Mayor.municipality_code == municipality_code,
        col(Mayor.in_office_from) <= day,
        or_(col(Mayor.in_office_until).is_(None), col(Mayor.in_office_until) >= day),
    )
    return session().exec(chosen.order_by(col(Mayor.in_office_from).desc())).first()


def who_signs(municipality_code: str, day: date) -> str:
    """Title and name under a paper of a day, 「塩尻市長　名前」 or 「塩尻市長職務代理者　名前」; empty where nobody is noted."""
    mayor = mayor_on(municipality_code, day)
    return f"{by_code(municipality_code).name[:-1]}{mayor.title}　{mayor.name}" if mayor else ""


def settings_in(keys: Collection[str], codes: Collection[str]) -> dict[tuple[str, str], Any]:
    """Today's values of several settings of several municipalities, by key and code, in one question; see `setting`."""
    chosen = select(DatedSetting).where(
        col(DatedSetting.key).in_(keys),
        col(DatedSetting.valid_from) <= today(),
        or_(col(DatedSetting.municipality_code).in_(codes), col(DatedSetting.municipality_code).is_(None)),
    )
    rows = session().exec(chosen.order_by(col(DatedSetting.valid_from), col(DatedSetting.id))).all()
    everybodys = {row.key: row.value["value"] for row in rows if row.municipality_code is None}
    own = {(row.key, row.municipality_code): row.value["value"] for row in rows}
    return {
        (key, code): own.get((key, code), everybodys.get(key, PARAMETERS[key].default))
        for key in keys
        for code in codes
    }
