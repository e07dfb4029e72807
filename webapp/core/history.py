"""The trail in words: what a timeline shows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from webapp.core.actor import Role
from webapp.core.clock import in_tokyo
from webapp.core.i18n import current_locale, joined
from webapp.core.i18n import gettext as _
from webapp.core.past import past, past_english
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
    """Trail entries in words, newest first; the same deed of the same day again and again is one line."""
    found: list[Told] = []
    newest_first = sorted(entries, key=lambda e: e.id, reverse=True)
    for key, run in groupby(newest_first, key=lambda e: (in_tokyo(e.at).date(), e.action, e.actor_name, e.reason)):
        times = list(run)
        title = title_of(key[1])
        if len(times) > 1:
            title = _("%(deed)s（%(n)s回）", deed=title, n=len(times))
        found.append(Told(times[0].at, title, who(key[2]), key[3]))
    return found


def title_of(action: str) -> Any:
    """What was done, in words."""
    flow, _dot, verb = action.partition(".")
    known = all_workflows().get(flow)
    if known is not None and verb in known.moves:
        words = str(known.moves[verb].label)
        return past_english(words) if current_locale() == "en" else past(words)
    return ACTION_LABELS.get(action, action)


def who(actor_name: str) -> str:
    """The roles of who did it, in words."""
    labels = {role.value: str(role.label) for role in Role} | {VISITOR: _("訪問者")}
    named = [labels[name] for name in actor_name.split("・") if name in labels]
    return joined(named) or _("ふたまちの自動処理")
