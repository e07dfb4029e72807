"""Signing with a card outside, and with a certificate of one's own: what is taken, and what is refused in words."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from sqlmodel import Session

from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.factories.certificates import TOWN, a_certificate
from tests.support.client import PageClient
from webapp.certificates import erasing, jobs
from webapp.certificates.models import Certificate
from webapp.certificates.paper import actions, authority, sheets, signature
from webapp.certificates.paper.models import OutsideSignature, OutsideStatus
from webapp.certificates.paper.signature import Chain, Trust
from webapp.core import storage
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.credentials.signer import LocalSigner, key_of
from webapp.keys import actions as losing
from webapp.keys import queries as keys
from webapp.keys.models import KeyPurpose


def an_admin(code: str = TOWN) -> Actor:
    return actor_of(a_staff_user(Role.MUNICIPALITY_ADMIN, code))


def a_card(name: str = "見本市長") -> tuple[LocalSigner, Chain]:
    """A key on a card, with a certificate by an authority that is not ours."""
    above, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = authority._named("職責証明書の発行局（見本）")
    made = authority._builder(authority._named(name), issuer, key.public_key(), timedelta(days=365))
    return LocalSigner(key, "card"), Chain((made.sign(above, signature_hash()).public_bytes(Encoding.DER),))


def signature_hash() -> Any:
    from cryptography.hazmat.primitives.hashes import SHA256

    return SHA256()


def signed_outside(pdf: bytes, card: tuple[LocalSigner, Chain] | None = None) -> bytes:
    signer, chain = card or a_card()
    return signature.sign(pdf, signer, chain, reason="職責証明書", shown_as="まちの電子署名")


def prepared() -> tuple[Certificate, OutsideSignature, Actor]:
    certificate, admin = a_certificate(), an_admin()
    return certificate, actions.prepare(certificate, by=admin), admin


def test_the_sheet_signed_outside_is_what_the_holder_gets(session: Session) -> None:
    certificate, row, admin = prepared()
    signed = signed_outside(storage.load(row.prepared_key))
    actions.bring_back(row, signed, by=admin)
    assert row.status is OutsideStatus.SIGNED
    assert row.signer == "見本市長"
    assert sheets.finished(certificate) == signed


def test_only_the_prepared_sheet_with_a_whole_signature_is_taken(session: Session) -> None:
    _certificate, row, admin = prepared()
    pdf = storage.load(row.prepared_key)
    refused = {
        "まだ電子署名がありません": pdf,
        "同じものではありません": signed_outside(storage.load(actions.prepare(a_certificate(), by=admin).prepared_key)),
        "変えられているか": signed_outside(pdf) + b"\n% more",
        "試験用": sheets_signed_for_trial(pdf),
    }
    for sentence, data in refused.items():
        with pytest.raises(RuleBroken, match=sentence):
            actions.bring_back(row, data, by=admin)
    assert row.status is OutsideStatus.PREPARED


def sheets_signed_for_trial(pdf: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = authority.certify(key.public_key(), "塩尻市").public_bytes(Encoding.DER)
    return signed_outside(pdf, (LocalSigner(key, "x"), Chain((leaf,))))


def test_a_clerk_and_another_town_may_not(session: Session) -> None:
    certificate = a_certificate()
    for actor in (actor_of(a_clerk(TOWN)), an_admin("152242")):
        with pytest.raises(NotAllowed):
            actions.prepare(certificate, by=actor)


def test_a_certificate_of_the_towns_own_key_ends_the_trial(session: Session) -> None:
    certificate, admin = a_certificate(), an_admin()
    key = keys.active(TOWN, KeyPurpose.PDF)
    assert key is not None
    above = ec.generate_private_key(ec.SECP256R1())
    name = authority._named("塩尻市長")
    made = authority._builder(name, authority._named("発行局"), key_of(key.public_jwk), timedelta(days=365))
    pem = made.sign(above, signature_hash()).public_bytes(Encoding.PEM)
    actions.install(TOWN, pem, by=admin)
    pdf = sheets.finished(certificate)
    found = sheets.check(pdf, TOWN)
    assert found is not None
    assert (found.is_whole, found.trust, found.signer) == (True, Trust.OWN, "塩尻市長")


@pytest.mark.parametrize(
    "data", [b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
)
def test_what_is_no_certificate_is_refused_in_words(session: Session, data: bytes) -> None:
    a_certificate()
    with pytest.raises(RuleBroken, match="読めません"):
        actions.install(TOWN, data, by=an_admin())


def test_a_certificate_of_another_key_is_refused(session: Session) -> None:
    a_certificate()
    with pytest.raises(RuleBroken, match="鍵"):
        actions.install(TOWN, a_card()[1].der[0], by=an_admin())


def test_the_pages_lead_through_it(database: Any, signed_in: Any) -> None:
    with database.transaction():
        admin = a_staff_user(Role.MUNICIPALITY_ADMIN, TOWN)
        certificate = a_certificate()
    browser: PageClient = signed_in(admin)
    assert "試験用です" in browser.get("/staff/paper").text
    page = browser.post(f"/staff/paper/certificates/{certificate.id}").follow()
    sheet = page.path
    pdf = browser.raw.get(f"{sheet}/sheet.pdf").data
    browser.post(sheet, {"file": (BytesIO(pdf), "sheet.pdf")}, expect=409)
    browser.post(sheet, {}, expect=422)
    done = browser.post(sheet, {"file": (BytesIO(signed_outside(pdf)), "sheet.pdf")}).follow()
    assert "見本市長" in done.text
    with database.transaction():
        foreign = a_staff_user(Role.MUNICIPALITY_ADMIN, "152242")
    signed_in(foreign).get(sheet, expect=404)


def test_erasing_a_person_removes_the_sheets_that_lie_here(session: Session) -> None:
    certificate, row, admin = prepared()
    actions.bring_back(row, signed_outside(storage.load(row.prepared_key)), by=admin)
    lying = [row.prepared_key, row.file_key]
    assert all(storage.load(key) for key in lying)
    erasing.erase(certificate.user_id or "", by=admin)
    for key in lying:
        with pytest.raises(NotThere):
            storage.load(key)
    assert row.status is OutsideStatus.SIGNED, "that it was signed stays known"


def test_preparing_twice_gives_the_same_sheet_and_giving_it_up_takes_no_other(session: Session) -> None:
    certificate, row, admin = prepared()
    assert actions.prepare(certificate, by=admin) is row
    actions.drop(row, by=admin)
    again = actions.prepare(certificate, by=admin)
    assert again.id != row.id
    assert storage.load(again.prepared_key).startswith(b"%PDF-")


def test_after_it_was_signed_again_the_old_sheet_is_given_to_nobody(session: Session) -> None:
    certificate, row, admin = prepared()
    actions.bring_back(row, signed_outside(storage.load(row.prepared_key)), by=admin)
    waiting = actions.prepare(certificate, by=admin)
    old, key = sheets.finished(certificate), keys.active(TOWN, KeyPurpose.CREDENTIAL)
    assert key is not None
    losing.mark_compromised(key, since=now(), by=admin, reason="鍵を入れた端末が盗まれました。")
    jobs.sign_again({"kid": key.kid, "municipality": TOWN})
    assert sheets.outside_of(certificate) is None
    assert sheets.finished(certificate) != old
    with pytest.raises(RuleBroken, match="用意し直してください"):
        actions.bring_back(waiting, signed_outside(storage.load(waiting.prepared_key)), by=admin)
    assert actions.prepare(certificate, by=admin).id != waiting.id
