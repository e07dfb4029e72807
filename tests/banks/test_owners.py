"""The owner's side: to the town where the house stands, with every condition, to a number and into the list, and out."""

import io
import threading

import pytest
from sqlmodel import col, select

from tests.banks.conftest import CENTRE, FAR, OTHER, published, registered, sent, surveyed, written
from tests.banks.test_users import handed
from tests.factories.accounts import BY
from tests.factories.corporations import PDF
from tests.factories.residents import a_resident
from webapp.accounts.links import hash_token
from webapp.banks import ending
from webapp.banks.homes import actions, checks, deciding, publishing
from webapp.banks.homes.models import BankHome, HomeStatus
from webapp.banks.models import AkiyaBank
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.listings.consents import actions as consents
from webapp.listings.consents import recipients
from webapp.listings.consents.models import DeletionRequest
from webapp.listings.models import ConsentChannel, Deal, Listing, ListingStatus, OwnerConsent


def bank_of(world):
    return session().get_one(AkiyaBank, world.bank.id)


def letters_to(email):
    return list(session().exec(select(Letter.subject).where(Letter.to_email == email).order_by(col(Letter.id))))


def test_it_goes_through_every_step_into_the_list(making, world):
    with making():
        home = published(world)
        listing = publishing.listing_of(home)
        assert home.number == "CHU-01-001"
        assert (home.status, listing.status) == (HomeStatus.PUBLISHED, ListingStatus.PUBLISHED)
        assert (listing.price, listing.public_address) == (2_000_000, "大字松の谷")
        assert "長野県知事（3）第1234号" in listing.details["broker"]
        consent = session().exec(select(OwnerConsent)).one()
        assert (consent.channel, consent.owner_user_id) == (ConsentChannel.APPLICATION, world.people.owner.id)
        assert recipients.items_for_bank(listing, world.bank.id) == {"public_address", "building"}
        assert letters_to("owner@example.jp")[:3] == [
            "空き家バンクの申請を受け付けました", "空き家バンクの登録決定のお知らせ", "家の情報を公開しました",
        ]  # fmt: skip
        deciding.contract(home, on=today(), yen=1_800_000, by_dual_resident=False, by=world.actors.centre)
        assert listing.status is ListingStatus.CONTRACTED


def test_numbers_count_by_town_and_are_never_given_again(making, world):
    with making():
        first, second = registered(world), registered(world)
        there = registered(world, OTHER, clerk=world.actors.other)
        ending.remove(second, reason="壊したため", by=world.actors.centre)
        third = registered(world)
        numbers = [home.number for home in (first, second, third, there)]
        assert numbers == ["CHU-01-001", "CHU-01-002", "CHU-01-003", "CHU-02-001"]


@pytest.mark.parametrize("code", list(checks.CONDITIONS))
def test_each_condition_must_hold(making, world, code):
    with making():
        home = written(actions.start(bank_of(world), by=world.actors.owner), by=world.actors.owner)
        actions.revise(home, {"conditions": [c for c in checks.CONDITIONS if c != code]}, by=world.actors.owner)
        with pytest.raises(RuleBroken, match="確かめていない条件"):
            actions.submit(home, by=world.actors.owner)
        assert home.status is HomeStatus.DRAFT


def test_what_is_missing_or_too_fine_or_of_another_town_is_named(making, world):
    with making():
        home = actions.start(bank_of(world), by=world.actors.owner)
        said = " ".join(checks.missing(home))
        for words in ("くわしい所在地", "登記事項証明書", "構造", "同意が必要"):
            assert words in said
        written(home, by=world.actors.owner, public_address="松の谷12番地3", private_address="長野市南町1")
        said = " ".join(checks.missing(home))
        assert "番地や号は公開できません" in said
        assert "長野市を選んでください" in said
        with pytest.raises(RuleBroken, match="参加しているまち"):
            actions.revise(home, {"municipality_code": FAR}, by=world.actors.owner)


def test_an_application_is_seen_where_the_house_stands_only(making, world, signed_in):
    with making():
        home = sent(bank_of(world), world.actors.owner, OTHER)
    people = world.people
    signed_in(people.other).get(f"/staff/bank-homes/{home.id}")
    signed_in(people.centre).get(f"/staff/bank-homes/{home.id}", expect=404)
    signed_in(people.far).get(f"/staff/bank-homes/{home.id}", expect=404)
    signed_in(people.seeker).get(f"/my/bank-homes/{home.id}", expect=404)
    with making():
        assert "空き家バンクの申請が届きました" in letters_to("other@example.jp")
        assert "空き家バンクの申請が届きました" not in letters_to("centre@example.jp")


def test_nobody_decides_about_their_own_house(making, world):
    with making():
        home = sent(bank_of(world), world.actors.centre)
        with pytest.raises(NotAllowed):
            deciding.check_papers(home, by=world.actors.centre)


def test_an_owner_writes_it_screen_by_screen(making, world, signed_in):
    owner = signed_in(world.people.owner)
    start = owner.get(f"/my/bank-homes/new/{world.bank.id}")
    path = owner.submit(start, "申請を書き始める").location.removesuffix("/home")
    home_page = owner.get(f"{path}/home")
    typed = {"municipality_code": CENTRE, "deal": "both", "price": "150万", "private_address": "松の谷1", "public_address": "松の谷12番地"}  # fmt: skip
    refused = owner.submit(home_page, "保存して次へ", typed, expect=422)
    assert any("番地" in line for line in refused.errors())
    typed |= {"price": "1500000", "monthly_cost": "30000", "public_address": "大字松の谷", "structure": "木造"}
    page = owner.submit(home_page, "保存して次へ", typed).follow()
    you = {"owner_name": "家主 一郎", "owner_address": "東京都", "owner_phone": "03", "owner_email": "owner@example.jp"}
    page = owner.submit(page, "保存して次へ", you).follow()
    page = owner.post(page.path, {"conditions": list(checks.CONDITIONS)}).follow()
    owner.post(f"{page.path}/register", {"file": (io.BytesIO(b"<html>"), "x.pdf")}, expect=422)
    for key in ("register", "map", "photos", "identity"):
        owner.post(f"{path}/papers/{key}", {"file": (io.BytesIO(PDF), f"{key}.pdf")})
    page = owner.submit(owner.get(f"{path}/papers"), "次へ").follow()
    page = owner.post(page.path, {"consent_items": ["public_address", "building"]}).follow()
    assert "まだ送れません" not in page.text
    page = owner.submit(page, "申請を送る", {"is_true": "y"}).follow()
    assert "まちが書類を確かめています" in page.text
    owner.get(f"{path}/home", expect=409)
    with making() as opened:
        row = opened.exec(select(BankHome)).one()
        assert (row.deal, row.price, row.monthly_cost) == (Deal.BOTH, 1_500_000, 30_000)


def test_an_owner_without_an_account_writes_by_the_letters_link(making, world, signed_in, client):
    clerk = signed_in(world.people.centre)
    page = clerk.get(f"/staff/bank-homes/invite/{world.bank.id}")
    clerk.submit(page, "手紙を送る", {"place": CENTRE, "name": "谷 花子", "email": "Tani@Example.jp"})
    with making() as opened:
        link = opened.exec(select(Letter).where(Letter.to_email == "tani@example.jp")).one().content["link"]
    assert client.raw.get(link).location == f"{link}/home"
    typed = {"municipality_code": CENTRE, "private_address": "松の谷9", "public_address": "大字松の谷", "deal": "rent", "monthly_cost": "20000"}  # fmt: skip
    client.submit(client.get(f"{link}/home"), "保存して次へ", typed)
    client.post(f"{link}/papers/map", {"file": (io.BytesIO(PDF), "map.pdf")})
    assert "松の谷" in client.get(link).text
    client.post(f"{link}/confirm", {"is_true": "y"}, expect=409)
    client.get("/banks/letter/" + "x" * 43, expect=404)
    with making() as opened:
        home = opened.exec(select(BankHome)).one()
        written(home, by=BY, owner_email="tani@example.jp")
    client.post(f"{link}/confirm", {"is_true": "y"})
    assert "まちが書類を確かめています" in client.get(link).text


def test_an_owner_without_an_account_takes_every_consent_back_by_the_letters_link(making, world, client):
    token = "t" * 43
    with making() as opened:
        home = published(world, OTHER, clerk=world.actors.other)
        row = opened.get_one(BankHome, home.id)
        row.user_id, row.token_hash = None, hash_token(token)
        opened.exec(select(OwnerConsent)).one().owner_user_id = None
    page = client.get(f"/banks/letter/{token}")
    page = client.get(page.links()["申請と、公開や提供への同意を取り消す"])
    assert "取り下げました" in client.submit(page, "取り下げる", {"reason": ""}).follow().text
    client.get(f"/listings/{home.listing_id}", expect=404)
    with making() as opened:
        assert opened.exec(select(OwnerConsent)).one().withdrawn_at is not None
        assert [one.holder for one in opened.exec(select(DeletionRequest))] == [CENTRE]
    client.post(f"/banks/letter/{token}/withdraw", expect=409)
    assert "取り消す" not in client.get(f"/banks/letter/{token}").text


def test_taking_it_back_hides_it_and_asks_the_centre_to_delete(making, world, signed_in, client):
    with making():
        home = published(world, OTHER, clerk=world.actors.other)
    client.get(f"/listings/{home.listing_id}")
    owner = signed_in(world.people.owner)
    page = owner.get(f"/my/bank-homes/{home.id}/withdraw")
    owner.submit(page, "取り下げる", {"reason": "息子が住むため"}).follow()
    client.get(f"/listings/{home.listing_id}", expect=404)
    with making() as opened:
        assert opened.get_one(Listing, home.listing_id).status is ListingStatus.CLOSED
        assert [row.holder for row in opened.exec(select(DeletionRequest))] == [CENTRE]


@pytest.mark.both_databases
def test_fifty_homes_registered_at_once_get_fifty_numbers_without_a_gap(making, world, database):
    with making():
        homes = [surveyed(world) for _ in range(50)]
    start, failed = threading.Barrier(len(homes)), []

    def register(key):
        start.wait(timeout=30)
        try:
            with making() as opened:
                deciding.register(opened.get_one(BankHome, key, with_for_update=True), by=world.actors.centre)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=register, args=(home.id,)) for home in homes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with making() as opened:
        numbers = sorted(opened.exec(select(BankHome.number)))
    assert numbers == [f"CHU-01-{n:03d}" for n in range(1, 51)]


def test_without_the_consent_to_the_bank_it_is_not_published(making, world):
    with making():
        home = registered(world)
        listing = publishing.listing_of(home)
        for consent in session().exec(select(OwnerConsent)).all():
            consents.withdraw(consent, by=BY)
        with pytest.raises(RuleBroken, match="同意"):
            deciding.publish(home, by=world.actors.centre)
        assert listing.status is ListingStatus.DRAFT


def test_a_hidden_owners_name_is_not_on_the_towns_screens(making, world, signed_in):
    with making():
        a_resident(world.people.owner, is_confidential=True)
        home = registered(world)
        assert session().exec(select(OwnerConsent)).one().owner_name != "家主 一郎"
    clerk = signed_in(world.people.centre)
    for path in (f"/staff/bank-homes/{home.id}", f"/desk/listings/{home.listing_id}/summary", "/staff/banks?all=1"):
        assert "家主" not in clerk.get(path).html
    assert "家主" in signed_in(world.people.owner).get(f"/my/bank-homes/{home.id}").text


def test_a_contract_is_noted_where_the_talks_are(making, world, signed_in):
    with making():
        home, other = published(world), published(world)
        handed(world, home)
    clerk = signed_in(world.people.centre)
    typed = {"on": today().isoformat(), "yen": "1200000", "dual": "y"}
    assert "その交渉の画面" in clerk.post(f"/staff/bank-homes/{home.id}/contract", typed, expect=409).text
    clerk.submit(clerk.get(f"/staff/bank-homes/{other.id}/contract"), "成約を記録する", typed)
    with making() as opened:
        row = opened.get_one(BankHome, other.id)
        assert (row.status, row.by_dual_resident) == (HomeStatus.CONTRACTED, True)
