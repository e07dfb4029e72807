"""The operator sees which model answers and why, and decides with a reason; nobody else gets in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.factories.accounts import a_clerk, an_operator
from tests.factories.municipalities import a_municipality
from tests.factories.registry import a_learned_model, files_of
from tests.matches.registry.crowd import a_crowd, some_listings
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.matches.registry import learning
from webapp.matches.registry.models import LearnedModel, ModelStatus

SignedIn = Callable[..., PageClient]
PAGE = "/operator/matching"
BEGIN, BACK = "理由を残して使いはじめる", "取り下げて戻す"
MEASURED: dict[str, Any] = {
    "ndcg": 0.61,
    "gini": 0.24,
    "new_offers": 0.9,
    "calibration": [{"low": 0.1, "high": 0.2, "weight": 40, "said": 0.15, "happened": 0.12}],
}
BIAS = {
    "changes": [
        {"group": "town", "name": "202151", "size": 3, "before": 1.5, "after": 1.1},
        {"group": "town", "name": "372081", "size": 3, "before": 0.5, "after": 0.9},
        {"group": "prefecture", "name": "37", "size": 3, "before": 0.5, "after": 0.4},
        {"group": "prefecture", "name": "20", "size": 3, "before": 1.5, "after": 1.8},
        {"group": "kind", "name": "need", "size": 3, "before": 1.0, "after": 1.05},
        {"group": "offer_age", "name": "new", "size": 1, "before": None, "after": 1.0},
        {"group": "household", "name": "family", "size": 9, "before": 0.11, "after": 0.12},
    ]
}


def a_measured_model(status: ModelStatus = ModelStatus.CANDIDATE, **changes: Any) -> LearnedModel:
    told = {"candidate": MEASURED, "serving": {"ndcg": 0.55, "gini": 0.3}}
    return a_learned_model(status, **{"measures": told, "bias": BIAS, "made_from": {"views": 900}, **changes})


@pytest.fixture
def operator(app: Flask, database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        user = an_operator()
    return signed_in(user)


@pytest.fixture
def questions(database: Any) -> Iterator[list[str]]:
    """Every statement that is sent to the database."""
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(str(arguments[2]))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(database.engine, "before_cursor_execute", note)


def test_an_empty_registry_says_how_many_looks_are_missing(database: Any, operator: PageClient) -> None:
    with database.transaction():
        a_crowd(2)
    page = operator.get(PAGE)
    assert "まだ記録が足りません：300回のうち" in page.text
    assert "標準のモデル" in page.text
    assert "前のモデルに戻す" not in page.text


def test_the_list_shows_status_verdict_and_three_named_plots_with_tables(
    app: Flask, database: Any, operator: PageClient
) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        row = a_measured_model()
        a_measured_model(ModelStatus.RETIRED, themes=70.0, made_at=now() - timedelta(days=1))
    page = operator.get(PAGE)
    assert row.version[:12] in page.text
    questions = [words_of(tag) for tag in page.tree.select(".panel__question")]
    assert len(questions) == len(set(questions)) == 3
    assert all(question.endswith("か") for question in questions)
    plots = page.tree.select("figure.plot")
    assert len(plots) == 3
    assert all(len(plot.select("table tbody tr")) == 2 for plot in plots)
    assert "61" in plots[0].select("table tbody tr")[1].text


def test_a_model_shows_who_gains_who_loses_and_what_speaks_for_it(
    app: Flask, database: Any, operator: PageClient
) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        a_municipality("200000")
        row = a_measured_model()
    page = operator.get(f"{PAGE}/{row.id}")
    assert "判定：使ってよい" in page.text
    assert "おすすめの当たりやすさが上がりました：+0.100" in page.text
    assert [words_of(tag) for tag in page.tree.select("#towns-gain .plot-bars__value")] == ["40ポイント"]
    assert [words_of(tag) for tag in page.tree.select("#towns-lose .plot-bars__value")] == ["40ポイント"]
    assert "372081" not in page.tree.select_one("#towns-gain").text
    assert "家族と来る人" in page.text
    table = next(tag for tag in page.tree.select("table") if "都道府県ごとの変化" in tag.find("caption").text)
    told = [[words_of(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert told == [["長野県", "150%", "180%", "+30ポイント"], ["37", "50%", "40%", "-10ポイント"]]
    assert page.tree.select_one("#calibration-plot table")


def test_promoting_and_rolling_back_on_the_page_leave_the_reason(
    app: Flask, database: Any, operator: PageClient
) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        row = a_measured_model()
    page = operator.get(f"{PAGE}/{row.id}")
    refused = operator.submit(page, BEGIN, {"reason": ""}, expect=422)
    assert "「使いはじめる理由」を入力してください" in refused.text
    done = operator.submit(page, BEGIN, {"reason": "当たりやすさが上がったため"}).follow()
    assert "使いはじめました" in done.text
    assert f"学習したモデル {row.version[:12]}" in done.text
    assert "当たりやすさが上がったため" in operator.get(f"{PAGE}/{row.id}").text
    asked = operator.get(f"{PAGE}/roll-back")
    assert "標準のモデル" in asked.text
    operator.submit(asked, BACK, {"reason": " "}, expect=422)
    assert "前のモデルに戻しました" in operator.submit(asked, BACK, {"reason": "苦情があったため"}).follow().text
    assert "取り下げるモデルがありません" in operator.get(f"{PAGE}/roll-back").text


def test_a_verdict_against_it_is_a_page_that_says_so(app: Flask, database: Any, operator: PageClient) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        row = a_measured_model(verdict={"promote": False, "reasons": [{"code": "first", "params": {}}]})
    assert "判定：使わない" in operator.get(f"{PAGE}/{row.id}").text
    answer = operator.post(f"{PAGE}/{row.id}/promote", {"reason": "それでも"}, expect=409)
    assert "使いはじめられません" in answer.text


def test_a_broken_model_is_told_to_the_operator(app: Flask, database: Any, operator: PageClient) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        row = a_measured_model(ModelStatus.IN_SERVICE)
        (files_of(row) / "meta.json").unlink()
    page = operator.get(PAGE)
    assert "使用中のモデルのファイルを読めません" in page.text
    assert "meta.json is missing" in page.text


def test_a_clerk_and_a_stranger_do_not_get_in(
    app: Flask, database: Any, signed_in: SignedIn, client: PageClient, operator: PageClient
) -> None:
    with app.app_context(), database.transaction():
        some_listings(1)
        row, clerk = a_measured_model(), a_clerk("202151")
    for path in (PAGE, f"{PAGE}/{row.id}", f"{PAGE}/roll-back"):
        signed_in(clerk).get(path, expect=403)
        client.get(path, expect=303)
    signed_in(clerk).post(f"{PAGE}/{row.id}/promote", {"reason": "よい"}, expect=403)
    operator.get(f"{PAGE}/01ARZ3NDEKTSV4RRFFQ69G5FAV", expect=404)


def test_more_models_ask_no_more_questions(
    app: Flask, database: Any, operator: PageClient, questions: list[str]
) -> None:
    counts: list[int] = []
    for themes in (50.0, 60.0):
        with app.app_context(), database.transaction():
            if not counts:
                some_listings(1)
            for number in range(1 + 4 * len(counts)):
                a_measured_model(ModelStatus.RETIRED, themes=themes + number)
        for _time in range(2):  # what changed a moment ago is looked at once more
            operator.get(PAGE)
        questions.clear()
        operator.get(PAGE)
        counts.append(len(questions))
    assert counts[0] == counts[1] <= 12


def test_a_learned_model_shows_its_own_numbers(app: Flask, database: Any, operator: PageClient) -> None:
    with app.app_context():
        with database.transaction():
            a_crowd(60)
        outcome = learning.learn(database, by=system_actor("test"))
    page = operator.get(PAGE)
    assert outcome.version[:12] in page.text
    shown = operator.get(page.tree.select_one(f"a[href^='{PAGE}/0']").attrs["href"])
    assert "確かめるための記録が足りません" in shown.text
    assert "見込みと実際の差" in shown.text
