"""The owner's consent: asked by letter, given once, declined, taken back."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from tests.factories.accounts import a_resident_user, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_consent, a_listing
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.letters import Letter
from webapp.core.templating import LANGUAGE_COOKIE
from webapp.listings.models import Listing, ListingKind, ListingStatus, OwnerConsent

TOWN = "202151"
ASKED = {"name": "山田 花子", "email": "Owner@Example.jp", "items": ["public_address", "building"]}


@pytest.fixture
def home(making, signed_in):
    """A corporation's draft of a home."""
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        person = a_staff_user(Role.CORPORATION, corporation.id, email="desk@example.jp")
        row = a_listing(status=ListingStatus.DRAFT, published_at=None, corporation_id=corporation.id)
    return {"row": row, "desk": signed_in(person)}


def letter_to(making, email):
    with making():
        return session().exec(select(Letter).where(Letter.to_email == email).order_by(col(Letter.id).desc())).first()


def asked(making, home):
    home["desk"].post(f"/desk/listings/{home['row'].id}/consent", ASKED)
    return letter_to(making, "owner@example.jp").content["link"]


def the_consent(making):
    with making():
        return session().exec(select(OwnerConsent)).one()


def test_the_owner_reads_what_it_is_about_and_agrees(making, home, client):
    link = asked(making, home)
    page = client.get(link)
    for words in ("塩尻市", "建物と土地の情報", "山里くらし支援", "2026-11"):
        assert words in page.text
    assert the_consent(making).given_at is None
    page = client.submit(page, "同意する").follow()
    assert "同意をいただいています" in page.text
    assert the_consent(making).given_at is not None
    assert letter_to(making, "desk@example.jp").subject == "所有者が同意しました：山の見える平屋"
    assert letter_to(making, "owner@example.jp").subject == "同意をお預かりしました"


def test_the_language_that_was_read_is_kept_and_the_japanese_opens(making, home, client):
    link = asked(making, home)
    client.raw.set_cookie(LANGUAGE_COOKIE, "en")
    page = client.get(link)
    assert "The Japanese text is the authoritative one" in page.text
    client.submit(page, "I consent")
    assert the_consent(making).read_in == "en"
    back = client.submit(page, "Open the Japanese text").follow()
    assert (back.path, "同意をいただいています" in back.text, "正式な文" in back.text) == (page.path, True, False)


def test_an_answer_is_given_once(making, home, client):
    link = asked(making, home)
    client.post(link, {"answer": "decline"}).follow()
    assert "すでに答えて" in client.post(link, {"answer": "give"}, expect=409).text
    assert the_consent(making).given_at is None
    client.post(link, {"answer": "withdraw"}, expect=409)
    client.post(link, {"answer": "burn"}, expect=409)


def test_a_guessed_and_a_replaced_link_lead_nowhere(making, home, client):
    first = asked(making, home)
    asked(making, home)
    client.get(first, expect=404)
    client.post(first, {"answer": "give"}, expect=404)
    client.get("/listings/consent/" + "x" * 43, expect=404)


def test_an_old_link_is_too_late(making, home, client):
    link = asked(making, home)
    with making() as opened:
        opened.exec(select(OwnerConsent)).one().asked_at = now() - timedelta(days=61)
    assert "日がたった" in client.post(link, {"answer": "give"}, expect=409).text


def test_taking_it_back_by_the_link_hides_the_home_at_once(making, home, client, new_client):
    link = asked(making, home)
    client.post(link, {"answer": "give"})
    with making() as opened:
        opened.get_one(Listing, home["row"].id).status = ListingStatus.PUBLISHED
    visitor = new_client()
    visitor.get(f"/listings/{home['row'].id}")
    client.submit(client.get(link), "同意を取り消す").follow()
    visitor.get(f"/listings/{home['row'].id}", expect=404)
    with making() as opened:
        written = opened.exec(select(Letter.subject).where(Letter.to_email == "desk@example.jp")).all()
    assert {"所有者の同意がなくなりました：山の見える平屋", "家の情報を消してください：山の見える平屋"} <= set(written)
    client.post(link, {"answer": "withdraw"}, expect=409)


def test_an_owner_with_an_account_sees_and_withdraws(making, signed_in, client):
    with making():
        row = a_listing()
        consent = a_consent(row)
        owner = a_resident_user(email="owner@example.jp")
    owner = signed_in(owner)
    page = owner.get("/my/homes")
    assert "山の見える平屋" in page.text
    owner.submit(page, "同意を取り消す").follow()
    client.get(f"/listings/{row.id}", expect=404)
    assert "公開されていません" in owner.get(f"/listings/{row.id}").text
    owner.post(f"/my/homes/{consent.id}/withdraw", expect=409)


def test_an_owner_with_an_account_answers_without_looking_for_the_letter(making, home, signed_in):
    asked(making, home)
    with making():
        owner, stranger = a_resident_user(email="owner@example.jp"), a_resident_user()
    owner = signed_in(owner)
    page = owner.submit(owner.get("/my/homes"), "同意する").follow()
    assert "同意しています" in page.text
    with making() as opened:
        consent = opened.exec(select(OwnerConsent)).one()
    assert consent.given_at is not None
    owner.post(f"/my/homes/{consent.id}/decline", expect=409)
    signed_in(stranger).post(f"/my/homes/{consent.id}/give", expect=404)


def test_somebody_elses_consent_is_not_there(making, signed_in):
    with making():
        consent = a_consent(a_listing())
        stranger = a_resident_user()
        claiming = a_resident_user(email="Owner@example.jp".lower(), email_verified_at=None)
    stranger = signed_in(stranger)
    claiming = signed_in(claiming)
    for person in (stranger, claiming):
        assert "山の見える平屋" not in person.get("/my/homes").text
        person.post(f"/my/homes/{consent.id}/withdraw", expect=404)


def test_a_second_consent_keeps_the_home_open(making, signed_in, client):
    with making():
        row = a_listing()
        a_consent(row)
        a_consent(row, owner_email="", evidence="同意書")
        owner = a_resident_user(email="owner@example.jp")
    owner = signed_in(owner)
    owner.submit(owner.get("/my/homes"), "同意を取り消す")
    assert client.get(f"/listings/{row.id}").h1 == row.title


def test_a_paper_consent_needs_its_evidence(making, home):
    desk, path = home["desk"], f"/desk/listings/{home['row'].id}/consent/paper"
    typed = {"name": "山田 花子", "items": ["building"], "evidence": ""}
    page = desk.post(path, typed, expect=422)
    assert any("保管場所" in line for line in page.errors())
    desk.post(path, {**typed, "evidence": "10月3日付の同意書、棚3"}).follow()
    consent = the_consent(making)
    assert (consent.channel, consent.token_hash) == ("paper", None)
    assert consent.given_at is not None
    desk.post(f"/desk/listings/{home['row'].id}/consent/{consent.id}/withdraw")
    assert the_consent(making).withdrawn_at is not None


def test_only_homes_and_only_drafts_are_asked_for(making, home):
    with making() as opened:
        opened.get_one(Listing, home["row"].id).status = ListingStatus.SUBMITTED
        job = a_listing(kind=ListingKind.JOB, status=ListingStatus.DRAFT, corporation_id=home["row"].corporation_id)
    home["desk"].post(f"/desk/listings/{home['row'].id}/consent", ASKED, expect=409)
    home["desk"].post(f"/desk/listings/{job.id}/consent", ASKED, expect=409)
    assert letter_to(making, "owner@example.jp") is None
