"""Life cycles: who may move what, what must be said, what is left as a trace, and who comes first."""

import threading
from typing import Any

import pytest
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import Session

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.municipalities import a_municipality
from tests.factories.projects import a_project
from webapp.core import trail
from webapp.core.actor import ANONYMOUS, Actor, Grant, Role, system_actor
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.history import told
from webapp.core.labels import Labelled
from webapp.core.past import past
from webapp.core.trail import ACTION_LABELS, history_of
from webapp.core.workflow import Workflow, all_workflows, move
from webapp.projects.models import PROJECT, Project

CLERK = Actor("01J0000000000000000000CLRK", "山田花子", frozenset({Grant(Role.CLERK, "202151")}))
SERVICE = system_actor("projects.close_ended")


class _Base(DeclarativeBase):
    """Keeps the lamp out of the service's tables."""


class Lamp(_Base):
    """A row that nobody stores."""

    __tablename__ = "lamp"

    id: Mapped[str] = mapped_column(primary_key=True)


def some_project() -> Project:
    a_municipality("202151")
    return a_project("202151")


def open_move(project: Project) -> Any:
    return next(m for m in PROJECT.moves.values() if project.status in m.sources and m.roles)


def test_a_move_changes_the_status_and_leaves_who_when_and_why(session: Session, time_machine: Any) -> None:
    project = some_project()
    chosen = open_move(project)
    before = project.status
    time_machine.move_to("2026-04-01T00:30:00Z", tick=False)
    PROJECT.apply(project, chosen.name, by=CLERK, reason=" 書類がそろいました ")
    session.flush()
    entry = history_of(project)[-1]
    assert project.status is chosen.target
    assert (entry.action, entry.from_status, entry.to_status) == (
        f"project.{chosen.name}",
        before.value,
        chosen.target.value,
    )
    assert (entry.actor_id, entry.actor_name, entry.reason) == (CLERK.user_id, "clerk", "書類がそろいました")
    assert entry.municipality_code == project.municipality_code
    assert entry.at.isoformat() == "2026-04-01T00:30:00+00:00"


def test_a_wrong_role_is_refused_and_leaves_no_trace(session: Session) -> None:
    project = some_project()
    known = len(history_of(project))
    for nobody in (ANONYMOUS, Actor("01", "", frozenset({Grant(Role.RESIDENT)}))):
        with pytest.raises(NotAllowed):
            PROJECT.apply(project, open_move(project).name, by=nobody, reason="理由")
    assert len(history_of(project)) == known


def test_a_wrong_status_is_refused_in_words(session: Session) -> None:
    project = some_project()
    wrong = next(m for m in PROJECT.moves.values() if project.status not in m.sources)
    with pytest.raises(RuleBroken, match="いまの状態") as caught:
        PROJECT.apply(project, wrong.name, by=SERVICE, reason="理由")
    assert str(project.status.label) in caught.value.sentence


@pytest.mark.parametrize(
    ("reason", "words"), [("", "理由が必要"), ("　 \n", "理由が必要"), ("あ" * 2001, "2000字以内")]
)
def test_a_missing_or_endless_reason_is_refused(session: Session, reason: str, words: str) -> None:
    class Light(Labelled):
        RED = "red", "赤"
        GREEN = "green", "青"

    flow = Workflow("light", "信号", Light.RED, [move("go", [Light.RED], Light.GREEN, "進む", needs_reason=True)])
    row: Any = Lamp(id="01")
    row.status = Light.RED
    try:
        with pytest.raises(RuleBroken, match=words):
            flow.apply(row, "go", by=SERVICE, reason=reason)
        assert row.status is Light.RED
        assert flow.open_moves(row, by=CLERK) == []
        assert [m.name for m in flow.open_moves(row, by=SERVICE)] == ["go"]
        assert flow.mermaid() == "stateDiagram-v2\n    [*] --> red\n    red --> green : go"
    finally:
        forget_workflow("light")


def forget_workflow(name: str) -> None:
    from webapp.core import workflow

    del workflow._known[name]


def test_every_life_cycle_is_known_by_its_name(session: Session) -> None:
    known = all_workflows()
    assert known["project"] is PROJECT
    assert list(known) == sorted(known)


@pytest.mark.both_databases
def test_of_two_who_decide_at_once_one_is_told_that_the_other_was_first(database: Any) -> None:
    with database.transaction():
        project = some_project()
        project_id, name = project.id, open_move(project).name
        actor = actor_of(a_clerk("202151"))
    both_have_read = threading.Barrier(2, timeout=20)
    outcomes: list[str] = []

    def decide() -> None:
        try:
            with database.transaction() as s:
                project = s.get_one(Project, project_id)
                if not database.is_sqlite:
                    both_have_read.wait()
                PROJECT.apply(project, name, by=actor, reason="理由")
            outcomes.append("done")
        except RuleBroken as refused:
            outcomes.append(refused.sentence[:8])

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[0] == "done"
    assert len(outcomes) == 2
    assert outcomes.count("done") == 1
    with database.transaction(read_only=True) as s:
        moves = [e for e in history_of(s.get_one(Project, project_id)) if e.action == f"project.{name}"]
        assert len(moves) == 1


def test_the_trail_is_told_newest_first_in_words(session: Session) -> None:
    project = some_project()
    chosen = open_move(project)
    trail.record(project, "project.unheard_of", by=ANONYMOUS)
    PROJECT.apply(project, chosen.name, by=CLERK, reason="理由")
    trail.record(project, "project.swept", by=SERVICE)
    session.flush()
    lines = told(history_of(project))[:3]
    assert [str(line.title) for line in lines] == ["project.swept", past(str(chosen.label)), "project.unheard_of"]
    assert [line.by for line in lines] == ["ふたまちの自動処理", "市町村の担当者", "訪問者"]
    assert lines[1].reason == "理由"


def test_words_for_other_actions_can_be_added(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTION_LABELS, "project.swept", "掃除した")
    project = some_project()
    trail.record(project, "project.swept", by=CLERK)
    session.flush()
    assert told(history_of(project))[0].title == "掃除した"
