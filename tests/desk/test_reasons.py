"""Ready-made reasons beside every decision: with a script at once, without one on the next screen; counted; never with blanks."""

from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_resident_user
from tests.factories.certificates import a_certificate
from tests.factories.listings import a_listing
from tests.factories.residents import a_resident
from webapp.certificates.models import Certificate, CertificateStatus
from webapp.core.clock import now
from webapp.desk.reasons.house import HOUSE
from webapp.desk.reasons.models import Answer, ReasonUse
from webapp.listings.models import Listing, ListingStatus

PATH = "/staff/listings"


@pytest.fixture
def listing(database: Any, office: Any) -> Any:
    with database.transaction():
        return a_listing(status=ListingStatus.SUBMITTED, submitted_at=now(), published_at=None)


def status_of(database: Any, row: Any) -> ListingStatus:
    with database.transaction(read_only=True) as s:
        return s.get_one(Listing, row.id).status


def test_the_next_screen_has_the_sentence_and_nothing_was_decided(
    database: Any, office: Any, listing: Any, signed_in: Any
) -> None:
    clerk, path = signed_in(office["clerk"]), f"{PATH}/{listing.id}/ask_correction"
    page = clerk.post(path, {"ready": "words", "reason": "こんにちは。", "fill": "1"}, expect=200)
    text = page.tree.find(id="ask_correction-reason").text.strip()
    assert text == f"こんにちは。\n{HOUSE[Answer.LISTING_CORRECTION]['words'][1]}"
    assert status_of(database, listing) is ListingStatus.SUBMITTED
    refused = clerk.post(path, {"ready": "words", "reason": text}, expect=422)
    assert "書きかえてください" in refused.text
    clerk.post(path, {"ready": "words", "reason": text.replace("〇〇", "すばらしい")})
    assert status_of(database, listing) is ListingStatus.CORRECTION
    with database.transaction(read_only=True) as s:
        (use,) = s.exec(select(ReasonUse)).all()
        assert (use.answer, use.key, use.times) == ("listing_correction", "words", 1)
    assert "1回" in clerk.get("/staff/reasons").text


def test_own_words_are_counted_for_nothing_and_a_strange_key_fills_nothing(
    database: Any, office: Any, listing: Any, signed_in: Any
) -> None:
    clerk, path = signed_in(office["clerk"]), f"{PATH}/{listing.id}/refuse"
    page = clerk.post(path, {"ready": "evil", "reason": "", "fill": "1"}, expect=200)
    assert page.tree.find(id="refuse-reason").text.strip() == ""
    clerk.post(path, {"ready": "evil", "reason": "対象ではありません。"})
    with database.transaction(read_only=True) as s:
        assert s.exec(select(ReasonUse)).all() == []


def test_a_certificate_is_revoked_with_a_ready_made_sentence(database: Any, office: Any, signed_in: Any) -> None:
    with database.transaction() as s:
        user = a_resident_user()
        a_resident(user)
        row = a_certificate(user, s.merge(office["clerk"]))
    clerk = signed_in(office["clerk"])
    page = clerk.get(f"/staff/certificates/{row.id}")
    assert page.tree.select_one('[data-fills="revoke-note"] option[value="asked"]') is not None
    path, values = f"/staff/certificates/{row.id}/revoke", {"revoke-reason": "holder_request", "ready": "asked"}
    filled = clerk.post(path, {**values, "fill": "1"}, expect=200)
    assert "取り消しました" in filled.tree.find(id="revoke-note").text
    with database.transaction(read_only=True) as s:
        assert s.get_one(Certificate, row.id).status is CertificateStatus.ISSUED


def test_every_decision_has_polite_sentences_that_fit() -> None:
    for answer in Answer:
        assert HOUSE[answer], answer
        for title, words in HOUSE[answer].values():
            assert len(str(title)) <= 20, title
            assert str(words).endswith("。"), words
            assert len(str(words)) <= 120, words
