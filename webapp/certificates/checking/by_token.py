"""The check of something signed: a QR code's digits, or an SD-JWT as text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import select

from webapp.certificates import tokens
from webapp.certificates.checking.own_keys import keys_for
from webapp.certificates.checking.refusals import refused_result
from webapp.certificates.checking.result import Result, State, lights
from webapp.certificates.checking.standing import standing_light, state_of
from webapp.certificates.issuance.queries import was_issued
from webapp.certificates.kinds.registry import all_kinds, kind_in_qr
from webapp.certificates.kinds.spec import KindSpec
from webapp.certificates.models import Certificate, CertificateToken, TokenForm
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_era
from webapp.credentials import live, qr, sdjwt
from webapp.credentials.encoding import from_cbor, from_digits, to_digits
from webapp.credentials.errors import RefusalCode, Refused
from webapp.keys import queries as keys
from webapp.municipalities import queries as municipalities

TIER_NAMES = {number: name for name, number in tokens.TIERS.items()}
#: the signature is good, only the day is not right: what it says can be shown
_DATES = {
    RefusalCode.EXPIRED: State.EXPIRED,
    RefusalCode.NOT_YET: State.NOT_YET,
    RefusalCode.ISSUED_LATER: State.NOT_YET,
}


@dataclass(frozen=True)
class Signed:
    """What somebody's token says, once its signature was found good."""

    municipality_code: str
    kind: KindSpec | None
    claims: dict[str, Any]
    number: str
    valid_from: date
    valid_until: date
    sha256: str


def check_digits(digits: str) -> Result:
    """What a QR code says and whether it holds: the one on paper, or the live one of a phone."""
    try:
        base = _credential_of(digits)
        reader: Callable[..., qr.QrClaims] = live.verify if live.is_live(digits) else qr.read
        return _read(lambda: reader(digits, keys.resolver(), now=now()), lambda found: _of_qr(found, base))
    except Refused as refused:
        return refused_result(refused)


def check_sdjwt(text: str) -> Result:
    """What an SD-JWT says and whether it holds; what its holder kept back is not there."""
    token = text.strip()
    digest = tokens.sha256_of(TokenForm.SDJWT, token)
    try:
        return _read(
            lambda: sdjwt.verify(token, keys_for(token), now=now()).claims, lambda found: _of_sdjwt(found, digest)
        )
    except Refused as refused:
        return refused_result(refused)


def _credential_of(digits: str) -> str:
    """The digits of what the municipality signed: inside a live code it is wrapped by its holder."""
    if not live.is_live(digits):
        return digits
    parts = from_cbor(from_digits(digits))
    if not isinstance(parts, list | tuple) or not parts or not isinstance(parts[0], bytes) or not parts[0]:
        raise Refused(RefusalCode.MALFORMED, "live")
    return to_digits(parts[0])


def _read(verify: Callable[[], Any], told: Callable[[Any], Signed]) -> Result:
    try:
        return _result(told(verify()), None)
    except Refused as refused:
        if refused.code not in _DATES or refused.claims is None:
            raise
        return _result(told(refused.claims), _DATES[refused.code])


def _of_qr(found: qr.QrClaims, digits: str) -> Signed:
    claims: dict[str, Any] = {"holder_name": found.name, "tier": TIER_NAMES.get(found.tier or 0)}
    return Signed(
        found.municipality_code,
        kind_in_qr(found.kind),
        {name: value for name, value in claims.items() if value},
        found.number or "",
        found.valid_from,
        found.valid_until,
        tokens.sha256_of(TokenForm.QR_NAME, digits),
    )


def _of_sdjwt(found: dict[str, Any], digest: str) -> Signed:
    kinds = {kind.code: kind for kind in all_kinds()}
    parts = str(found["vct"]).rsplit("/", 2)
    return Signed(
        str(found["iss"])[-6:],
        kinds.get(parts[-2]) if len(parts) == 3 else None,
        found,
        str(found.get("number", "")),
        _day(found.get("nbf", found["iat"])),
        _day(found["exp"] - 1 if "exp" in found else found["iat"]),
        digest,
    )


def _day(seconds: int) -> date:
    from datetime import UTC, datetime

    return in_tokyo(datetime.fromtimestamp(seconds, UTC)).date()


def _result(signed: Signed, dated: State | None) -> Result:
    found = _certificate_of(signed.sha256)
    if found is None or signed.kind is None or not was_issued(signed.sha256):
        return refused_result(Refused(RefusalCode.UNKNOWN_ISSUER, "not in the log"))
    certificate, token = found
    state = dated or (State.REVOKED if token.replaced_at else state_of(certificate))
    standing = _standing(certificate, token, state)
    town = municipalities.by_code(signed.municipality_code).full_name
    return Result(
        state,
        lights(
            ("ok", _("市町村が署名したときのままです。")),
            standing,
            ("ok", _("%(issuer)sの署名です。", issuer=town)),
        ),
        kind=signed.kind,
        name=str(signed.claims.get("holder_name", "")),
        number=_whole_number(signed),
        facts=_facts(signed, town),
        is_demo=certificate.is_demo,
        certificate_id=certificate.id,
    )


def _standing(certificate: Certificate, token: CertificateToken, state: State) -> tuple[str, str]:
    if state is State.REVOKED and token.replaced_at is not None:
        return "bad", _("署名し直されたため、この紙や電子証明は使えません。新しいものを見せてもらってください。")
    return standing_light(certificate, state)


def _certificate_of(digest: str) -> tuple[Certificate, CertificateToken] | None:
    chosen = select(Certificate, CertificateToken).where(
        CertificateToken.certificate_id == Certificate.id, CertificateToken.sha256 == digest
    )
    found = session().exec(chosen).first()
    return (found[0], found[1]) if found else None


def _whole_number(signed: Signed) -> str:
    """As it stands on the paper: inside a QR code the municipality's name is left out."""
    town = municipalities.by_code(signed.municipality_code).name
    is_whole = not signed.number or signed.number.startswith(town)
    return signed.number if is_whole else f"{town}-{signed.number}"


def _facts(signed: Signed, town: str) -> list[tuple[Any, Any]]:
    assert signed.kind is not None
    told = [
        (label, signed.kind.shown(name, signed.claims[name]))
        for name, label in signed.kind.claims.items()
        if name in signed.claims
    ]
    number = [(_("番号"), _whole_number(signed))] if signed.number else []
    period = f"{show_era(signed.valid_from)} – {show_era(signed.valid_until)}"
    return [*told, *number, (_("署名した市町村"), town), (_("有効期間"), period)]
