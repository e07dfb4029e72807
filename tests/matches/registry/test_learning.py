"""A model is learned from what people did, measured beside the one in service, and never let in by itself."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories.matches import a_matchable
from tests.factories.registry import a_learned_model
from tests.matches.registry.crowd import a_crowd, some_listings
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.jobs import Job, JobStatus, run_due
from webapp.core.trail import history_of
from webapp.matches import store
from webapp.matches.events import log_name_of
from webapp.matches.registry import actions, evidence, files, jobs, judging, learning, nights, queries
from webapp.matches.registry.models import LearnedModel, ModelStatus
from webapp.residents.models import Consent, ConsentPurpose, Resident

BY = system_actor("test")
#: residents enough for a verdict
MANY = 640


@pytest.fixture
def crowd(app: Flask, database: Any) -> list[str]:
    """Sixty residents with eight suggestions each."""
    with app.app_context(), database.transaction():
        return a_crowd(60)


def models(database: Any) -> list[LearnedModel]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(LearnedModel)).all())


def test_with_too_few_looks_nothing_is_made(app: Flask, database: Any) -> None:
    with app.app_context():
        with database.transaction():
            a_crowd(4)
        outcome = learning.learn(database, by=BY)
    assert outcome.why_not == "too_little"
    assert 0 < outcome.views < evidence.LEAST_VIEWS
    assert models(database) == []


@pytest.mark.both_databases
def test_a_model_is_kept_with_what_it_was_made_from_and_a_verdict(app: Flask, database: Any, crowd: list[str]) -> None:
    with app.app_context():
        outcome = learning.learn(database, by=BY)
        (row,) = models(database)
        assert row.version == outcome.version
        assert row.made_from["residents"] == 60
        assert row.made_from["offers"] == 16
        assert 0 < row.made_from["views"] < outcome.views
        assert row.measures["candidate"]["ndcg"] > 0.5
        assert row.measures["candidate"]["violations"] == 0
        assert row.measures["serving"]["residents"] == row.measures["candidate"]["residents"] <= 12
        assert {line["group"] for line in row.bias["changes"]} >= {"town", "kind", "resident_age", "household"}
        assert [reason["code"] for reason in row.verdict["reasons"]][-1] == "too_little_feedback"


def test_a_model_that_is_not_proved_better_is_refused_and_its_files_go(
    app: Flask, database: Any, crowd: list[str]
) -> None:
    with app.app_context():
        learning.learn(database, by=BY)
        (row,) = models(database)
        assert row.status is ModelStatus.REFUSED
        assert not files.folder_of(row.version).exists()
        with database.transaction(read_only=True):
            entry = history_of(row)[-1]
    assert "確かめるための記録が足りません" in entry.reason
    assert (entry.from_status, entry.to_status) == ("candidate", "refused")


def test_a_model_that_is_proved_better_waits_as_a_candidate_with_its_files(
    app: Flask, database: Any, crowd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = judging.judge
    monkeypatch.setattr(
        learning,
        "judge",
        lambda *given: replace(judged := original(*given), verdict=replace(judged.verdict, promote=True)),
    )
    with app.app_context():
        outcome = learning.learn(database, by=BY)
        assert outcome.status is ModelStatus.CANDIDATE
        assert files.read(outcome.version).learned_.views > 0


def test_a_model_that_hits_more_often_and_hides_no_town_may_be_used_and_then_answers(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)
    with app.app_context():
        with database.transaction():
            a_crowd(MANY, likes="wished town")
        outcome = learning.learn(database, by=BY)
        (row,) = models(database)
        assert [reason["code"] for reason in row.verdict["reasons"]] == ["better"]
        assert outcome.status is ModelStatus.CANDIDATE
        assert row.made_from["has_trees"]
        with database.transaction():
            actions.promote(queries.by_version(row.version), by=BY, reason="当たりやすさが上がったため")
        with database.transaction(read_only=True):
            found = store.fitted()
    assert (found.model_version, found.refusal) == (row.version, "")
    assert found.matcher.model_.learned_.views == row.made_from["views"]


def test_a_model_that_hits_more_often_but_hides_towns_is_refused_in_words(app: Flask, database: Any) -> None:
    with app.app_context():
        with database.transaction():
            a_crowd(MANY, likes="one town")
        outcome = learning.learn(database, by=BY)
        (row,) = models(database)
        with database.transaction(read_only=True):
            said = history_of(row)[-1].reason
    assert outcome.status is ModelStatus.REFUSED
    assert "当たりやすさが上がりました" in said
    assert "「まちごとの露出の偏り（ジニ係数）」が、許される幅（0.020）を超えて悪くなりました" in said


def test_the_same_log_makes_the_same_model_once(app: Flask, database: Any, crowd: list[str]) -> None:
    with app.app_context():
        first, second = learning.learn(database, by=BY), learning.learn(database, by=BY)
    assert second.why_not == "known"
    assert second.version == first.version
    assert len(models(database)) == 1


def test_the_newest_fifth_of_the_residents_is_never_learned_from(app: Flask, database: Any, crowd: list[str]) -> None:
    with app.app_context(), database.transaction(read_only=True):
        found = evidence.read()
    held = found.held_out()
    who = {found.residents[place].id for place in found.feedback.resident[held].tolist()}
    learned = {found.residents[place].id for place in found.feedback.resident[~held].tolist()}
    assert who == set(crowd[-12:])
    assert not who & learned


@pytest.mark.parametrize("why", ["withdrew the consent", "asks for secrecy"])
def test_who_withdraws_is_learned_from_no_more(app: Flask, database: Any, crowd: list[str], why: str) -> None:
    with app.app_context(), database.transaction() as s:
        assert log_name_of(crowd[0])
        if why == "withdrew the consent":
            s.add(Consent(user_id=crowd[0], purpose=ConsentPurpose.MATCHING, text_version="2026-11-21", is_given=False))
        else:
            profile = s.exec(select(Resident).where(Resident.user_id == crowd[0])).one()
            profile.is_confidential, profile.updated_at = True, now()
    with app.app_context(), database.transaction(read_only=True):
        found = evidence.read()
    assert crowd[0] not in {one.id for one in found.residents}
    assert len(found.residents) == 59
    assert len(set(found.feedback.resident.tolist())) == 59


def test_a_listing_that_is_closed_is_learned_from_but_ranked_no_more(
    app: Flask, database: Any, crowd: list[str]
) -> None:
    from webapp.listings.models import Listing, ListingStatus

    with app.app_context():
        with database.transaction() as s:
            closed = s.exec(select(Listing)).first()
            closed.status = ListingStatus.CLOSED
            key = closed.id
        with database.transaction(read_only=True):
            found = evidence.read()
    assert key in {offer.id for offer in found.offers}
    assert key not in {offer.id for offer in found.published}


def test_a_night_learns_once_even_when_it_is_planned_twice(
    app: Flask, database: Any, crowd: list[str], time_machine: Any
) -> None:
    with app.app_context():
        for _hour in range(2):
            with database.transaction():
                nights.plan_night()
        with database.transaction() as s:
            planned = s.exec(select(Job).where(Job.kind == nights.LEARN)).all()
            assert len(planned) == 1
            time_machine.move_to(max(job.run_at for job in s.exec(select(Job)).all()))
        run_due(database)
        assert len(models(database)) == 1
        jobs.learn({"day": planned[0].payload["day"]})
    assert len(models(database)) == 1
    with database.transaction(read_only=True) as s:
        assert {job.status for job in s.exec(select(Job).where(Job.kind == nights.LEARN))} == {JobStatus.DONE}


def test_a_candidate_gives_way_to_the_next_one(app: Flask, database: Any) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        older = a_learned_model()
        newer = LearnedModel(version="f" * 64, verdict={"promote": True, "reasons": []})
        actions.keep(newer, by=BY)
        assert older.status is ModelStatus.REFUSED
        assert newer.status is ModelStatus.CANDIDATE
        assert not files.folder_of(older.version).exists()
        a_matchable()
