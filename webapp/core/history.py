"""The trail in words: what a timeline shows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.trail import ACTION_LABELS, VISITOR, TrailEntry
from webapp.core.workflow import all_workflows


@dataclass(frozen=True)
class Told:
    """One entry as a person reads it."""

    at: datetime
    title: Any
    by: str
    reason: str
    tone: str = "neutral"


def told(entries: Iterable[TrailEntry]) -> list[Told]:
    """Trail entries in words, newest first."""
    return [Told(e.at, _title(e), _who(e), e.reason) for e in sorted(entries, key=lambda e: e.id, reverse=True)]


def _title(entry: TrailEntry) -> Any:
    flow, _dot, verb = entry.action.partition(".")
    known = all_workflows().get(flow)
    if known is not None and verb in known.moves:
        return known.moves[verb].label
    return ACTION_LABELS.get(entry.action, entry.action)


def _who(entry: TrailEntry) -> str:
    labels = {role.value: str(role.label) for role in Role} | {VISITOR: _("訪問者")}
    named = [labels[name] for name in entry.actor_name.split("・") if name in labels]
    return joined(named) or _("ふたまちの自動処理")
