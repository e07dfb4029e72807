"""A designation in words: what was applied for, what differs from the register, what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp.core import trail
from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.core.past import past
from webapp.core.templating import show_date
from webapp.corporations import queries as corporations
from webapp.corporations.designations import queries
from webapp.corporations.designations.models import DESIGNATION, Designation
from webapp.corporations.models import SupportTask
from webapp.municipalities.legal_forms import label_of

Fact = tuple[Any, Any]
#: done in a row, they are one line of the timeline
_TOLD_ONCE = ("edit", "add_document", "remove_document", "check_document")
TONES = {
    "consult": "info", "submit": "info", "resubmit": "info", "ask_correction": "warning", "designate": "success",
    "publish_notice": "success", "decline": "error", "revoke": "error", "order": "error", "notify_change": "warning",
    "lift_order": "success",
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One line of the timeline: who, when, why."""

    at: datetime
    title: Any
    by: str
    reason: str
    tone: str


def parts_of(designation: Designation) -> list[tuple[str, list[Fact]]]:
    """Screen and facts of what was applied for; of a designation recorded from paper only what is known."""
    found = [
        ("corporation", body_facts(designation)),
        ("work", work_facts(designation)),
        ("accounts", accounts_facts(designation)),
    ]
    if designation.applicant_id is not None:
        return found
    known = [(screen, [fact for fact in rows if fact[1]]) for screen, rows in found]
    return [(screen, rows) for screen, rows in known if rows]


def body_facts(designation: Designation) -> list[Fact]:
    """The corporation as it was applied for."""
    body = designation.body
    founded = body.get("established_on")
    return [
        (_("法人番号"), designation.corporate_number),
        (_("名称"), body.get("name", "")),
        (_("名称（かな）"), body.get("kana", "")),
        (_("法人の種類"), label_of(body["legal_form"]) if body.get("legal_form") else ""),
        (_("代表者"), body.get("representative", "")),
        (_("住所"), body.get("seat", "")),
        (_("事務所の所在地"), body.get("address", "")),
        (_("設立した日"), show_date(date.fromisoformat(founded)) if founded else ""),
        (_("定款の目的"), body.get("purpose", "")),
        (_("ウェブサイト"), body.get("website", "")),
        (_("連絡先メール"), body.get("contact_email", "")),
        (_("電話"), body.get("contact_phone", "")),
        (_("活動の紹介"), body.get("about", "")),
    ]


def work_facts(designation: Designation) -> list[Fact]:
    """The tasks with their plans, and where."""
    plans = [(SupportTask(task).label, designation.plans.get(task, "")) for task in designation.tasks]
    return [*plans, (_("業務の区域"), designation.area)]


def accounts_facts(designation: Designation) -> list[Fact]:
    """How it is paid and by whom it is done."""
    known = designation.accounts
    return [
        (_("収入の見込み（1年）"), show_yen(known["income"]) if known.get("income") is not None else ""),
        (_("支出の見込み（1年）"), show_yen(known["spending"]) if known.get("spending") is not None else ""),
        (_("費用のまかない方"), known.get("means", "")),
        (_("業務をする人と体制"), known.get("people", "")),
    ]


def differences(designation: Designation) -> list[tuple[Any, str, str]]:
    """Where an application says something else than the shared register: label, register, application."""
    known = corporations.by_number(designation.corporate_number)
    if known is None:
        return []
    labels = {"name": _("名称"), "seat": _("住所"), "address": _("事務所の所在地"), "representative": _("代表者")}
    return [
        (label, getattr(known, name), designation.body[name])
        for name, label in labels.items()
        if getattr(known, name) and designation.body.get(name) and getattr(known, name) != designation.body[name]
    ]


def timeline(designation: Designation, *, for_town: bool) -> list[Event]:
    """What happened, newest first, and no staff member by name; writing done in a row is told once."""
    town = queries.town_of(designation).full_name
    told: list[Event] = []
    last = ""
    for entry in trail.history_of(designation):
        verb = entry.action.removeprefix(f"{DESIGNATION.name}.")
        is_private = for_town and verb in ("start", "edit")
        if not is_private and not verb == last in _TOLD_ONCE:
            told.append(_event(entry, verb, designation, town, for_town))
        last = verb
    return told[::-1]


def _event(entry: trail.TrailEntry, verb: str, designation: Designation, town: str, for_town: bool) -> Event:
    known = DESIGNATION.moves.get(verb)
    title = past(str(known.label)) if known else trail.ACTION_LABELS.get(entry.action, verb)
    if entry.actor_id is not None and entry.actor_id == designation.applicant_id:
        who = _("申請した人")
    elif entry.actor_id is None:
        who = _("ふたまち（自動）")
    elif "clerk" in entry.actor_name or "municipality_admin" in entry.actor_name:
        who = _("%(town)sの担当者", town=town)
    else:
        who = _("法人の職員")
    hides = verb in ("propose", "add_document", "remove_document", "check_document") and not for_town
    is_key = verb in ("add_document", "remove_document", "check_document")
    return Event(entry.at, title, who, "" if hides or is_key else entry.reason, TONES.get(verb, "neutral"))
