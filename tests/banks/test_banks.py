"""The bank itself: founded, joined, licences, costs to the yen, statistics, demand, one search over all."""

import csv
import io
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from sqlmodel import select

from tests.banks.conftest import BROKER, CENTRE, FAR, OTHER, published, sent
from tests.banks.test_users import handed
from tests.factories.listings import a_listing
from webapp.banks import actions, demand, leaving, licences, queries, sharing, statistics
from webapp.banks.models import AkiyaBank, BankMember, BankStatus, MemberStatus
from webapp.banks.users import actions as talks
from webapp.core.clock import fiscal_year, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.registrations import standing


def test_a_town_joins_by_its_own_word_and_one_bank_only(making, world):
    with making():
        bank = session().get_one(AkiyaBank, world.bank.id)
        invited = actions.invite(bank, FAR, label="03", by=world.actors.centre)
        with pytest.raises(NotAllowed):
            actions.join(invited, by=world.actors.centre)
        with pytest.raises(RuleBroken, match="すでに"):
            actions.found(OTHER, name="別のバンク", prefix="B", label="01", by=world.actors.other)
        actions.join(invited, by=world.actors.far)
        assert queries.bank_in(FAR) is bank
        with pytest.raises(RuleBroken, match="中心のまち"):
            actions.leave(queries.member_in(bank.id, CENTRE), by=world.actors.centre, reason="x")
        actions.leave(invited, by=world.actors.far, reason="広域の別の枠組みに移るため")
        assert queries.bank_in(FAR) is None
        with pytest.raises(RuleBroken, match="記号"):
            actions.invite(bank, FAR, label="02", by=world.actors.centre)


def test_a_bank_opens_with_words_and_closes_empty(making, world):
    with making():
        bank = actions.found(FAR, name="南のバンク", prefix="MIN", label="1", by=world.actors.far)
        with pytest.raises(RuleBroken, match="きまり"):
            actions.open_bank(bank, by=world.actors.far)
        published(world)
        with pytest.raises(RuleBroken, match="公開中の家"):
            actions.close_bank(session().get_one(AkiyaBank, world.bank.id), by=world.actors.centre, reason="x")


def test_only_the_centre_runs_it_and_strangers_see_nothing(making, world, signed_in, client):
    path = f"/staff/banks/{world.bank.id}"
    other, far = signed_in(world.people.other), signed_in(world.people.far)
    other.get(path)
    for part in ("edit", "towns", "brokers"):
        other.get(f"{path}/{part}", expect=404)
    far.get(path, expect=404)
    far.get(f"{path}/statistics", expect=404)
    assert "長野県知事（3）第1234号" in client.get(f"/banks/{world.bank.id}").text
    with making() as opened:
        opened.get_one(AkiyaBank, world.bank.id).status = BankStatus.PREPARING
    client.get(f"/banks/{world.bank.id}", expect=404)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("長野県知事(3)第1234号", "長野県知事（3）第1234号"),
        (" 国土交通大臣（１０）第 ００５６７ 号 ", "国土交通大臣（10）第567号"),
        ("松本市長(1)第1号", ""),
        ("東京府知事(1)第1号", ""),
        ("長野県知事(0)第1号", ""),
        ("第1234号", ""),
        ("", ""),
    ],
)
def test_a_licence_number_has_its_shape(making, world, typed, kept):
    with making():
        if kept:
            assert licences.read(typed) == kept
        else:
            with pytest.raises(RuleBroken, match="免許番号"):
                licences.read(typed)


def test_a_broker_without_a_licence_is_not_listed(making, world, signed_in):
    clerk = signed_in(world.people.centre)
    page = clerk.get(f"/staff/banks/{world.bank.id}/brokers")
    answer = clerk.submit(page, "保存する", {**BROKER, "licence": "免許なし"}, expect=422)
    assert any("免許番号" in line for line in answer.errors())


def test_shares_add_up_to_the_yen_and_are_fair():
    draw = Random(20261121)
    for _ in range(300):
        total, count, equal = draw.randrange(10**10), draw.randint(1, 12), draw.randint(0, 100)
        people = draw.randint(0, 100 - equal)
        split = sharing.Split(equal, people, 100 - equal - people)
        parts = [
            sharing.Part(f"{place:06}", draw.choice((0, draw.randrange(400_000))), draw.randrange(5))
            for place in range(count)
        ]
        yen = sharing.shares(total, parts, split)
        assert sum(yen.values()) == total
        assert all(abs(yen[p.municipality_code] - sharing._exact(total, p, parts, split)) < 1 for p in parts)


def test_shares_of_a_known_case_and_wrong_percentages():
    parts = [sharing.Part("a", 60_000, 3), sharing.Part("b", 30_000, 1), sharing.Part("c", 10_000, 0)]
    assert sharing.shares(1_000_000, parts, sharing.Split(20, 50, 30)) == {"a": 591_667, "b": 291_667, "c": 116_666}
    for split in (sharing.Split(50, 50, 50), sharing.Split(-10, 60, 50)):
        with pytest.raises(RuleBroken):
            sharing.shares(100, parts, split)
    with pytest.raises(RuleBroken):
        sharing.shares(100, [], sharing.Split(100, 0, 0))


def test_costs_need_populations_and_are_kept(making, world, signed_in):
    clerk = signed_in(world.people.centre)
    path = f"/staff/banks/{world.bank.id}/costs"
    typed = {"fiscal_year": "2026", "total": "1000001", "equal": "20", "population": "50", "homes": "30"}
    assert "人口" in clerk.post(path, typed, expect=409).text
    with making() as opened:
        members = opened.exec(select(BankMember)).all()
    for member in members:
        page = clerk.get(f"/staff/banks/members/{member.id}/people")
        clerk.submit(page, "保存する", {"population": "60000", "source": "国勢調査"})
    clerk.post(path, {**typed, "homes": "40"}, expect=422)
    clerk.post(path, typed).follow()
    assert "1,000,001" in signed_in(world.people.other).get(path).text
    signed_in(world.people.other).post(path, typed, expect=404)
    with making() as opened:
        cost = queries.costs_of(opened.get_one(AkiyaBank, world.bank.id))[0]
        assert sum(line["yen"] for line in cost.lines) == 1_000_001


def test_statistics_count_by_town_and_leave_as_a_sheet(making, world, signed_in, monkeypatch):
    monkeypatch.setattr(talks, "_is_dual", lambda user: True)
    with making() as opened:
        home = published(world)
        published(world, OTHER, clerk=world.actors.other)
        talk = handed(world, home)
        talk.asked_at, talk.first_answer_at = now() - timedelta(hours=6), now()
        opened.flush()
        talks.succeed(talk, on=today(), yen=1_000_000, by=world.actors.centre)
        rows = statistics.lines(opened.get_one(AkiyaBank, world.bank.id), fiscal_year(today()))
        first, second = rows
        assert (first.registered, first.listed, first.questions, first.handed) == (1, 0, 1, 1)
        assert (first.contracts, first.dual_contracts, first.answer_hours) == (1, 1, 6.0)
        assert (second.registered, second.listed, second.contracts) == (1, 1, 0)
        assert statistics.total(rows).registered == 2
    clerk = signed_in(world.people.other)
    clerk.get(f"/staff/banks/{world.bank.id}/statistics?year=1999")
    body = clerk.get(f"/staff/banks/{world.bank.id}/statistics.csv").html
    sheet = list(csv.reader(io.StringIO(body.lstrip("\ufeff"))))
    assert [row[0] for row in sheet] == ["市町村", "塩尻市", "長野市", "合計"]


def test_a_registration_in_force_makes_a_dual_resident(making, world):
    with making():
        assert standing.dual_among({world.people.seeker.id}) == set()
        assert talks._is_dual(SimpleNamespace(user_id=world.people.seeker.id)) is False


def test_demand_hides_small_groups(making, world, signed_in, monkeypatch):
    from webapp.listings.models import ListingKind
    from webapp.listings.saved.queries import Demand

    found = {CENTRE: Demand(12, {ListingKind.HOME: 7}, {}, {"薪ストーブ": 6})}
    monkeypatch.setattr(demand, "demand", lambda codes: {code: found[code] for code in codes if code in found})
    page = signed_in(world.people.other).get(f"/staff/banks/{world.bank.id}/demand")
    for words in ("12人", "7人", "薪ストーブ", "5人未満"):
        assert words in page.text


def test_one_search_covers_the_banks_towns(making, world, client):
    with making():
        a_listing(title="遠いまちの家", municipality_code=FAR)
        home = published(world, OTHER, clerk=world.actors.other)
    page = client.get(f"/listings?kind=home&bank={world.bank.id}")
    assert "大字松の谷" in page.text
    assert "遠いまちの家" not in page.text
    assert home.number in client.get(f"/banks/{world.bank.id}").text


def test_a_town_that_leaves_the_service_takes_its_homes_out(making, world):
    with making():
        there = published(world, OTHER, clerk=world.actors.other)
        waiting = sent(session().get_one(AkiyaBank, world.bank.id), world.actors.owner, OTHER)
        leaving.end_all_in(OTHER, by=world.actors.other, reason="参加をやめたため")
        assert (there.status.value, waiting.status.value) == ("removed", "declined")
        member = session().exec(select(BankMember).where(BankMember.municipality_code == OTHER)).one()
        assert member.status is MemberStatus.LEFT
        leaving.end_all_in(CENTRE, by=world.actors.centre, reason="参加をやめたため")
        assert session().get_one(AkiyaBank, world.bank.id).status is BankStatus.CLOSED
