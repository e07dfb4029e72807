"""Threads with the broker to whom a town handed a home over: read and answered by a link, ended with the hand-off."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from sqlmodel import col, select

from tests.banks.conftest import BROKER, CENTRE, making, published, world  # noqa: F401 - the bank of the banks' tests
from tests.banks.test_users import handed
from webapp.banks.homes import publishing
from webapp.banks.homes import queries as homes
from webapp.banks.models import BankBroker
from webapp.banks.users import actions as talks
from webapp.banks.users.models import BankTalk
from webapp.core.errors import RuleBroken
from webapp.core.jobs import run_due
from webapp.core.letters import Letter
from webapp.core.tenant_data import tenant_tables
from webapp.inquiries.reports.models import Report, ReportKind
from webapp.inquiries.threads import asking
from webapp.inquiries.threads.models import Thread, ThreadBlock, ThreadFile, ThreadKey, ThreadStatus
from webapp.residents.models import Resident

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ASKED = {"subject": "雨どいについて", "text": "雨どいは直してありますか。"}
ANSWER = {"text": "去年直しました。", "signed": "佐藤"}


@pytest.fixture(autouse=True)
def friday(time_machine):
    """Before anybody gets a role."""
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def asked(making, world, signed_in):  # noqa: F811 - fixtures of the banks' tests
    """A home in a broker's hands, and a question about it of the person who negotiates."""
    with making():
        home = published(world)
        world.talk = handed(world, home)
    world.home, world.browser = home, signed_in(world.people.seeker)
    page = world.browser.get(world.browser.get(f"/listings/{home.listing_id}").links()["この掲載についてたずねる"])
    world.question = page
    world.page = world.browser.submit(page, "問い合わせを送る", ASKED).follow()
    world.thread_id = world.page.path.rsplit("/", 1)[1]
    world.making = making
    return world


def links(world) -> list[str]:  # noqa: F811
    """What the broker's letters lead to, newest first."""
    with world.making() as opened:
        chosen = select(Letter).where(Letter.to_email == BROKER["email"]).order_by(col(Letter.id).desc())
        return [letter.content["link"] for letter in opened.exec(chosen) if letter.content["link"]]


@pytest.mark.both_databases
def test_the_broker_reads_and_answers_by_the_link_of_the_letter(asked, client):
    assert "長野県知事（3）第1234号" in asked.question.text
    assert "当事者" in asked.question.text
    (link,) = links(asked)
    page = client.get(link)
    assert (page.status, "雨どいは直してありますか。" in page.text, "当事者" in page.text) == (200, True, True)
    assert page.response.headers["Cache-Control"] == "private, no-store"
    person = asked.people.seeker
    assert person.display_name not in page.html
    assert person.email not in page.html
    assert "返事を送りました" in client.submit(page, "返事を送る", ANSWER).follow().text
    read = asked.browser.get(asked.page.path)
    assert "去年直しました。" in read.text
    assert "山里不動産 佐藤" in read.text
    assert "宅建業者（まちから引き継ぎ）" in read.text
    assert "長野県知事（3）第1234号" in read.text
    with asked.making() as opened:
        thread = opened.get_one(Thread, asked.thread_id)
        assert (thread.status, thread.waiting_since) == (ThreadStatus.ANSWERED, None)
        assert thread.first_reply_at is not None
        kept = opened.exec(select(ThreadKey)).one()
        assert kept.key_hash not in link


def test_the_broker_sees_a_name_only_when_the_person_tells_one(asked, client):
    (link,) = links(asked)
    asked.browser.submit(asked.browser.get(asked.page.path), "名前を伝える", {"shown_name": "雨宮"})
    assert "雨宮からの問い合わせ" in client.get(link).text


def test_who_asks_for_secrecy_stays_a_number_and_their_papers_stay_closed(asked, client):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    page = asked.browser.get(asked.page.path)
    sent = {"text": "写真です。", "files": [(picture, "うち.png")]}
    asked.browser.submit(page, "送る", sent)
    link = links(asked)[0]
    with asked.making() as opened:
        file = opened.exec(select(ThreadFile)).one()
    assert client.get(f"{link}/files/{file.id}").response.headers["Content-Disposition"].startswith("attachment")
    with asked.making() as opened:
        opened.get_one(Thread, asked.thread_id).shown_name = "雨宮"
        opened.exec(select(Resident).where(Resident.user_id == asked.people.seeker.id)).one().is_confidential = True
    read = client.get(link)
    assert "雨宮" not in read.text
    assert "名前を伏せることを希望しています" in read.text
    client.get(f"{link}/files/{file.id}", expect=404)


def test_a_link_opens_nothing_else_and_a_wrong_one_nothing(asked, client, making, signed_in):  # noqa: F811
    (link,) = links(asked)
    client.get("/brokers/threads/not-a-key", expect=404)
    other = signed_in(asked.people.owner)
    page = other.get(f"/my/messages/new?listing={asked.home.listing_id}")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    other.submit(page, "問い合わせを送る", {**ASKED, "files": [(picture, "a.png")]})
    with making() as opened:
        file = opened.exec(select(ThreadFile)).one()
    client.get(f"{link}/files/{file.id}", expect=404)
    client.get(f"{links(asked)[0]}/files/{file.id}")


def test_an_empty_answer_is_refused_and_kept(asked, client):
    page = client.get(links(asked)[0])
    refused = client.submit(page, "返事を送る", {"text": "", "signed": "佐藤"}, expect=422)
    assert refused.errors()
    assert "佐藤" in refused.html


def test_the_link_ends_with_the_thread_and_a_new_one_comes_with_a_new_question(asked, client):
    (link,) = links(asked)
    asked.browser.submit(asked.browser.get(asked.page.path), "やりとりを終える")
    assert "リンクは使えません" in client.get(link, expect=404).text
    asked.browser.submit(asked.browser.get(asked.page.path), "送る", {"text": "もう一つ聞きます。"})
    client.get(link, expect=404)
    assert "もう一つ聞きます。" in client.get(links(asked)[0]).text


def test_everything_ends_with_the_hand_off(asked, client):
    (link,) = links(asked)
    with asked.making() as opened:
        talk = opened.get_one(BankTalk, asked.talk.id)
        talks.fail(talk, reason="話がまとまりませんでした", by=asked.actors.centre)
    assert "リンクは使えません" in client.get(link, expect=404).text
    read = asked.browser.get(asked.page.path)
    assert "業者への引き継ぎは終わりました" in read.text
    with asked.making() as opened:
        thread = opened.get_one(Thread, asked.thread_id)
        assert (thread.status, thread.waiting_since) == (ThreadStatus.CLOSED, None)
        assert not opened.exec(select(ThreadKey)).all()
        with pytest.raises(RuleBroken, match="引き継ぎが終わった"):
            asking.write_on(thread, asking.Words("まだいますか"), by=asked.actors.seeker)
    page = asked.browser.get(f"/my/messages/new?listing={asked.home.listing_id}")
    assert "免許番号" not in page.text  # the town answers again


def test_a_broker_who_no_longer_works_with_the_bank_reads_nothing_more(asked, client):
    (link,) = links(asked)
    with asked.making() as opened:
        opened.get_one(BankBroker, asked.broker.id).is_active = False
    client.get(link, expect=404)


def test_the_town_sees_how_it_stands_and_reads_it_once_nobody_answered(asked, database, signed_in, time_machine):
    clerk, path = signed_in(asked.people.centre), f"/desk/messages/{asked.thread_id}"
    desk = clerk.get("/desk/messages")
    assert "業者が答えているもの" in desk.text
    assert "山里不動産" in desk.text
    assert ASKED["subject"] not in desk.text
    clerk.get(path, expect=404)
    with asked.making() as opened:
        own = next(one for one in tenant_tables(CENTRE) if one.table.name == "thread")
        assert not opened.execute(own.table.select().where(own.condition)).all()
    time_machine.move_to(datetime(2026, 11, 26, 1, 0, tzinfo=UTC), tick=False)
    run_due(database)
    assert len(links(asked)) == 2  # reminded on the last morning
    time_machine.move_to(datetime(2026, 12, 8, 1, 0, tzinfo=UTC), tick=False)
    run_due(database)
    clerk = signed_in(asked.people.centre)
    read = clerk.get(path)
    assert "雨どいは直してありますか。" in read.text
    clerk.submit(read, "返事を送る", {"text": "まちから答えます。", "signed": "住宅課 中村"})
    assert "まちから答えます。" in signed_in(asked.people.seeker).get(asked.page.path).text


def test_without_a_hand_off_the_town_answers(making, world, signed_in):  # noqa: F811
    with making():
        home = published(world)
        listing = publishing.listing_of(homes.by_id(home.id))
    page = signed_in(world.people.seeker).get(f"/my/messages/new?listing={listing.id}")
    assert "免許番号" not in page.text


@pytest.mark.both_databases
def test_a_broker_ends_what_is_answered_and_its_link_with_it(asked, client):
    (link,) = links(asked)
    page = client.get(link)
    assert "やりとりを終える" not in {button.text.strip() for button in page.tree.select("form button")}
    client.post(f"{page.path}/settle", expect=409)
    answered = client.submit(page, "返事を送る", ANSWER).follow()
    client.submit(answered, "やりとりを終える")
    client.get(link, expect=404)
    with asked.making() as opened:
        assert opened.get_one(Thread, asked.thread_id).status is ThreadStatus.CLOSED
    asked.browser.submit(asked.browser.get(asked.page.path), "送る", {"text": "もう一つ教えてください。"})
    assert client.get(links(asked)[0]).status == 200


def test_a_broker_stops_somebody_with_a_reason_that_the_town_reads(asked, client):
    (link,) = links(asked)
    page = client.get(link)
    assert "理由" in " ".join(client.submit(page, "問い合わせを止めて終える", {"reason": ""}, expect=422).errors())
    client.submit(page, "問い合わせを止めて終える", {"reason": "ひどいことばが続いたため"})
    client.get(link, expect=404)
    with asked.making() as opened:
        thread = opened.get_one(Thread, asked.thread_id)
        assert (thread.status, thread.told_town_at is not None) == (ThreadStatus.CLOSED, True)
        assert [block.answerer for block in opened.exec(select(ThreadBlock))] == [thread.broker_id]
        report = opened.exec(select(Report)).one()
        assert (report.kind, report.text, report.user_id) == (ReportKind.ABUSE, "ひどいことばが続いたため", None)
    assert "この相手には送れません" in asked.browser.get(asked.page.path).text
    asked.browser.post(f"{asked.page.path}/write", {"text": "なぜですか。"}, expect=409)
