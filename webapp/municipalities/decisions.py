"""Dated decisions of a municipality: the numbers of its scheme and the name of its mayor, each from a day on."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import DEFAULT_LOCALE, in_language, labelled, recorded
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.letters import Recipient
from webapp.core.templating import show_date
from webapp.municipalities import letters, queries
from webapp.municipalities.actions import must_administer
from webapp.municipalities.models import DatedSetting, Mayor
from webapp.municipalities.settings import PARAMETERS

trail.ACTION_LABELS |= {
    "setting.set": _l("設定を変えた"),
    "setting.withdraw": _l("これからの設定を取りやめた"),
    "mayor.name": _l("首長の名前を入れた"),
    "mayor.withdraw": _l("これからの首長の名前を取りやめた"),
}


def set_setting(
    code: str, key: str, value: Any, *, valid_from: date, source: str, by: Actor, despite_later: bool = False
) -> DatedSetting:
    """Decide a value from a day on. `despite_later` says that a later decision is known and stays.

    A value of the same day is replaced; what it was stays in the trail. Raises RuleBroken for a day that is
    over, a value outside of the parameter's bounds, or a later decision that was not minded.
    """
    must_administer(by, code)
    parameter = PARAMETERS.get(key)
    if parameter is None:
        raise NotThere
    if refusal := parameter.refuses(value):
        raise RuleBroken(refusal)
    if valid_from < today():
        raise RuleBroken(_("過ぎた日からの変更はできません。きょう以降の日を選んでください。"))
    if not source.strip():
        raise RuleBroken(_("変える理由（根拠）を入力してください。"))
    later = queries.later_settings(key, code, valid_from)
    if later and not despite_later:
        raise RuleBroken(
            _(
                "%(day)sからの値がすでに決まっています。それまでの間だけの変更にするときは、確認の欄に印を付けてください。",
                day=show_date(later[-1].valid_from),
            )
        )
    row = _row_of(code, key, valid_from)
    old = row.value["value"] if row.value else queries.setting(key, code, valid_from)
    row.value, row.source, row.set_by, row.set_at = {"value": value}, source.strip(), by.user_id, now()
    session().add(row)
    session().flush()
    with in_language(DEFAULT_LOCALE):
        change = f"{parameter.shown(old)} → {parameter.shown(value)}"
    said = recorded("%(label)s：%(change)s（%(source)s）", label=parameter.label, change=change, source=source.strip())
    trail.record(row, "setting.set", by=by, reason=said[: trail.LONGEST_REASON])
    _tell(code, letters.setting_changed, label=parameter.label, change=change, valid_from=valid_from, source=source)
    return row


def withdraw_setting(row: DatedSetting, *, by: Actor) -> None:
    """Drop a value before its day has come."""
    code = row.municipality_code or ""
    must_administer(by, code)
    if row.valid_from <= today():
        raise RuleBroken(_("すでに始まった設定は取りやめられません。新しい値を、きょう以降の日から決めてください。"))
    parameter = PARAMETERS[row.key]
    with in_language(DEFAULT_LOCALE):
        said = labelled(parameter.label, parameter.shown(row.value["value"]))
    trail.record(row, "setting.withdraw", by=by, reason=said)
    session().delete(row)


def name_mayor(code: str, *, title: str, name: str, since: date, by: Actor) -> Mayor:
    """Note who is mayor from a day on; the one before ends the day before. Raises RuleBroken for an overlap."""
    must_administer(by, code)
    before = queries.mayor_on(code, since)
    known = queries.mayors_of(code)
    if any(mayor.in_office_from >= since for mayor in known):
        latest = known[0]
        raise RuleBroken(
            _(
                "%(day)sから%(name)sさんの名前が入っています。それより後の日を選んでください。",
                day=show_date(latest.in_office_from),
                name=latest.name,
            )
        )
    if before is not None:
        before.in_office_until = since - timedelta(days=1)
    row = Mayor(municipality_code=code, title=title, name=name, in_office_from=since)
    session().add(row)
    session().flush()
    with in_language(DEFAULT_LOCALE):
        said = labelled(show_date(since), f"{title} {name}")
    trail.record(row, "mayor.name", by=by, reason=said)
    _tell(code, letters.mayor_named, title=title, name=name, since=since)
    return row


def withdraw_mayor(row: Mayor, *, by: Actor) -> None:
    """Drop a name before its first day, and let the one before go on."""
    must_administer(by, row.municipality_code)
    if row.in_office_from <= today():
        raise RuleBroken(_("すでに始まった任期は取りやめられません。証明書などに名前が使われているためです。"))
    before = queries.mayor_on(row.municipality_code, row.in_office_from - timedelta(days=1))
    trail.record(row, "mayor.withdraw", by=by, reason=f"{row.title} {row.name}")
    session().delete(row)
    if before is not None:
        before.in_office_until = None


def _row_of(code: str, key: str, valid_from: date) -> DatedSetting:
    chosen = select(DatedSetting).where(
        DatedSetting.municipality_code == code, DatedSetting.key == key, DatedSetting.valid_from == valid_from
    )
    found = session().exec(chosen).first()
    return found or DatedSetting(municipality_code=code, key=key, valid_from=valid_from)


def _tell(code: str, write: Any, **values: Any) -> None:
    """Write to the department, so that the office knows even when one person decided."""
    programme = queries.programme(code)
    if programme is not None and programme.contact_email:
        post.queue(Recipient(programme.contact_email, programme.department), write, **values)
