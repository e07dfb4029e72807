"""OpenID4VCI 1.0 as a wallet walks it, and every way in which it may not go on."""

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.certificates import TOWN, a_certificate
from tests.support.client import PageClient
from tests.support.issuers import a_signer
from webapp.accounts.models import User
from webapp.certificates.models import Certificate, CertificateToken, TokenForm
from webapp.certificates.phone import actions, holder_views, metadata
from webapp.certificates.phone.actions import Offered
from webapp.core.clock import now
from webapp.credentials import sdjwt
from webapp.credentials.encoding import b64, to_json
from webapp.credentials.signer import LocalSigner
from webapp.keys import queries as keys

BASE = f"/m/{TOWN}"
AUDIENCE = f"http://localhost{BASE}"


class Wallet:
    """A wallet's side of the protocol."""

    def __init__(self, client: PageClient) -> None:
        self.raw = client.raw
        self.key: LocalSigner = a_signer("wallet")

    def token(self, offered: Offered, digits: str | None = None, **changes: str) -> Any:
        form = {
            "grant_type": metadata.PRE_AUTHORIZED,
            "pre-authorized_code": offered.code,
            "tx_code": digits or offered.digits,
            **changes,
        }
        return self.raw.post(f"{BASE}/token", data=form)

    def nonce(self) -> str:
        return str(self.raw.post(f"{BASE}/nonce").get_json()["c_nonce"])

    def proof(
        self, nonce: str, signer: LocalSigner | None = None, typ: str = "openid4vci-proof+jwt", **changes: Any
    ) -> str:
        header = {"alg": "ES256", "typ": typ, "jwk": self.key.public_jwk}
        payload = {"aud": AUDIENCE, "iat": int(time.time()), "nonce": nonce, **changes}
        covered = f"{b64(to_json(header))}.{b64(to_json(payload))}"
        return f"{covered}.{b64((signer or self.key).sign(covered.encode()))}"

    def credential(self, access: str, proof: str, where: str = "", **changes: Any) -> Any:
        body = {"credential_configuration_id": "dual_resident", "proofs": {"jwt": [proof]}, **changes}
        headers = {"Authorization": f"Bearer {access}"} if not where else {}
        return self.raw.post(f"{BASE}/credential{where}", json={k: v for k, v in body.items() if v}, headers=headers)


@pytest.fixture
def holder(database: Any) -> User:
    with database.transaction():
        return a_resident_user()


@pytest.fixture
def certificate(database: Any, holder: User) -> Certificate:
    with database.transaction():
        return a_certificate(holder)


@pytest.fixture
def offered(database: Any, holder: User, certificate: Certificate) -> Offered:
    with database.transaction():
        return actions.offer(certificate, by=actor_of(holder))


@pytest.fixture
def wallet(client: PageClient) -> Wallet:
    return Wallet(client)


def test_a_wallet_gets_the_certificate_bound_to_its_key(
    wallet: Wallet, offered: Offered, database: Any, certificate: Certificate
) -> None:
    about = wallet.raw.get(f"/.well-known/openid-credential-issuer{BASE}").get_json()
    assert about["credential_issuer"] == AUDIENCE
    assert about["credential_configurations_supported"]["dual_resident"]["format"] == "dc+sd-jwt"
    server = wallet.raw.get(f"/.well-known/oauth-authorization-server{BASE}").get_json()
    assert server["grant_types_supported"] == [metadata.PRE_AUTHORIZED]
    answer = wallet.token(offered)
    assert answer.headers["Cache-Control"] == "no-store"
    got = wallet.credential(answer.get_json()["access_token"], wallet.proof(wallet.nonce())).get_json()
    token = got["credentials"][0]["credential"]
    with database.transaction(read_only=True):
        read = sdjwt.verify(token, keys.resolver(), now=now())
    assert read.holder_jwk == wallet.key.public_jwk
    assert read.claims["number"] == certificate.number
    kind = wallet.raw.get(f"/vct/{read.claims['vct'].split('/vct/')[1]}").get_json()
    assert kind["vct"] == read.claims["vct"]
    noted = wallet.raw.post(
        f"{BASE}/notification",
        json={"notification_id": got["notification_id"], "event": "credential_accepted"},
        headers={"Authorization": "Bearer x"},
    )
    assert noted.status_code == 204


def test_code_digits_and_access_serve_once(wallet: Wallet, offered: Offered) -> None:
    access = wallet.token(offered).get_json()["access_token"]
    assert wallet.token(offered).get_json() == {"error": "invalid_grant"}
    assert wallet.credential(access, wallet.proof(wallet.nonce())).status_code == 200
    again = wallet.credential(access, wallet.proof(wallet.nonce()))
    assert (again.status_code, again.get_json()) == (401, {"error": "invalid_token"})


def test_the_fifth_wrong_try_ends_the_offer(wallet: Wallet, offered: Offered) -> None:
    wrong = f"{(int(offered.digits) + 1) % 10**6:06}"
    for _try in range(actions.MOST_TRIES):
        assert wallet.token(offered, wrong).get_json() == {"error": "invalid_grant"}
    assert wallet.token(offered).get_json() == {"error": "invalid_grant"}


def test_an_offer_ends_after_ten_minutes(wallet: Wallet, offered: Offered, time_machine: Any) -> None:
    time_machine.move_to(now() + actions.OFFER_LIFE + timedelta(seconds=1))
    assert wallet.token(offered).get_json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("error", "change"),
    [
        ("invalid_nonce", lambda w: {"proof": w.proof("never-given-out")}),
        ("invalid_proof", lambda w: {"proof": w.proof(w.nonce(), a_signer("stranger"))}),
        ("invalid_proof", lambda w: {"proof": w.proof(w.nonce(), aud="https://elsewhere.example")}),
        ("invalid_proof", lambda w: {"proof": w.proof(w.nonce(), iat=int(time.time()) - 86400)}),
        ("invalid_proof", lambda w: {"proof": w.proof(w.nonce(), typ="JWT")}),
        ("invalid_proof", lambda w: {"proof": "e30.e30.e30"}),
        ("invalid_proof", lambda w: {"proof": w.proof(w.nonce()), "proofs": None}),
        (
            "unknown_credential_configuration",
            lambda w: {"proof": w.proof(w.nonce()), "credential_configuration_id": "passport"},
        ),
        ("unknown_credential_identifier", lambda w: {"proof": w.proof(w.nonce()), "credential_identifier": "x"}),
    ],
)
def test_a_wrong_request_is_told_why_and_gets_nothing(
    wallet: Wallet, offered: Offered, error: str, change: Any
) -> None:
    access = wallet.token(offered).get_json()["access_token"]
    values = change(wallet)
    answer = wallet.credential(access, values.pop("proof"), **values)
    assert (answer.status_code, answer.get_json()) == (400, {"error": error})
    assert wallet.credential(access, wallet.proof(wallet.nonce())).status_code == 200


def test_a_proof_answers_one_nonce_once(wallet: Wallet, offered: Offered, database: Any, holder: User) -> None:
    nonce = wallet.nonce()
    access = wallet.token(offered).get_json()["access_token"]
    assert wallet.credential(access, wallet.proof(nonce)).status_code == 200
    with database.transaction():
        second = actions.offer(a_certificate(holder, code="152242"), by=actor_of(holder))
    other = wallet.raw.post(
        "/m/152242/token",
        data={"grant_type": metadata.PRE_AUTHORIZED, "pre-authorized_code": second.code, "tx_code": second.digits},
    )
    replayed = wallet.raw.post(
        "/m/152242/credential",
        json={
            "credential_configuration_id": "dual_resident",
            "proofs": {"jwt": [wallet.proof(nonce, aud="http://localhost/m/152242")]},
        },
        headers={"Authorization": f"Bearer {other.get_json()['access_token']}"},
    )
    assert replayed.get_json() == {"error": "invalid_nonce"}


def test_an_access_token_in_the_address_is_none(wallet: Wallet, offered: Offered) -> None:
    access = wallet.token(offered).get_json()["access_token"]
    assert wallet.credential(access, wallet.proof(wallet.nonce()), where=f"?access_token={access}").status_code == 401


@pytest.mark.parametrize("form", [{"grant_type": "password"}, {"grant_type": metadata.PRE_AUTHORIZED}])
def test_other_grants_and_holes_are_refused(wallet: Wallet, certificate: Certificate, form: dict[str, str]) -> None:
    assert certificate.id
    assert wallet.raw.post(f"{BASE}/token", data=form).status_code == 400


def test_the_holder_makes_the_offer_and_nobody_else(
    database: Any, signed_in: Any, holder: User, certificate: Certificate
) -> None:
    path = f"/my/certificates/{certificate.id}/wallet"
    page = signed_in(holder).post(path, expect=200)
    assert "openid-credential-offer://?credential_offer=" in page.html
    with database.transaction():
        stranger = a_resident_user()
    signed_in(stranger).get(path, expect=404)
    signed_in(stranger).post(path, expect=404)


def test_the_live_card_binds_to_a_device_and_draws_only_its_own_codes(
    signed_in: Any, holder: User, certificate: Certificate
) -> None:
    from webapp.credentials import live

    browser: PageClient = signed_in(holder)
    path = f"/my/certificates/{certificate.id}/live"
    page = browser.get(path)
    assert "隠してあります" in page.text
    headers = {"X-CSRFToken": browser.csrf_token()}
    first, second = a_signer("phone"), a_signer("tablet")
    codes = []
    for device in (first, second):
        made = browser.raw.post(path, json=device.public_jwk, headers=headers).get_json()
        codes.append(live.compose(made["digits"], device, now=now()))
    drawn = [browser.raw.post(f"{path}/drawing", json={"digits": code}, headers=headers).get_json() for code in codes]
    assert [each["is_bound"] for each in drawn] == [False, True]
    assert drawn[1]["svg"].startswith("<svg")
    assert browser.raw.post(path, json={"kty": "EC"}, headers=headers).status_code == 409
    assert browser.raw.post(f"{path}/drawing", json={"digits": "7"}, headers=headers).status_code == 404


def test_bindings_and_offers_are_limited_because_each_uses_up_an_entry(
    signed_in: Any, holder: User, certificate: Certificate, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holder_views, "BINDINGS_AN_HOUR", 2)
    monkeypatch.setattr(holder_views, "OFFERS_AN_HOUR", 1)
    browser: PageClient = signed_in(holder)
    path, device = f"/my/certificates/{certificate.id}/live", a_signer("phone").public_jwk
    headers = {"X-CSRFToken": browser.csrf_token()}
    said = [browser.raw.post(path, json=device, headers=headers).status_code for _ in range(3)]
    assert said == [200, 200, 429]
    with database.transaction(read_only=True) as s:
        chosen = select(CertificateToken).where(CertificateToken.form == TokenForm.LIVE)
        assert [row.replaced_at is None for row in s.exec(chosen.order_by(CertificateToken.id))] == [False, True]
    for status in (200, 429):
        browser.post(f"/my/certificates/{certificate.id}/wallet", expect=status)
