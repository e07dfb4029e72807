"""The terms of a benefit: their words, their values in words, and what changed between two versions."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from sqlmodel import col, func, select

from webapp.certificates.benefits.models import Audience, Benefit, BenefitKind, BenefitVersion, Period
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import measured
from webapp.core.labels import Labelled
from webapp.core.templating import show_date, show_number

TERMS: dict[str, Any] = {
    "kind": _l("種類"),
    "title": _l("特典の名前"),
    "gives": _l("受けられること"),
    "value_yen": _l("1回あたりの金額のめやす"),
    "audience": _l("使える人"),
    "partner_name": _l("協力店・施設の名前"),
    "place": _l("場所"),
    "contact": _l("問い合わせ先"),
    "starts_on": _l("始まりの日"),
    "ends_on": _l("終わりの日"),
    "times": _l("一人が使える回数"),
    "per": _l("一人の回数を数える期間"),
    "total_times": _l("全員で使える回数"),
    "total_per": _l("全員の回数を数える期間"),
    "conditions": _l("条件"),
}
_ENUMS: dict[str, type[Labelled]] = {"kind": BenefitKind, "audience": Audience, "per": Period, "total_per": Period}
_DAYS = ("starts_on", "ends_on")
_UNITS = {"value_yen": _l("円"), "times": _l("回"), "total_times": _l("回")}


def terms_of(benefit: Benefit) -> dict[str, Any]:
    """Every term as a plain value, for storing."""
    values = {name: getattr(benefit, name) for name in TERMS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def shown(name: str, value: Any) -> str:
    """A stored term in words."""
    if value is None or value == "":
        return _("なし")
    if name in _ENUMS:
        return str(_ENUMS[name](value).label)
    if name in _DAYS:
        return show_date(date.fromisoformat(value))
    if name in _UNITS:
        return measured(show_number(value), _UNITS[name])
    return str(value)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Any, str, str]]:
    """(term, before, after) in words, of what differs."""
    return [
        (label, shown(name, before.get(name)), shown(name, after.get(name)))
        for name, label in TERMS.items()
        if before.get(name) != after.get(name)
    ]


def person_quota(benefit: Benefit) -> str:
    """How often one person may use it, in words."""
    return _times(benefit.times, benefit.per)


def total_quota(benefit: Benefit) -> str:
    """How often all may use it together, in words."""
    return _("制限なし") if benefit.total_times is None else _times(benefit.total_times, benefit.total_per)


def _times(times: int, per: Period) -> str:
    return _("%(period)sに%(times)s回まで", period=per.label, times=show_number(times))


def note_version(benefit: Benefit, *, by: Actor) -> bool:
    """Keep the terms as they are now, if they differ from the last version; whether they do."""
    last = versions_of(benefit)[-1:]
    terms = terms_of(benefit)
    if last and last[0].terms == terms:
        return False
    session().add(
        BenefitVersion(
            benefit_id=benefit.id,
            municipality_code=benefit.municipality_code,
            number=last[0].number + 1 if last else 1,
            terms=terms,
            made_by=by.user_id,
        )
    )
    session().flush()
    return True


def versions_of(benefit: Benefit) -> list[BenefitVersion]:
    """Every version, the first one first."""
    chosen = select(BenefitVersion).where(BenefitVersion.benefit_id == benefit.id)
    return list(session().exec(chosen.order_by(col(BenefitVersion.number))))


def version_now(benefit: Benefit) -> int:
    """The number of the terms in force."""
    chosen = select(func.max(BenefitVersion.number)).where(BenefitVersion.benefit_id == benefit.id)
    return session().exec(chosen).one() or 1


def history_of_terms(benefit: Benefit) -> list[tuple[BenefitVersion, list[tuple[Any, str, str]]]]:
    """Each version after the first with what it changed, newest first."""
    versions = versions_of(benefit)
    pairs = pairwise(versions)
    return [(after, changes(before.terms, after.terms)) for before, after in pairs][::-1]
