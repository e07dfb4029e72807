"""Batches at the desk: frozen, compared with the plain ranking, overridden with a note, published once, seen by people."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from tests.bench.harness import counted_queries
from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable, a_scout
from tests.matches.desk.conftest import an_event, made, rows_of
from tests.support.client import Page, PageClient
from webapp.core.actor import Role
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.trail import history_of
from webapp.listings.models import ListingKind, ListingStatus
from webapp.matches.desk import actions, making, queries
from webapp.matches.desk.models import Audience, BatchStatus, MatchBatch, MatchSuggestion, Mode
from webapp.matches.desk.planning import plan
from webapp.matches.people.anonymity import pseudonym
from webapp.matches.taken import places_left
from webapp.residents.models import ConsentPurpose

SignedIn = Callable[..., PageClient]
WORDS = {"next_step": "3日以内にメールを送ります。", "signed": "企画課 中村"}
REASON = "祭りの準備を手伝ってこられたと知り、今年の山車を一緒に引いてほしいと思いました。"


def fill(town: dict[str, Any], **changes: Any) -> dict[str, Any]:
    values = {"title": "秋の催し", "listings": [town["festival"].id, town["rice"].id]}
    return {**values, "mode": "assignment", "audience": "everybody", **changes}


def start(town: dict[str, Any], **changes: Any) -> Page:
    desk = town["desk"]
    return desk.submit(desk.get("/staff/places/new"), "案をつくる", fill(town, **changes)).follow()


def path_of(batch: MatchBatch, row: MatchSuggestion | None = None) -> str:
    return f"/staff/places/{batch.id}" + (f"/people/{row.id}" if row else "")


def stored(database: Any, batch: MatchBatch) -> MatchBatch:
    with database.transaction(read_only=True):
        return queries.batch(batch.id)


def the_batch(database: Any) -> MatchBatch:
    with database.transaction(read_only=True) as s:
        return s.exec(select(MatchBatch)).one()


def test_places_are_kept_and_who_has_none_elsewhere_is_told_why(database: Any, town: dict[str, Any]) -> None:
    page = start(town)
    assert page.h1 == "秋の催し"
    batch = the_batch(database)
    rows = rows_of(batch, database)
    chosen = [row.chosen_listing_id for row in rows]
    assert chosen.count(town["festival"].id) == 2
    assert chosen.count(town["rice"].id) == 2
    assert "「秋祭りの山車」は、点の高い人で枠が埋まりました。次に合うこの掲載にしました。" in page.text
    assert "全員が受けると、枠におさまらない2世帯" in page.text


def test_totals_stand_side_by_side(database: Any, town: dict[str, Any]) -> None:
    page = start(town)
    rows = {row.find("th").text: [cell.text for cell in row.select("td")] for row in page.tree.select("tbody tr")}
    assert rows["枠におさまる世帯（全員が受けた場合）"] == ["2世帯", "4世帯", "4世帯"]
    assert rows["満員になる掲載"] == ["1件", "1件", "1件"]


def test_an_override_needs_a_note_and_shows_its_effect_at_once(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    row = next(row for row in rows_of(batch, database) if row.chosen_listing_id == town["rice"].id)
    desk = town["desk"]
    page = desk.get(path_of(batch, row))
    refused = desk.submit(page, "案を保存する", {"listing": "none", "message": REASON}, expect=422)
    assert any("理由を書いてください" in error for error in refused.errors())
    assert REASON in refused.html
    after = desk.submit(page, "案を保存する", {"listing": "none", "note": "前の月に来てもらったため"}).follow()
    assert "担当者の理由：前の月に来てもらったため" in after.text
    assert "3世帯" in after.text
    with database.transaction(read_only=True):
        entries = history_of(rows_of(batch, database)[0]) + history_of(row)
    assert [entry.reason for entry in entries if entry.action == "match_suggestion.decide"][-1:] == [
        "前の月に来てもらったため"
    ]


@pytest.mark.both_databases
def test_an_override_cannot_fill_an_offer_twice_nor_break_a_rule(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    row = next(row for row in rows_of(batch, database) if row.chosen_listing_id == town["rice"].id)
    full = {"listing": town["festival"].id, "note": "ぜひ山車に"}
    answer = town["desk"].post(path_of(batch, row), full, expect=409)
    assert "枠が残っていません" in answer.text
    town["desk"].post(path_of(batch, row), {"listing": "0" * 26, "note": "x"}, expect=422)
    with town["desk"].app.app_context(), database.transaction():
        batch, kept = queries.batch(batch.id), queries.suggestion_in(batch, row.id)
        with pytest.raises(RuleBroken, match="条件に合わない"):
            actions.decide(batch, kept, actions.Decision("0" * 26, "理由", ""), by=actor_of(town["clerk"]))
        with pytest.raises(RuleBroken, match="理由を書いて"):
            actions.decide(batch, kept, actions.Decision(None, " ", ""), by=actor_of(town["clerk"]))


def test_nobody_without_consent_or_with_secrecy_is_in_a_batch(database: Any, town: dict[str, Any]) -> None:
    with database.transaction():
        hidden = [
            a_findable(ConsentPurpose.MATCHING, themes=["festivals"]),
            a_findable(themes=["festivals"], is_confidential=True),
        ]
    batch = made(town, database)
    assert {person.id for person in hidden} & {row.user_id for row in rows_of(batch, database)} == set()
    assert len(rows_of(batch, database)) == 4


def test_another_towns_or_a_full_or_an_unlimited_offer_is_refused(database: Any, town: dict[str, Any]) -> None:
    with database.transaction():
        a_municipality("202029")
        other = a_listing("202029", ListingKind.EVENT, capacity=3)
        unlimited = an_event("星を見る会", "nature", None)
        full = an_event("小さな茶会", "tea", 1)
        a_scout(full, town["people"][0])
        paused = an_event("休みの会", "tea", 3, status=ListingStatus.PAUSED)
    wanted = making.Wanted("x", Mode.ASSIGNMENT, Audience.EVERYBODY)
    with town["desk"].app.app_context(), database.transaction():
        by = actor_of(town["clerk"])
        with pytest.raises(NotAllowed, match="ほかのまち"):
            making.make(wanted, [other], by=by)
        for listing, words in (
            (unlimited, "定員がありません"),
            (full, "空きがありません"),
            (paused, "掲載していません"),
        ):
            with pytest.raises(RuleBroken, match=words):
                making.make(wanted, [listing], by=by)
    page = town["desk"].get("/staff/places/new")
    assert "小さな茶会" not in page.text
    for listing in (other, full):
        town["desk"].post("/staff/places/new", fill(town, listings=[listing.id]), expect=422)


def test_what_is_counted_differently_is_not_given_out_together(database: Any, town: dict[str, Any]) -> None:
    with database.transaction():
        job = a_listing(SHIOJIRI, ListingKind.JOB, capacity=2)
    page = town["desk"].get("/staff/places/new")
    both = fill(town, listings=[town["festival"].id, job.id])
    refused = town["desk"].submit(page, "案をつくる", both, expect=422)
    assert any("仕事だけで割り振ります" in error for error in refused.errors())


def test_a_family_takes_places_together_or_not_at_all(database: Any, town: dict[str, Any]) -> None:
    with database.transaction():
        family = a_findable(themes=["festivals", "rice"], family_comes=True, adults=2, children_ages=[4])
        job = a_listing(SHIOJIRI, ListingKind.JOB, capacity=1)
    batch = made(town, database)
    row = next(row for row in rows_of(batch, database) if row.user_id == family.id)
    assert row.seats == 3
    assert row.chosen_listing_id != town["festival"].id
    alone = made(town, database, listings=[town["festival"]])
    assert next(r.why for r in rows_of(alone, database) if r.user_id == family.id) == "too_large"
    assert "この世帯の全員が入る枠数がありません" in town["desk"].get(path_of(alone)).text
    work = made(town, database, listings=[job])
    assert {r.seats for r in rows_of(work, database)} == {1}


def test_crowding_costs_points_that_the_page_names(database: Any, town: dict[str, Any]) -> None:
    with database.transaction():
        for _number in range(8):
            a_findable(themes=["festivals", "rice"], family_comes=False, adults=1, children_ages=[])
    batch = made(town, database, Mode.PRICES)
    prices = {offer["listing"]: offer["price"] for offer in batch.offers}
    assert prices[town["festival"].id] < prices[town["rice"].id] <= 0
    moved = [row for row in rows_of(batch, database) if row.market_listing_id == town["rice"].id]
    assert moved
    page = town["desk"].get(path_of(batch))
    assert "混み合う見込みのため" in page.text
    assert f"{prices[town['festival'].id]:+.1f}点" in page.text


@pytest.mark.parametrize("mode", list(Mode))
def test_the_same_batch_gives_the_same_suggestion(database: Any, town: dict[str, Any], mode: Mode) -> None:
    one, two = made(town, database, mode), made(town, database, mode)
    by_person = [{row.user_id: row.market_listing_id for row in rows_of(batch, database)} for batch in (one, two)]
    assert by_person[0] == by_person[1]
    with database.transaction():
        town["festival"].capacity = 9
    rows = rows_of(one, database)
    again = plan(one.mode, queries.places_of(one), [queries.party_of(row) for row in rows])
    assert again.placed == {row.code: row.market_listing_id for row in rows if row.market_listing_id}
    page = town["desk"].get(path_of(one))
    assert one.model_version in page.text
    assert "固定しています" in page.text


def test_only_who_showed_interest_may_be_asked_for(database: Any, town: dict[str, Any], signed_in: SignedIn) -> None:
    keen = town["people"][2]
    signed_in(keen).post(f"/my/matches/{town['festival'].id}/interest", {})
    batch = made(town, database, audience=Audience.INTERESTED)
    assert [row.user_id for row in rows_of(batch, database)] == [keen.id]
    assert "「興味あり」と答えています" not in town["desk"].get(path_of(batch)).text  # one alone could be named


def test_the_second_look_is_somebody_elses(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    assert "別の担当者" in town["desk"].post(path_of(batch) + "/review", expect=409).text
    town["second"].submit(town["second"].get(path_of(batch)), "確認済みにする")
    assert stored(database, batch).status is BatchStatus.REVIEWED
    row = next(row for row in rows_of(batch, database) if row.chosen_listing_id)
    town["desk"].post(path_of(batch, row), {"listing": "none", "note": "都合がつかないと聞いたため"})
    assert stored(database, batch).status is BatchStatus.DRAFT


def test_a_batch_is_its_towns_alone(database: Any, town: dict[str, Any], signed_in: SignedIn) -> None:
    batch = made(town, database)
    row = rows_of(batch, database)[0]
    with database.transaction():
        a_programme("011002")
        stranger = a_clerk("011002")
        operator = a_staff_user(Role.OPERATOR, None)
    other, reader = signed_in(stranger), signed_in(operator)
    for path in (path_of(batch), path_of(batch, row), path_of(batch) + "/publish"):
        other.get(path, expect=404)
    assert "秋の催し" not in other.get("/staff/places").text
    for path in ("/staff/places", path_of(batch)):
        reader.get(path, expect=403)
    reader.post(path_of(batch) + "/publish", WORDS, expect=403)
    with database.transaction():
        someone = a_findable()
    signed_in(someone).get("/staff/places", expect=403)


def test_nothing_on_the_desk_leads_to_a_person(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    row = rows_of(batch, database)[0]
    html = town["desk"].get(path_of(batch)).html + town["desk"].get(path_of(batch, row)).html
    person = next(person for person in town["people"] if person.id == row.user_id)
    told = ("佐藤", "花子", "新宿", person.email, person.id, "1988")
    assert [word for word in told if word in html] == []
    with town["desk"].app.app_context():
        assert row.code == pseudonym(making.drawn_by([town["festival"], town["rice"]]), person.id)
        assert pseudonym(row.chosen_listing_id, person.id) not in html


def test_accepted_and_open_questions_hold_places(database: Any, town: dict[str, Any]) -> None:
    with database.transaction():
        a_scout(town["festival"], town["people"][0])
        assert places_left([town["festival"], town["rice"]]) == {town["festival"].id: 1, town["rice"].id: 5}


@pytest.mark.parametrize("where", ["", "/new", "show", "decide", "publish", "mine"])
def test_no_page_asks_more_than_ten_questions(
    database: Any, town: dict[str, Any], where: str, signed_in: SignedIn
) -> None:
    batch = made(town, database)
    if where == "mine":
        town["desk"].post(path_of(made(town, database)) + "/publish", {"next_step": "電話します。", "signed": "中村"})
    row = rows_of(batch, database)[0]
    known = {"show": path_of(batch), "decide": path_of(batch, row), "publish": path_of(batch) + "/publish"}
    browser = signed_in(town["people"][0]) if where == "mine" else town["desk"]
    path = "/my/suggested" if where == "mine" else known.get(where, "/staff/places" + where)
    browser.get(path)
    with counted_queries(database.engine) as sent:
        browser.get(path)
    assert len(sent) <= 10, sent
