"""Every life cycle, walked whole: each status with each move, by each role."""

from typing import Any

import pytest
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import Session

from webapp import load_tables
from webapp.core.actor import Actor, Grant, Role, system_actor
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.workflow import Workflow, all_workflows

load_tables()
WORKFLOWS = all_workflows()
SERVICE = system_actor("walker")
each_workflow = pytest.mark.parametrize("flow", WORKFLOWS.values(), ids=WORKFLOWS.keys())


class _Base(DeclarativeBase):
    """Keeps the walker's row out of the service's tables."""


class Walker(_Base):
    """A row that has nothing but a status."""

    __tablename__ = "walker"

    id: Mapped[str] = mapped_column(primary_key=True)


def walker(status: Any) -> Any:
    row: Any = Walker(id="01")
    row.status = status
    return row


def person(role: Role) -> Actor:
    return Actor("01", "歩く人", frozenset({Grant(role, "202151")}), has_second_factor=True)


def combinations(flow: Workflow[Any]) -> list[tuple[Any, Any]]:
    return [(status, move) for status in flow.statuses for move in flow.moves.values()]


@each_workflow
def test_a_move_happens_from_its_sources_and_from_nowhere_else(flow: Workflow[Any], session: Session) -> None:
    for status, move in combinations(flow):
        row = walker(status)
        if status in move.sources:
            entry = flow.apply(row, move.name, by=SERVICE, reason="理由")
            assert (row.status, entry.from_status, entry.to_status) == (move.target, status.value, move.target.value)
        else:
            with pytest.raises(RuleBroken):
                flow.apply(row, move.name, by=SERVICE, reason="理由")
            assert row.status is status


@each_workflow
def test_a_move_is_made_by_its_roles_and_by_nobody_else(flow: Workflow[Any], session: Session) -> None:
    for move in flow.moves.values():
        for role in Role:
            row = walker(next(iter(move.sources)))
            if role in move.roles:
                assert flow.apply(row, move.name, by=person(role), reason="理由").to_status == move.target.value
            else:
                with pytest.raises(NotAllowed):
                    flow.apply(row, move.name, by=person(role), reason="理由")


@each_workflow
def test_a_move_that_needs_a_reason_is_refused_without_one(flow: Workflow[Any], session: Session) -> None:
    for move in (move for move in flow.moves.values() if move.needs_reason):
        row = walker(next(iter(move.sources)))
        with pytest.raises(RuleBroken):
            flow.apply(row, move.name, by=SERVICE, reason="  ")
        assert row.status in move.sources


@each_workflow
def test_every_status_can_be_reached_and_every_move_starts_somewhere(flow: Workflow[Any]) -> None:
    reached, frontier = set(), {flow.initial}
    while frontier:
        reached |= frontier
        frontier = {m.target for m in flow.moves.values() if m.sources & reached} - reached
    assert set(flow.statuses) - reached == set()
    assert [move.name for move in flow.moves.values() if not move.sources] == []


@each_workflow
def test_every_status_and_move_has_words_and_a_place_in_the_diagram(flow: Workflow[Any], session: Session) -> None:
    words = [str(s.label) for s in flow.statuses] + [str(m.label) for m in flow.moves.values()]
    assert all(word.strip() for word in words)
    assert len({str(s.label) for s in flow.statuses}) == len(flow.statuses)
    drawn = flow.mermaid()
    assert all(f": {move.name}" in drawn for move in flow.moves.values())


def test_there_are_life_cycles_to_walk() -> None:
    assert {"listing", "registration"} <= {name.split(".")[0] for name in WORKFLOWS}, sorted(WORKFLOWS)
