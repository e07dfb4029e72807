"""An application in words: what it says, what changed between two handovers, what happened to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.accounts.queries import names_of
from webapp.core import trail
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.registrations import wording
from webapp.registrations.answers import MOST_BASES, MOST_CHILDREN, MOST_MEMBERS, Screen
from webapp.registrations.guardians import queries as guardians
from webapp.registrations.models import REGISTRATION, Handover, Registration
from webapp.registrations.queries import town_of
from webapp.residents.models import Resident, Step
from webapp.residents.snapshot import GIVEN_TO_TOWNS, facts_of, snapshot_of

_PLACE = Any  # Screen of the application or Step of the profile
#: every single answer a town gets: key → (words, where it is given), in the order in which it is shown
_FIELDS: dict[str, tuple[Any, _PLACE]] = {
    "name": (_l("お名前"), Screen.YOU),
    "kana": (_l("フリガナ"), Screen.YOU),
    "birth_date": (_l("生年月日"), Screen.YOU),
    "former_family_name": (_l("旧氏（旧姓）"), Screen.YOU),
    "common_name": (_l("通称"), Screen.YOU),
    "phone": (_l("電話番号"), Screen.YOU),
    "emergency": (_l("緊急連絡先"), Screen.YOU),
    "is_confidential": (_l("秘匿の希望"), Screen.YOU),
    "home_code": (_l("住所のある市区町村"), Screen.HOME),
    "address": (_l("住所"), Screen.HOME),
    **{f"base{n}": (_l("拠点%(n)s", n=n), Screen.BASES) for n in range(1, MOST_BASES + 1)},
    "stay_frequency": (_l("滞在の頻度"), Screen.STAY),
    "days_per_month": (_l("滞在日数"), Screen.STAY),
    "stay_days": (_l("曜日"), Screen.STAY),
    "months": (_l("時期"), Step.RHYTHM),
    "remote_work": (_l("リモートワーク"), Screen.STAY),
    "has_car": (_l("現地で使える車"), Screen.STAY),
    "purpose": (_l("目的"), Screen.STAY),
    "adults": (_l("大人の人数"), Screen.HOUSEHOLD),
    "family_comes": (_l("家族も一緒に行くか"), Screen.HOUSEHOLD),
    **{f"member{n}": (_l("家族%(n)s", n=n), Screen.HOUSEHOLD) for n in range(1, MOST_MEMBERS + 1)},
    "children_ages": (_l("子どもの年齢"), Screen.HOUSEHOLD),
    **{f"child{n}": (_l("子ども%(n)s", n=n), Screen.HOUSEHOLD) for n in range(1, MOST_CHILDREN + 1)},
    "facilities": (_l("近くに必要なもの"), Step.HOUSEHOLD),
    "ties": (_l("まちとのつながり"), Screen.TIES),
    "ties_note": (_l("つながりについて"), Screen.TIES),
    "themes": (_l("してみたいこと"), Step.WISHES),
    "wishes": (_l("くわしく"), Step.WISHES),
    "skills": (_l("できること"), Step.SKILLS),
    "licences": (_l("免許・資格"), Step.SKILLS),
    "skills_note": (_l("経験"), Step.SKILLS),
    "consents": (_l("情報を使ってよいこと"), Screen.CONSENTS),
    "guardian": (_l("保護者の同意"), Screen.GUARDIAN),
}
#: the words of every single answer: staff may comment on each
FIELDS: dict[str, Any] = {key: label for key, (label, _place) in _FIELDS.items()}
#: the same and whole screens: what may stand in `Registration.comments`
COMMENTABLE: dict[str, Any] = {
    "bases": _l("滞在する場所（拠点）"),
    "stay": _l("滞在の頻度と目的"),
    **FIELDS,
}
_EVENTS: dict[str, tuple[Any, str]] = {
    "start": (_l("下書きを作りました"), "neutral"),
    "enter": (_l("市町村の担当者が代わりに入力し、受け付けました"), "info"),
    "note_consent": (_l("本人の同意を聞いて記録しました"), "info"),
    "recall_correction": (_l("補正の依頼を取りやめました"), "info"),
    "submit": (_l("申請を送りました"), "info"),
    "ask_correction": (_l("直してほしいところを知らせました"), "warning"),
    "resubmit": (_l("直して、もう一度送りました"), "info"),
    "approve": (_l("登録を認めました"), "success"),
    "refuse": (_l("登録できないと決めました"), "error"),
    "withdraw": (_l("取り下げました"), "neutral"),
    "end": (_l("登録を終えました"), "neutral"),
    "renew": (_l("登録を更新しました"), "success"),
    "suspend": (_l("登録を一時停止しました"), "warning"),
    "resume": (_l("登録を再開しました"), "success"),
    "move_out": (_l("転入か滞在の終わりで、登録を終えました"), "neutral"),
    "expire": (_l("有効期間が終わりました"), "neutral"),
    "erase": (_l("個人情報を消しました"), "neutral"),
}
#: what only colleagues read
_AT_THE_DESK: dict[str, tuple[Any, str]] = {
    "assign": (_l("担当を決めました"), "neutral"),
    "release": (_l("担当を外しました"), "neutral"),
    "propose": (_l("決定の案を出しました"), "warning"),
    "send_back": (_l("案を審査に戻しました"), "warning"),
    "deputise": (_l("不在の担当者の代わりに行いました"), "neutral"),
}


#: whose entries name a colleague by id in `to_status`
_ABOUT_A_COLLEAGUE = ("assign", "deputise")


@dataclass(frozen=True)
class Line:
    """One answer in words."""

    key: str
    label: str
    value: str

    @property
    def place(self) -> Screen | Step:
        """The screen of the application, or the step of the profile, on which it is given."""
        return place_of(self.key)


@dataclass(frozen=True)
class Change:
    """One answer of two handovers side by side."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One line of the timeline: who, when, why."""

    at: datetime
    title: str
    by: str
    reason: str
    tone: str


def application_of(registration: Registration) -> dict[str, Any]:
    """The application's own part as it stands now, in the shape of a handover."""
    kept = registration.model_dump(mode="json", include={"bases", "stay_frequency", "purpose", "details"})
    return {**kept, "guardian": guardians.as_content(registration)}


def content_of(registration: Registration, resident: Resident) -> dict[str, Any]:
    """All that a town would get now: what a handover keeps."""
    return {"application": application_of(registration), "profile": snapshot_of(resident, GIVEN_TO_TOWNS)}


def lines_of(content: dict[str, Any]) -> list[Line]:
    """A handover in words, each answer with its key; nothing when it was erased."""
    if not content:
        return []
    application = content["application"]
    said = {fact.key: fact.value for fact in facts_of(content["profile"])} | dict(wording.application(application))
    if (application.get("details") or {}).get("children"):
        del said["children_ages"]  # they are told one by one
    return [Line(key, str(FIELDS[key]), said[key]) for key in FIELDS if key in said]


def handover_facts(handover: Handover) -> list[tuple[str, str]]:
    """Everything that was handed in at once, as (label, value)."""
    return [(line.label, line.value) for line in lines_of(handover.content)]


def changes(handovers: list[Handover]) -> list[Change]:
    """What differs between the last two handovers; nothing when there was only one."""
    if len(handovers) < 2:
        return []
    before, after = ({line.key: line.value for line in lines_of(handover.content)} for handover in handovers[-2:])
    return [
        Change(key, str(label), before.get(key, ""), after.get(key, ""))
        for key, label in FIELDS.items()
        if before.get(key, "") != after.get(key, "")
    ]


def timeline(registration: Registration, *, for_applicant: bool) -> list[Event]:
    """What happened, newest first, with the actors in words and no staff member by name."""
    town = town_of(registration).full_name
    words = _EVENTS if for_applicant else {**_EVENTS, **_AT_THE_DESK}
    entries = [entry for entry in trail.history_of(registration) if _verb(entry) in words]
    if not for_applicant:
        entries = [entry for entry in entries if _verb(entry) != "start"]
    about = [entry for entry in entries if _verb(entry) in _ABOUT_A_COLLEAGUE]
    names = names_of({entry.to_status for entry in about if entry.to_status}) if about else {}
    return [_event(entry, registration, town, for_applicant, names) for entry in reversed(entries)]


def _event(
    entry: trail.TrailEntry, registration: Registration, town: str, for_applicant: bool, names: dict[str, str]
) -> Event:
    title, tone = (_EVENTS | _AT_THE_DESK)[_verb(entry)]
    if entry.actor_id == registration.user_id:
        who = _("あなた") if for_applicant else _("申請した人")
    elif entry.actor_id is None:
        who = _("ふたまち（自動）")
    else:
        who = _("%(town)sの担当者", town=town)
    reason = joined(part for part in (names.get(entry.to_status or ""), entry.reason) if part)
    return Event(entry.at, str(title), who, reason, tone)


def _verb(entry: trail.TrailEntry) -> str:
    return entry.action.removeprefix(f"{REGISTRATION.name}.")


def place_of(key: str) -> Screen | Step:
    """Where the answer of a field or a whole screen named in a comment is given."""
    place: Screen | Step = _FIELDS[key][1] if key in _FIELDS else Screen(key)
    return place
