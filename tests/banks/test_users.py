"""The user's side: registered with a pledge and an end, question, viewing, negotiation, broker, result."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from tests.banks.conftest import OTHER, published
from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.residents import a_resident
from webapp.banks.homes import publishing
from webapp.banks.homes import queries as homes
from webapp.banks.homes.models import HomeStatus
from webapp.banks.models import AkiyaBank, BankBroker
from webapp.banks.users import actions, registering
from webapp.banks.users.models import BankTalk, BankUser, TalkStatus, UserStatus
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.inquiries import places
from webapp.inquiries.threads import asking
from webapp.inquiries.threads.models import Thread
from webapp.listings.models import Listing, ListingStatus
from webapp.residents.models import Resident

WRITTEN = {"full_name": "家探 花子", "address": "東京都", "phone": "03-1111-1111", "purpose": "月に一週間住みたい"}


def a_user(world, person=None, **changes):
    """Somebody who is registered."""
    actor = person or world.actors.seeker
    row = registering.apply(session().get_one(AkiyaBank, world.bank.id), {**WRITTEN, **changes}, by=actor)
    registering.accept(row, by=world.actors.centre)
    return row


def handed(world, home, person=None, **changes):
    """A talk that a broker has taken over."""
    actor = person or world.actors.seeker
    talk = actions.ask(home, a_user(world, actor, **changes), "雪は多いですか", by=actor)
    actions.apply(talk, "春から借りたい", by=actor)
    actions.hand_over(talk, session().get_one(BankBroker, world.broker.id), by=world.actors.centre)
    return talk


def letter_to(email):
    return session().exec(select(Letter).where(Letter.to_email == email).order_by(col(Letter.id).desc())).first()


@pytest.mark.both_databases
def test_a_question_leads_over_viewing_and_broker_to_a_contract(making, world, signed_in):
    with making():
        home = published(world)
        a_user(world)
    seeker, clerk = signed_in(world.people.seeker), signed_in(world.people.centre)
    page = seeker.get(f"/listings/{home.listing_id}")
    assert "CHU-01-001" in page.text
    page = seeker.get(page.links()["この家について聞く"])
    page = seeker.submit(page, "問合せを送る", {"question": "雪は多いですか"}).follow()
    staff = page.path.replace("/my/", "/staff/")
    clerk.submit(clerk.get(f"{staff}/answer"), "問合せに答える", {"answer": "二月に50cmほどです。"})
    at = (now() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    clerk.submit(clerk.get(f"{staff}/set_viewing"), "内見の日を決める", {"at": at, "note": "駅前で"})
    seeker.submit(seeker.get(f"{page.path}/apply"), "交渉を申し込む", {"wish": "春から借りたい"})
    step = clerk.get(f"{staff}/hand_over")
    assert "当事者" in step.text
    clerk.submit(step, "業者に引き継ぐ", {"broker": world.broker.id})
    assert "長野県知事（3）第1234号" in seeker.get(page.path).text
    with making() as opened:
        letter = letter_to("broker@example.jp")
        facts = dict(letter.content["facts"])
        assert (facts["利用者"], facts["電話番号"], facts["希望"]) == ("家探 花子", "03-1111-1111", "春から借りたい")
        assert "家主" not in str(letter.content)
        assert opened.get_one(Listing, home.listing_id).status is ListingStatus.NEGOTIATING
    clerk.submit(clerk.get(f"{staff}/succeed"), "成約を記録する", {"on": today().isoformat(), "yen": "1800000"})
    with making() as opened:
        assert homes.by_id(home.id).contract_yen == 1_800_000
        assert opened.get_one(Listing, home.listing_id).status is ListingStatus.CONTRACTED


def test_only_registered_people_ask_and_only_until_their_day(making, world, signed_in, time_machine):
    with making():
        home = published(world)
    seeker = signed_in(world.people.seeker)
    assert "利用登録が必要です" in seeker.get(f"/my/bank-talks/new/{home.listing_id}").h1
    with making():
        row = a_user(world)
        assert row.valid_until is not None
        until = row.valid_until
    time_machine.move_to(now() + timedelta(days=(until - today()).days + 1))
    with making() as opened:
        user = opened.get_one(BankUser, row.id)
        with pytest.raises(RuleBroken, match="利用登録"):
            actions.ask(homes.by_id(home.id), user, "まだ聞けますか", by=world.actors.seeker)
        for _ in range(2):
            registering.expire_due(by=world.actors.centre.__class__(name="daily", is_system=True))
        assert user.status is UserStatus.EXPIRED
        assert len([s for s in opened.exec(select(Letter.subject)) if "期限が過ぎました" in s]) == 1
        registering.renew(user, by=world.actors.seeker)
        assert user.may_ask


def test_the_form_wants_the_pledge_and_the_centre_decides(making, world, signed_in):
    seeker = signed_in(world.people.seeker)
    page = seeker.get(f"/my/bank-users/new/{world.bank.id}")
    refused = seeker.submit(page, "利用登録を申し込む", WRITTEN, expect=422)
    assert refused.errors()
    seeker.submit(page, "利用登録を申し込む", {**WRITTEN, "pledge": "y"})
    with making() as opened:
        row = opened.exec(select(BankUser)).one()
    path = f"/staff/bank-users/{row.id}"
    signed_in(world.people.other).get(path, expect=404)
    clerk = signed_in(world.people.centre)
    clerk.submit(clerk.get(path), "登録する")
    clerk.post(path, {"reason": ""}, expect=422)
    clerk.submit(clerk.get(path), "登録を取り消す", {"reason": "約束が守られなかったため"})
    assert "約束が守られなかったため" in seeker.get("/my/banks").text


def test_a_talk_and_a_thread_about_the_same_home_lead_to_each_other(making, world, signed_in):
    with making():
        home = published(world)
        talk = actions.ask(home, a_user(world), "雪は多いですか", by=world.actors.seeker)
        place = places.of_listing(publishing.listing_of(home))
        words, listing = asking.Words("2台とめられますか"), publishing.listing_of(home)
        thread = asking.open_thread(place, words, subject="駐車場", listing=listing, by=world.actors.seeker)
    seeker, clerk = signed_in(world.people.seeker), signed_in(world.people.centre)
    mine, theirs = f"/my/messages/{thread.id}", f"/desk/messages/{thread.id}"
    assert mine in seeker.get(f"/my/bank-talks/{talk.id}").html
    assert seeker.get(mine).links()["空き家バンクの交渉を見る"] == f"/my/bank-talks/{talk.id}"
    assert theirs not in clerk.get(f"/staff/bank-talks/{talk.id}").html  # the thread is still without a name
    with making() as opened:
        opened.get_one(Thread, thread.id).shown_name = "家探"
    assert theirs in clerk.get(f"/staff/bank-talks/{talk.id}").html


def test_one_person_at_a_time_is_handed_over(making, world):
    with making():
        home = published(world)
        first = handed(world, home)
        second_person = actor_of(a_resident_user())
        second = actions.ask(home, a_user(world, second_person), "わたしも", by=second_person)
        actions.apply(second, "買いたい", by=second_person)
        with pytest.raises(RuleBroken, match="ほかの人が交渉中"):
            actions.hand_over(second, world.broker, by=world.actors.centre)
        actions.fail(first, reason="条件が合わなかったため", by=world.actors.centre)
        assert home.status is HomeStatus.PUBLISHED
        actions.hand_over(second, world.broker, by=world.actors.centre)
        third_person = actor_of(a_resident_user())
        third = actions.ask(home, a_user(world, third_person), "まだありますか", by=third_person)
        actions.succeed(second, on=today(), yen=None, by=world.actors.centre)
        assert (third.status, home.status) == (TalkStatus.FAILED, HomeStatus.CONTRACTED)


def test_who_asks_for_secrecy_goes_by_the_shown_name(making, world, signed_in):
    with making():
        home = published(world)
        session().exec(select(Resident).where(Resident.user_id == world.people.seeker.id)).one().is_confidential = True
        talk = handed(world, home, shown_name="やまねこ")
        facts = dict(letter_to("broker@example.jp").content["facts"])
        assert facts["利用者"] == "やまねこ"
        assert "03-1111-1111" not in str(facts)
    clerk = signed_in(world.people.centre)
    for path in (
        f"/staff/bank-talks/{talk.id}",
        f"/staff/bank-users/{talk.bank_user_id}",
        f"/staff/banks/{world.bank.id}",
    ):
        html = clerk.get(path).html
        assert "家探" not in html
        assert "03-1111-1111" not in html


def test_a_talk_is_the_persons_and_the_towns(making, world, signed_in):
    with making():
        home = published(world, OTHER, clerk=world.actors.other)
        talk = actions.ask(home, a_user(world), "雪は", by=world.actors.seeker)
        stranger = a_resident_user()
        with pytest.raises(NotAllowed):
            actions.apply(talk, "わたしが", by=actor_of(stranger))
    signed_in(stranger).get(f"/my/bank-talks/{talk.id}", expect=404)
    signed_in(world.people.centre).get(f"/staff/bank-talks/{talk.id}", expect=404)
    signed_in(world.people.other).get(f"/staff/bank-talks/{talk.id}")
    seeker = signed_in(world.people.seeker)
    assert seeker.get(f"/my/bank-talks/new/{home.listing_id}", expect=303).location.endswith(talk.id)


def test_own_data_leaves_and_is_erased_for_both_sides(making, world, signed_in):
    with making():
        home = published(world)
        handed(world, home)
        a_resident(world.people.owner)
    owner, seeker = signed_in(world.people.owner), signed_in(world.people.seeker)
    assert "CHU-01-001" in owner.get("/my/data/futamachi.json").html
    assert "月に一週間住みたい" in seeker.get("/my/data/futamachi.json").html
    from webapp.banks import own_data

    with making() as opened:
        own_data.erase(world.people.seeker.id, by=world.actors.seeker)
        row = opened.exec(select(BankUser)).one()
        assert (row.full_name, row.purpose, row.user_id, row.status) == ("", "", None, UserStatus.WITHDRAWN)
        assert opened.exec(select(BankTalk)).one().wish == ""
        assert homes.by_id(home.id).status is HomeStatus.PUBLISHED
        own_data.erase(world.people.owner.id, by=world.actors.owner)
        gone = homes.by_id(home.id)
        assert (gone.owner_name, gone.private_address, gone.user_id, gone.status) == (
            "",
            "",
            None,
            HomeStatus.WITHDRAWN,
        )
        assert homes.documents_of(gone) == []
        assert opened.get_one(Listing, home.listing_id).status is ListingStatus.CLOSED
