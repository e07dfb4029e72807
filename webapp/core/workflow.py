"""Life cycles as tables of moves: what may follow what, who may do it, and what must be said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.labels import Labelled

Status = TypeVar("Status", bound=Labelled)
_known: dict[str, "Workflow[Any]"] = {}


@dataclass(frozen=True)
class Move(Generic[Status]):
    """One arrow: from any of `sources` to `target`, by people of `roles` (empty: only the service itself; all: anybody signed in)."""

    name: str
    sources: frozenset[Status]
    target: Status
    label: Any
    roles: frozenset[Role] = field(default_factory=frozenset)
    needs_reason: bool = False


def move(
    name: str, sources: Iterable[Status], target: Status, label: Any, *roles: Role, needs_reason: bool = False
) -> Move[Status]:
    """A shorter way to write one row of the table."""
    return Move(name, frozenset(sources), target, label, frozenset(roles), needs_reason)


class Workflow(Generic[Status]):
    """The life cycle of one kind of row, whose status lies in `row.status`."""

    def __init__(self, name: str, title: Any, initial: Status, moves: Iterable[Move[Status]]) -> None:
        self.name = name
        self.title = title
        self.initial = initial
        self.moves = {m.name: m for m in moves}
        _known[name] = self

    @property
    def statuses(self) -> list[Status]:
        """Every status of the life cycle, in order of definition."""
        return list(type(self.initial))

    def open_moves(self, row: Any, *, by: Actor) -> list[Move[Status]]:
        """The moves this actor may make from the row's present status."""
        return [m for m in self.moves.values() if row.status in m.sources and _may(m, by)]

    def apply(self, row: Any, name: str, *, by: Actor, reason: str = "", is_locked: bool = False) -> trail.TrailEntry:
        """Move the row and leave a trace.

        Raises NotAllowed for a wrong role, RuleBroken for a status the move does not start from or
        for a missing or endless reason, or when somebody else moved the row meanwhile. Which rows an actor may touch at all is the caller's query to decide.
        `is_locked` says that this transaction read the row under a lock, so that it need not be locked once more:
        for work on very many rows.
        """
        chosen = self.moves[name]
        if not _may(chosen, by):
            raise NotAllowed(_("この操作をする権限がありません。"))
        if not is_locked:
            _refuse_if_overtaken(row)
        if row.status not in chosen.sources:
            raise RuleBroken(
                _(
                    "いまの状態（%(status)s）では「%(move)s」はできません。画面を開き直して、最新の状態を確かめてください。",
                    status=row.status.label,
                    move=chosen.label,
                )
            )
        if chosen.needs_reason and not reason.strip():
            raise RuleBroken(_("「%(move)s」には理由が必要です。", move=chosen.label))
        if len(reason.strip()) > trail.LONGEST_REASON:
            raise RuleBroken(_("理由は%(max)s字以内で書いてください。", max=trail.LONGEST_REASON))
        before, row.status = row.status, chosen.target
        return trail.record(
            row, f"{self.name}.{name}", by=by, reason=reason.strip(), from_status=before.value, to_status=chosen.target
        )

    def mermaid(self) -> str:
        """The life cycle as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        for m in self.moves.values():
            lines += [f"    {s.value} --> {m.target.value} : {m.name}" for s in self.statuses if s in m.sources]
        return "\n".join(lines)


def _may(chosen: Move[Any], by: Actor) -> bool:
    is_for_anybody = chosen.roles == frozenset(Role)  # then also for who has no role yet
    return by.is_system or by.has(*chosen.roles) or (is_for_anybody and by.is_signed_in)


def _refuse_if_overtaken(row: Any) -> None:
    """Lock a stored row until the end of the transaction, so that two people at once do not both decide."""
    state = sa.inspect(row)
    if not state.persistent:
        return
    table = type(row)
    key = [column == value for column, value in zip(state.mapper.primary_key, state.identity, strict=True)]
    stored = session().execute(sa.select(table.status).where(*key).with_for_update()).scalar_one()
    if stored is not row.status:
        raise RuleBroken(_("ほかの人が先に手続きを進めました。画面を開き直して、最新の状態を確かめてください。"))


def all_workflows() -> dict[str, Workflow[Any]]:
    """Every life cycle of the service by name; complete once the app or the tables are loaded."""
    return dict(sorted(_known.items()))
