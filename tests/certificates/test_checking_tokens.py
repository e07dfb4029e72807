"""The public check of what was signed: digits, SD-JWT, files; and of what somebody made of them."""

import io
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.certificates.test_checking_codes import states
from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.certificates import TOWN, a_certificate, certificate_of, registration_of, token
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from tests.support.issuers import a_signer
from webapp.certificates import actions, following, tokens
from webapp.certificates.checking import reading
from webapp.certificates.checking.result import State
from webapp.certificates.models import Certificate, CertificateToken, RevocationReason, TokenForm
from webapp.certificates.paper import sheets
from webapp.core.clock import months_later, now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.credentials import live, qr, sdjwt
from webapp.credentials.encoding import b64, from_digits, to_digits, to_json, unb64
from webapp.credentials.qr import QrClaims
from webapp.credentials.signer import LocalSigner
from webapp.keys import queries as keys
from webapp.keys.models import KeyPurpose

WITHIN = pytest.mark.usefixtures("session")
BOTH = (TokenForm.QR_NAME, TokenForm.SDJWT)


def check(body: str) -> Any:
    return reading.check_text(body)


@WITHIN
@pytest.mark.parametrize("form", [TokenForm.QR_NAME, TokenForm.QR_ANON, TokenForm.SDJWT])
def test_each_form_is_accepted_and_shows_what_was_signed(form: TokenForm) -> None:
    certificate = a_certificate()
    result = check(token(certificate, form).body)
    assert result.state is State.VALID
    is_named = form is not TokenForm.QR_ANON
    assert (result.name, result.number) == (("佐藤 花子", certificate.number) if is_named else ("", ""))
    assert [light[1] for light in result.lights] == ["ok", "ok", "ok"]


@WITHIN
def test_digits_are_read_with_spaces_and_as_the_address_of_the_code() -> None:
    digits = token(a_certificate(), TokenForm.QR_NAME).body
    for typed in (f" {digits[:80]} {digits[80:]}\n", f"https://town.example/v#{digits}"):
        assert check(typed).state is State.VALID


@WITHIN
def test_what_the_holder_keeps_back_is_not_shown() -> None:
    body = token(a_certificate(), TokenForm.SDJWT).body
    result = check(sdjwt.present(body, ["tier"]))
    assert result.state is State.VALID
    assert (result.name, result.number) == ("", "")
    assert "ベーシック" in str(result.facts)


@WITHIN
@pytest.mark.parametrize("form", BOTH)
def test_states_of_the_certificate_reach_its_tokens(form: TokenForm) -> None:
    clerk = actor_of(a_clerk(TOWN))
    revoked, held, replaced = (a_certificate() for _ in range(3))
    actions.revoke(revoked, by=clerk, reason=RevocationReason.LOST, note="紛失")
    actions.suspend(held, by=clerk, note="確認中")
    row = registration_of(replaced)
    row.valid_until = months_later(replaced.valid_until, 12)
    following.follow(row, by=actions.FOLLOWING)
    found = [check(token(c, form).body) for c in (revoked, held, replaced)]
    assert [result.state for result in found] == [State.REVOKED, State.SUSPENDED, State.SUPERSEDED]
    assert all([light[1] for light in result.lights] == ["ok", "bad", "ok"] for result in found)


@WITHIN
@pytest.mark.parametrize("form", BOTH)
def test_a_clock_that_is_off_by_a_day_is_told_and_shows_the_facts(form: TokenForm, time_machine: Any) -> None:
    time_machine.move_to("2026-12-01T03:00:00Z")
    certificate = a_certificate()
    body = token(certificate, form).body
    time_machine.move_to("2026-11-30T03:00:00Z")
    early = check(body)
    assert (early.state, early.name) == (State.NOT_YET, "佐藤 花子")
    time_machine.move_to(f"{(certificate.valid_until + timedelta(days=1)).isoformat()}T03:00:00Z")
    late = check(body)
    assert (late.state, late.lights[0][1], late.lights[1][1]) == (State.EXPIRED, "ok", "bad")


def swapped_header(certificate: Certificate) -> str:
    head, rest = token(certificate, TokenForm.SDJWT).body.split(".", 1)
    assert b'"ES256"' in unb64(head)
    return f"{b64(unb64(head).replace(b'ES256', b'HS256'))}.{rest}"


def swapped_cose_header(certificate: Certificate) -> str:
    made = cbor2.loads(from_digits(token(certificate, TokenForm.QR_NAME).body))
    protected = cbor2.dumps({1: -8, **{k: v for k, v in cbor2.loads(made.value[0]).items() if k != 1}}, canonical=True)
    parts = [protected, *made.value[1:]]
    return to_digits(cbor2.dumps(cbor2.CBORTag(18, parts), canonical=True))


def other_name(certificate: Certificate) -> str:
    made = cbor2.loads(from_digits(token(certificate, TokenForm.QR_NAME).body))
    payload = cbor2.dumps({**cbor2.loads(made.value[2]), qr.NAME: "別の 人"}, canonical=True)
    parts = [made.value[0], made.value[1], payload, made.value[3]]
    return to_digits(cbor2.dumps(cbor2.CBORTag(18, parts), canonical=True))


def other_disclosure(certificate: Certificate) -> str:
    body = token(certificate, TokenForm.SDJWT).body.split("~")
    forged = b64(to_json([b64(b"0" * 16), "holder_name", "別の 人"]))
    return "~".join([body[0], forged, ""])


def from_nowhere(certificate: Certificate) -> str:
    signer = LocalSigner(ec.generate_private_key(ec.SECP256R1()), "202151-2026z-credential")
    return qr.issue(claims_like(certificate), signer)


def signed_by_another_town(certificate: Certificate) -> str:
    a_certificate(code="372081")
    signer = keys.signer_for("372081", KeyPurpose.CREDENTIAL)
    return qr.issue(claims_like(certificate), signer)


def signed_but_never_issued(certificate: Certificate) -> str:
    """As a thief of the key would make it."""
    return qr.issue(claims_like(certificate), keys.signer_for(TOWN, KeyPurpose.CREDENTIAL))


def cut(certificate: Certificate) -> str:
    return token(certificate, TokenForm.QR_NAME).body[:-7]


def cut_sdjwt(certificate: Certificate) -> str:
    return token(certificate, TokenForm.SDJWT).body[:200] + "~"


def deep(_certificate: Certificate) -> str:
    return to_digits(b"\x81" * 300 + b"\x00")


def endless(_certificate: Certificate) -> str:
    return "9" * 5000


def claims_like(certificate: Certificate) -> QrClaims:
    return QrClaims(
        municipality_code=TOWN,
        kind=1,
        issued_on=today(),
        valid_from=today(),
        valid_until=certificate.valid_until,
        status_list=1,
        status_index=77,
        number="R8-000999",
        name="別の 人",
    )


@WITHIN
@pytest.mark.parametrize(
    ("forge", "state"),
    [
        (other_name, State.ALTERED),
        (other_disclosure, State.ALTERED),
        (swapped_header, State.UNREADABLE),
        (swapped_cose_header, State.UNREADABLE),
        (from_nowhere, State.FOREIGN),
        (signed_by_another_town, State.FOREIGN),
        (signed_but_never_issued, State.FOREIGN),
        (cut, State.UNREADABLE),
        (cut_sdjwt, State.UNREADABLE),
        (deep, State.UNREADABLE),
        (endless, State.UNREADABLE),
    ],
)
def test_what_somebody_made_of_it_is_refused_in_words(forge: Callable[[Certificate], str], state: State) -> None:
    result = check(forge(a_certificate()))
    assert result.state is state
    assert "ok" not in {light[1] for light in result.lights}
    assert len(result.advice) > 15
    assert result.facts == []
    assert "別の 人" not in str(result)


@WITHIN
def test_two_tokens_of_one_certificate_share_no_more_than_two_of_different_people() -> None:
    mine, theirs = a_certificate(), a_certificate()

    def open_values(certificate: Certificate, form: TokenForm) -> set[str]:
        body = token(certificate, form).body
        if form is TokenForm.SDJWT:
            bare = sdjwt.present(body, [])
            claims = sdjwt.verify(bare, keys.resolver(), now=now()).claims
            flat = {**claims, "status": claims["status"]["status_list"]["idx"]}
        else:
            flat = dict(vars(qr.read(body, keys.resolver(), now=now())))
        return {f"{name}={value}" for name, value in flat.items() if value is not None}

    for forms in [(TokenForm.SDJWT, TokenForm.SDJWT), (TokenForm.QR_ANON, TokenForm.QR_ANON)]:
        actions_again = tokens.derive(mine, forms[0], by=actor_of(a_clerk(TOWN)))
        first, second = open_values(mine, forms[0]), _of_body(actions_again, open_values, mine, forms[0])
        assert first & second <= open_values(theirs, forms[0]), "they cannot be told from anybody's"
    shared = open_values(mine, TokenForm.QR_ANON) & open_values(mine, TokenForm.QR_NAME)
    assert shared <= open_values(theirs, TokenForm.QR_ANON)
    assert not any(value.startswith(("number", "name", "status_index")) for value in shared)


def _of_body(made: CertificateToken, read: Any, certificate: Certificate, form: TokenForm) -> set[str]:
    newest = token(certificate, form)
    assert newest.id == made.id
    older = session().get_one(CertificateToken, made.id)
    older.replaced_at = now()
    session().flush()
    found: set[str] = read(certificate, form)
    older.replaced_at = None
    session().flush()
    return found


@WITHIN
def test_secrecy_keeps_the_name_out_of_codes_unless_the_holder_wants_one() -> None:
    holder = a_resident_user()
    a_resident(holder, is_confidential=True)
    certificate = a_certificate(holder)
    assert tokens.token_of(certificate, TokenForm.QR_NAME) is None
    with pytest.raises(RuleBroken, match="本人だけ"):
        tokens.derive(certificate, TokenForm.QR_NAME, by=actor_of(a_clerk(TOWN)))
    made = tokens.derive(certificate, TokenForm.QR_NAME, by=actor_of(holder))
    assert check(made.body).name == "佐藤 花子"
    assert check(token(certificate, TokenForm.QR_ANON).body).name == ""


@WITHIN
def test_secrecy_that_began_after_the_approval_keeps_the_name_out_of_what_is_made_later() -> None:
    holder = a_resident_user()
    profile = a_resident(holder)
    old = a_certificate(holder)
    profile.is_confidential = True
    device = a_signer("phone")
    shown = tokens.derive(old, TokenForm.LIVE, by=actor_of(holder), holder_jwk=device.public_jwk)
    assert check(live.compose(shown.body, device, now=now())).name == ""
    row = registration_of(old)
    row.valid_until = months_later(old.valid_until, 12)
    following.follow(row, by=actions.FOLLOWING)
    new = certificate_of(row)
    assert new.id != old.id
    assert new.is_confidential
    assert tokens.token_of(new, TokenForm.QR_NAME) is None


def a_pdf(*streams: bytes) -> bytes:
    parts = [b"1 0 obj\n<< /Length 9 >>\nstream\n" + body + b"\nendstream\nendobj\n" for body in streams]
    return b"%PDF-1.7\n" + b"".join(parts) + b"%%EOF"


@WITHIN
def test_a_pdf_is_checked_by_the_token_inside() -> None:
    body = token(a_certificate(), TokenForm.SDJWT).body.encode()
    for inside in (body, zlib.compress(body)):
        assert reading.check_file(a_pdf(b"some text", inside)).state is State.VALID
    assert reading.check_file(body + b"\n").state is State.VALID


@WITHIN
def test_files_that_are_no_certificate_or_a_bomb_are_refused_in_words() -> None:
    body = token(a_certificate(), TokenForm.SDJWT).body.encode()
    other = token(a_certificate(), TokenForm.SDJWT).body.encode()
    answers = {
        "大きすぎます": b"%PDF-" + b"0" * (10 * 2**20),
        "入っていません": a_pdf(zlib.compress(b"\x00" * 50_000_000)),
        "二つ以上": a_pdf(body, other),
        "画像は読めません": b"\x89PNG\r\n\x1a\n\xff\xff",
    }
    for sentence, data in answers.items():
        result = reading.check_file(data)
        assert result.state is State.UNREADABLE
        assert sentence in result.advice


def test_the_page_takes_a_file_and_keeps_nothing(database: Any, client: PageClient) -> None:
    with database.transaction():
        pdf = sheets.finished(a_certificate())
    sent = {"file": (io.BytesIO(pdf), "certificate.pdf")}
    page = client.post("/verify", sent, expect=200, content_type="multipart/form-data")
    assert page.h1 == "有効な二地域居住者登録証です"
    assert states(page) == ["ok", "ok", "ok"]


@WITHIN
def test_a_certificate_outlives_a_change_of_the_services_address(app: Any) -> None:
    certificate = a_certificate()
    body = token(certificate, TokenForm.SDJWT).body
    app.extensions["futamachi"].settings.base_url = "https://new.example"
    assert check(body).state is State.VALID
    assert check(certificate.public_code).state is State.VALID
