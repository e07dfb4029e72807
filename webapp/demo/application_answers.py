"""What the demo's applicants answer besides their profile; every address and person is invented."""

from typing import Any

from webapp.core.actor import Actor
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying
from webapp.registrations.answers import Address, Child, Member, Screen
from webapp.registrations.models import Registration
from webapp.residents.models import ASKED_PER_APPLICATION, CONSENT_VERSION, ConsentPurpose, Resident

_WITHHELD = (ConsentPurpose.SUPPORTERS, ConsentPurpose.TOWN_NEWS)
ANSWERS: dict[str, dict[Screen, dict[str, Any]]] = {
    "resident": {
        Screen.YOU: {
            "former_family_name": "小松",
            "phone": "090-0000-0001",
            "emergency_name": "青木 修",
            "emergency_relation": "夫",
            "emergency_phone": "090-0000-0002",
        },
        Screen.HOUSEHOLD: {
            "members": [Member(relation="spouse", age_band="40-64", comes=True)],
            "children": [
                Child(
                    age=6,
                    school="primary",
                    wishes=["temporary", "other_district"],
                    note="人見知りをします。はじめの日は付き添いたいです。",
                )
            ],
            "children_ages": [6],
        },
        Screen.TIES: {"ties": ["trial", "visits", "gift"], "ties_note": "お試し住宅に2回泊まりました。"},
    },
    "resident2": {
        Screen.YOU: {"phone": "080-0000-0003"},
        Screen.TIES: {"ties": ["friends", "help"], "ties_note": "お祭りの実行委員に誘われました。"},
    },
    "resident4": {
        Screen.HOUSEHOLD: {
            "children": [
                Child(age=3, school="nursery", wishes=["nursery_stay"], note=""),
                Child(age=8, school="primary", wishes=["online"], note=""),
            ],
            "children_ages": [3, 8],
        }
    },
    "minor": {Screen.TIES: {"ties": ["family", "visits"], "ties_note": "夏休みはいつも祖父母の家にいます。"}},
}


def fill_in(row: Registration, resident: Resident, answers: dict[Screen, dict[str, Any]], *, by: Actor) -> None:
    """Answer every screen that is not a place or a rhythm: the address and the consents for everybody."""
    usual: dict[Screen, dict[str, Any]] = {
        Screen.HOME: {"address": _address(resident.home_code or "")},
        Screen.CONSENTS: {"consents": _consents()},
    }
    for screen in (Screen.YOU, Screen.HOME, Screen.BASES, Screen.STAY, Screen.HOUSEHOLD, Screen.TIES, Screen.CONSENTS):
        applying.answer(row, resident, screen, usual.get(screen, {}) | answers.get(screen, {}), by=by)


def _address(code: str) -> Address:
    place = municipalities.by_code(code).official_name
    area, rest = "見本町", "1丁目2-3"
    return Address(
        postal_code="",
        code=code,
        area=area,
        area_code="",
        rest=rest,
        building="",
        typed=f"{place} {area} {rest}",
        joined=f"{place}{area}{rest}",
    )


def _consents() -> dict[str, Any]:
    return {p.value: {"is_given": p not in _WITHHELD, "version": CONSENT_VERSION[p]} for p in ASKED_PER_APPLICATION}
