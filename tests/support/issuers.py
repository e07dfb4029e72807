"""A small world of issuers for tests of formats: two towns, a stranger, a holder, and the keys that verifiers know."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from webapp.credentials import qr, sdjwt, vc
from webapp.credentials.qr import QrClaims
from webapp.credentials.signer import LocalSigner, PublicKey, short_kid

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # noon in Japan
TODAY = date(2026, 11, 21)
IIYAMA, AZUMINO = "202134", "202207"
VCT = "https://futamachi.example.jp/vct/dual-resident/1"
CLAIMS = {
    "family_name": "見本",
    "given_name": "花子",
    "birthdate": "1990-04-01",
    "address": {"region": "長野県", "locality": "飯山市"},
    "number": "飯山-R8-000123",
}


def issuer(code: str) -> str:
    """The `iss` of a town."""
    return f"https://futamachi.example.jp/m/{code}"


def a_signer(kid: str) -> LocalSigner:
    """A fresh key."""
    return LocalSigner(ec.generate_private_key(ec.SECP256R1()), kid)


@dataclass
class World:
    """Towns with their keys; `keys` is what a verifier knows."""

    signers: dict[str, LocalSigner] = field(default_factory=dict)
    known: dict[str, PublicKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in (IIYAMA, AZUMINO):
            for purpose in ("credential", "status"):
                self.add(code, purpose)
        self.holder, self.stranger = a_signer("holder"), a_signer(f"{IIYAMA}-credential")

    def add(self, code: str, purpose: str, **changes: Any) -> LocalSigner:
        """Give a town a key and tell verifiers of it."""
        signer = a_signer(f"{code}-{purpose}{'-2' if f'{code}-{purpose}' in self.signers else ''}")
        key = PublicKey(signer.kid, signer._key.public_key(), purpose, code, issuer(code))
        self.signers[signer.kid] = signer
        self.tell(replace(key, **changes), signer)
        return signer

    def tell(self, key: PublicKey, signer: LocalSigner) -> None:
        """Have verifiers know a key under both of its names."""
        self.known[key.kid] = self.known[short_kid(signer.public_jwk).hex()] = key

    def change(self, kid: str, **changes: Any) -> None:
        """Tell verifiers something else about a key."""
        self.tell(replace(self.known[kid], **changes), self.signers[kid])

    def keys(self, kid: str) -> PublicKey | None:
        """What verifiers know."""
        return self.known.get(kid)

    @property
    def town(self) -> LocalSigner:
        """Iiyama's key for credentials."""
        return self.signers[f"{IIYAMA}-credential"]

    def sdjwt(self, *, signer: LocalSigner | None = None, holder: bool = False, **changes: Any) -> str:
        """A token of Iiyama; `changes` replace or add claims."""
        claims = {**open_claims(), **CLAIMS, **changes}
        jwk = self.holder.public_jwk if holder else None
        return sdjwt.issue(claims, list(CLAIMS), signer or self.town, holder_jwk=jwk)

    def qr(self, *, signer: LocalSigner | None = None, **changes: Any) -> str:
        """A code of Iiyama."""
        return qr.issue(replace(qr_claims(), **changes), signer or self.town)


def open_claims() -> dict[str, Any]:
    """What is never hidden."""
    uri = f"{issuer(IIYAMA)}/status-lists/1"
    days = vc.times(TODAY, TODAY, TODAY + timedelta(days=364))
    return {"iss": issuer(IIYAMA), "vct": VCT, "status": vc.status_claim(uri, 4711), **days}


def qr_claims() -> QrClaims:
    """What a code on paper says."""
    return QrClaims(
        municipality_code=IIYAMA,
        kind=1,
        issued_on=TODAY,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=364),
        status_list=1,
        status_index=4711,
        number="R8-000123",
        name="見本 花子",
        tier=1,
    )
