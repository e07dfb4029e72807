"""An application in words: what it says, what changed between two handovers, what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp.core import trail
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.core.templating import show_date
from webapp.registrations.models import REGISTRATION, BaseKind, Handover, Registration, StayFrequency
from webapp.registrations.queries import town_of
from webapp.residents.models import Step
from webapp.residents.snapshot import GIVEN_TO_TOWNS, facts_of

#: what staff may comment on: the application's own screens, then those of the profile that they see
COMMENTABLE: dict[str, Any] = {
    "bases": _l("滞在する場所（拠点）"),
    "stay": _l("滞在の頻度と目的"),
    **{step.value: step.label for step in GIVEN_TO_TOWNS},
}
_EVENTS: dict[str, tuple[Any, str]] = {
    "start": (_l("下書きを作りました"), "neutral"),
    "submit": (_l("申請を送りました"), "info"),
    "ask_correction": (_l("直してほしいところを知らせました"), "warning"),
    "resubmit": (_l("直して、もう一度送りました"), "info"),
    "approve": (_l("登録を認めました"), "success"),
    "refuse": (_l("登録できないと決めました"), "error"),
    "withdraw": (_l("取り下げました"), "neutral"),
    "end": (_l("登録を終えました"), "neutral"),
    "erase": (_l("個人情報を消しました"), "neutral"),
}


@dataclass(frozen=True)
class Change:
    """One line of two handovers side by side."""

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


def application_facts(application: dict[str, Any]) -> list[tuple[str, str]]:
    """The application's own part as (label, value); `application` as in a handover."""
    bases = application.get("bases") or []
    rows = [(_("拠点%(n)s", n=place), _base(base)) for place, base in enumerate(bases, 1)]
    frequency = application.get("stay_frequency")
    return [
        *(rows or [(_("拠点%(n)s", n=1), "")]),
        (_("滞在の頻度"), str(StayFrequency(frequency).label) if frequency else ""),
        (_("目的"), application.get("purpose") or ""),
    ]


def _base(base: dict[str, str]) -> str:
    since = _("%(day)sから", day=show_date(date.fromisoformat(base["since"]))) if base["since"] else ""
    return joined((BaseKind(base["kind"]).label, base["area"], since))


def application_of(registration: Registration) -> dict[str, Any]:
    """The application's own part as it stands now, in the shape of a handover."""
    return registration.model_dump(mode="json", include={"bases", "stay_frequency", "purpose"})


def handover_facts(handover: Handover) -> list[tuple[str, str]]:
    """Everything that was handed in at once, as (label, value)."""
    if not handover.content:
        return []
    profile = [(fact.label, fact.value) for fact in facts_of(handover.content["profile"])]
    return [*application_facts(handover.content["application"]), *profile]


def changes(handovers: list[Handover]) -> list[Change]:
    """What differs between the last two handovers; nothing when there was only one."""
    if len(handovers) < 2:
        return []
    before, after = (dict(handover_facts(handover)) for handover in handovers[-2:])
    labels = list(dict.fromkeys([*before, *after]))
    return [
        Change(label, before.get(label, ""), after.get(label, ""))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def timeline(registration: Registration, *, for_applicant: bool) -> list[Event]:
    """What happened, newest first, with the actors in words and no staff member by name."""
    town = town_of(registration).full_name
    entries = [entry for entry in trail.history_of(registration) if _verb(entry) in _EVENTS]
    if not for_applicant:
        entries = [entry for entry in entries if _verb(entry) != "start"]
    return [_event(entry, registration, town, for_applicant) for entry in reversed(entries)]


def _event(entry: trail.TrailEntry, registration: Registration, town: str, for_applicant: bool) -> Event:
    title, tone = _EVENTS[_verb(entry)]
    if entry.actor_id == registration.user_id:
        who = _("あなた") if for_applicant else _("申請した人")
    elif entry.actor_id is None:
        who = _("ふたまち（自動）")
    else:
        who = _("%(town)sの担当者", town=town)
    return Event(entry.at, str(title), who, entry.reason, tone)


def _verb(entry: trail.TrailEntry) -> str:
    return entry.action.removeprefix(f"{REGISTRATION.name}.")


def is_profile_step(key: str) -> bool:
    """Whether a comment is about the profile, not about the application itself."""
    return key in {step.value for step in Step}
