"""The trail in words: what a timeline shows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.past import past
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
    return [
        Told(e.at, title_of(e.action), who(e.actor_name), e.reason)
        for e in sorted(entries, key=lambda e: e.id, reverse=True)
    ]


def title_of(action: str) -> Any:
    """What was done, in words."""
    flow, _dot, verb = action.partition(".")
    known = all_workflows().get(flow)
    if known is not None and verb in known.moves:
        return past(str(known.moves[verb].label))
    return ACTION_LABELS.get(action, action)


def who(actor_name: str) -> str:
    """The roles of who did it, in words."""
    labels = {role.value: str(role.label) for role in Role} | {VISITOR: _("訪問者")}
    named = [labels[name] for name in actor_name.split("・") if name in labels]
    return joined(named) or _("ふたまちの自動処理")
