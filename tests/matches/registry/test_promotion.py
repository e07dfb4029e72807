"""Operators take models into service and back out of it, with a reason, never against the verdict."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlmodel import select

from tests.factories.registry import GOOD, a_learned_model, files_of
from tests.matches.registry.crowd import a_crowd, some_listings
from webapp.cli import main
from webapp.core.actor import Actor, Grant, Role, system_actor
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.jobs import Job
from webapp.core.trail import history_of
from webapp.matches import store
from webapp.matches.registry import actions, queries
from webapp.matches.registry.models import ModelStatus
from webapp.matches.registry.nights import PRICES

BY = system_actor("test")
OPERATOR = Actor("01", "運営", frozenset({Grant(Role.OPERATOR)}))
CLERK = Actor("02", "担当", frozenset({Grant(Role.CLERK, "202151")}))
Command = Callable[..., Result]


@pytest.fixture
def command(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The console command on this test's database and folder."""
    monkeypatch.setenv("FUTAMACHI_DATABASE_URL", settings.database)
    monkeypatch.setenv("FUTAMACHI_HOME", str(settings.home))
    monkeypatch.setenv("FUTAMACHI_SECRET_KEY", "s" * 40)
    return lambda *words: CliRunner().invoke(main, ["matching", *words])


def test_a_candidate_takes_over_and_the_one_before_retires(session: Any) -> None:
    some_listings(1)
    first = a_learned_model(ModelStatus.IN_SERVICE)
    second = a_learned_model(themes=60.0, compared_with=first.version)
    actions.promote(second, by=OPERATOR, reason="当たりやすさが上がったため")
    assert (first.status, second.status) == (ModelStatus.RETIRED, ModelStatus.IN_SERVICE)
    assert store.fitted().model_version == second.version
    entry = history_of(second)[-1]
    assert (entry.action, entry.reason) == ("match_model.promote", "当たりやすさが上がったため")
    assert session.exec(select(Job).where(Job.kind == PRICES)).one().payload == {"model": second.version}


@pytest.mark.both_databases
def test_rolling_back_brings_the_one_before_and_then_the_house(session: Any) -> None:
    some_listings(1)
    first = a_learned_model(ModelStatus.IN_SERVICE)
    second = a_learned_model(themes=60.0, compared_with=first.version)
    actions.promote(second, by=OPERATOR, reason="試す")
    assert actions.roll_back(by=OPERATOR, reason="苦情があったため") is first
    assert store.fitted().model_version == first.version
    assert second.status is ModelStatus.ROLLED_BACK
    assert actions.roll_back(by=OPERATOR, reason="まだ苦情がある") is None
    assert store.fitted().model_version.startswith("house-")
    with pytest.raises(RuleBroken, match="取り下げるモデルがありません"):
        actions.roll_back(by=OPERATOR, reason="もう一度")


def test_a_verdict_against_it_a_missing_reason_or_another_rival_stops_a_promotion(session: Any) -> None:
    some_listings(1)
    refused = a_learned_model(verdict={"promote": False, "reasons": []})
    with pytest.raises(RuleBroken, match="使わない"):
        actions.promote(refused, by=OPERATOR, reason="それでも")
    good = a_learned_model(themes=60.0)
    with pytest.raises(RuleBroken, match="理由"):
        actions.promote(good, by=OPERATOR, reason="  ")
    a_learned_model(ModelStatus.IN_SERVICE, themes=70.0)
    with pytest.raises(RuleBroken, match="比べていない"):
        actions.promote(good, by=OPERATOR, reason="よい")


def test_only_operators_decide(session: Any) -> None:
    some_listings(1)
    row = a_learned_model()
    with pytest.raises(NotAllowed):
        actions.promote(row, by=CLERK, reason="よい")
    actions.promote(row, by=OPERATOR, reason="よい")
    with pytest.raises(NotAllowed):
        actions.roll_back(by=CLERK, reason="だめ")
    assert row.status is ModelStatus.IN_SERVICE


def test_files_that_cannot_be_read_stop_a_promotion_and_a_roll_back(session: Any) -> None:
    some_listings(1)
    first = a_learned_model(ModelStatus.IN_SERVICE)
    second = a_learned_model(themes=60.0, compared_with=first.version)
    (files_of(second) / "meta.json").unlink()
    with pytest.raises(RuleBroken, match="読めません"):
        actions.promote(second, by=OPERATOR, reason="よい")
    third = a_learned_model(themes=70.0, compared_with=first.version)
    actions.promote(third, by=OPERATOR, reason="よい")
    (files_of(first) / "meta.json").unlink()
    with pytest.raises(RuleBroken, match="読めません"):
        actions.roll_back(by=OPERATOR, reason="だめ")
    assert third.status is ModelStatus.IN_SERVICE


def test_a_version_is_named_by_its_beginning_but_never_by_a_few_signs(session: Any) -> None:
    some_listings(1)
    row = a_learned_model()
    assert queries.by_version(row.version[:12]) is row
    for typed in (row.version[:7], "0" * 12, "%" * 12):
        with pytest.raises(NotThere):
            queries.by_version(typed)


def test_the_command_line_learns_lists_promotes_and_rolls_back(app: Flask, database: Any, command: Command) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        version = a_learned_model(verdict=GOOD, measures={"candidate": {"ndcg": 0.61}}).version
    assert f"{version[:12]}  candidate" in command("models").output
    assert "0.610 against ?" in command("models").output
    assert "The model of the house serves." in command("models").output
    assert command("promote", version[:12]).exit_code == 2
    assert "serves" in command("promote", version[:12], "--reason", "よい").output
    assert "in_service" in command("models").output
    again = command("promote", version[:12], "--reason", "もう一度")
    assert again.exit_code == 1
    assert "The model of the house serves again" in command("rollback", "--reason", "だめ").output
    assert command("rollback", "--reason", "だめ").exit_code == 1
    assert "0 of 300 views" in command("learn").output


def test_the_command_line_learns_from_a_log(app: Flask, database: Any, command: Command) -> None:
    with app.app_context(), database.transaction():
        a_crowd(60)
    assert "learned, measured and kept" in command("learn").output
    assert "is known already" in command("learn").output
    assert "offers have a price" in command("prices").output
