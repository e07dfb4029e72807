"""The profile as plain JSON and as words: the same for its owner's summary, the copy a town gets, and comparisons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.money import show_yen
from webapp.core.templating import show_date, show_month
from webapp.core.themes import FACILITY_LABELS, LICENCE_LABELS, SKILL_LABELS, THEME_LABELS
from webapp.municipalities import queries as municipalities
from webapp.municipalities.statistics.wishes import MATTER_LABELS
from webapp.residents.models import RemoteWork, Resident, StayDays, Step, WantedKind

Profile = dict[str, Any]
Line = tuple[str, str, str]  # key, label, value

#: which answers stand on which screen, in the order in which they are shown
ANSWERS: dict[Step, tuple[str, ...]] = {
    Step.NAME: ("family_name", "given_name", "family_kana", "given_kana", "birth_date"),
    Step.HOME: ("home_code", "is_confidential"),
    Step.AREAS: ("wished_areas", "max_distance_km", "max_travel_minutes", "matters"),
    Step.WISHES: ("themes", "wishes"),
    Step.SKILLS: ("skills", "licences", "skills_note"),
    Step.HOUSEHOLD: ("adults", "children_ages", "family_comes", "facilities"),
    Step.RHYTHM: ("days_per_month", "stay_days", "months", "remote_work", "has_car"),
    Step.BUDGET: ("kinds", "monthly_budget", "purchase_budget"),
}
#: what a town needs to decide; wished areas, budget and the rest stay with their owner
GIVEN_TO_TOWNS = (Step.NAME, Step.HOME, Step.WISHES, Step.SKILLS, Step.HOUSEHOLD, Step.RHYTHM)


@dataclass(frozen=True)
class Fact:
    """One line of a profile in words."""

    step: Step
    key: str
    label: str
    value: str


def snapshot_of(resident: Resident, steps: tuple[Step, ...] = tuple(ANSWERS)) -> Profile:
    """A copy of the answers of these screens that later changes cannot reach; days are ISO texts."""
    names = [name for step in steps for name in ANSWERS[step]]
    return resident.model_dump(mode="json", include=set(names))


def facts_of(profile: Profile) -> list[Fact]:
    """A profile in words; screens that the copy does not hold are left out."""
    return [
        Fact(step, key, label, value)
        for step, names in ANSWERS.items()
        if any(name in profile for name in names)
        for key, label, value in _WORDS[step](profile)
    ]


def _name(p: Profile) -> list[Line]:
    return [
        ("name", _("お名前"), f"{p['family_name']} {p['given_name']}".strip()),
        ("kana", _("フリガナ"), f"{p['family_kana']} {p['given_kana']}".strip()),
        ("birth_date", _("生年月日"), show_date(date.fromisoformat(p["birth_date"])) if p["birth_date"] else ""),
    ]


def _home(p: Profile) -> list[Line]:
    asked = _("はい（名前を一覧に出しません）") if p["is_confidential"] else _("いいえ")
    return [
        ("home_code", _("住所のある市区町村"), places([p["home_code"]])),
        ("is_confidential", _("秘匿の希望"), asked),
    ]


def _areas(p: Profile) -> list[Line]:
    far = _("%(n)skmまで", n=p["max_distance_km"]) if p["max_distance_km"] is not None else ""
    long = _("片道%(n)s分まで", n=p["max_travel_minutes"]) if p["max_travel_minutes"] is not None else ""
    return [
        ("wished_areas", _("行きたい地域"), places(p["wished_areas"])),
        ("max_distance_km", _("距離"), far),
        ("max_travel_minutes", _("移動時間"), long),
        ("matters", _("まちに求めること"), _labels(p.get("matters", []), MATTER_LABELS)),
    ]


def _wishes(p: Profile) -> list[Line]:
    return [("themes", _("してみたいこと"), _labels(p["themes"], THEME_LABELS)), ("wishes", _("くわしく"), p["wishes"])]


def _skills(p: Profile) -> list[Line]:
    return [
        ("skills", _("できること"), _labels(p["skills"], SKILL_LABELS)),
        ("licences", _("免許・資格"), _labels(p["licences"], LICENCE_LABELS)),
        ("skills_note", _("経験"), p["skills_note"]),
    ]


def _household(p: Profile) -> list[Line]:
    children = joined(_("%(n)s歳", n=age) for age in p["children_ages"])
    return [
        ("adults", _("大人の人数"), _("%(n)s人", n=p["adults"]) if p["adults"] else ""),
        ("children_ages", _("子どもの年齢"), children),
        ("family_comes", _("家族も一緒に行くか"), _yes_no(p["family_comes"])),
        ("facilities", _("近くに必要なもの"), _labels(p["facilities"], FACILITY_LABELS)),
    ]


def _rhythm(p: Profile) -> list[Line]:
    days = _("月に%(n)s日くらい", n=p["days_per_month"]) if p["days_per_month"] else ""
    months = joined(map(show_month, sorted(p["months"]))) or _("一年を通して")
    return [
        ("days_per_month", _("滞在日数"), days),
        ("stay_days", _("曜日"), str(StayDays(p["stay_days"]).label) if p["stay_days"] else ""),
        ("months", _("時期"), months),
        ("remote_work", _("リモートワーク"), str(RemoteWork(p["remote_work"]).label) if p["remote_work"] else ""),
        ("has_car", _("現地で使える車"), _yes_no(p["has_car"])),
    ]


def _budget(p: Profile) -> list[Line]:
    labels = {kind.value: kind.label for kind in WantedKind}
    return [
        ("kinds", _("探しているもの"), _labels(p["kinds"], labels)),
        (
            "monthly_budget",
            _("毎月の家賃・利用料"),
            show_yen(p["monthly_budget"]) if p["monthly_budget"] is not None else "",
        ),
        (
            "purchase_budget",
            _("買う場合の予算"),
            show_yen(p["purchase_budget"]) if p["purchase_budget"] is not None else "",
        ),
    ]


_WORDS: dict[Step, Callable[[Profile], list[Line]]] = {
    Step.NAME: _name,
    Step.HOME: _home,
    Step.AREAS: _areas,
    Step.WISHES: _wishes,
    Step.SKILLS: _skills,
    Step.HOUSEHOLD: _household,
    Step.RHYTHM: _rhythm,
    Step.BUDGET: _budget,
}


def places(codes: list[str | None]) -> str:
    """Names of municipalities and prefectures, in the order given."""
    known = [code for code in codes if code]
    names = municipalities.by_codes(known)
    return joined(names[code].full_name for code in known if code in names)


def _labels(codes: list[str], labels: dict[str, Any]) -> str:
    return joined(labels[code] for code in codes if code in labels)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("はい") if value else _("いいえ")
