"""The check of a public code: looked up, and the record compared with what was signed over it."""

from typing import Any

from webapp.certificates import tokens
from webapp.certificates.checking.own_keys import keys_for
from webapp.certificates.checking.result import Light, Result, State, lights, unknown
from webapp.certificates.checking.standing import standing_light, state_of
from webapp.certificates.integrity import is_unaltered
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import TEMPLATE_WITHOUT_TOKENS, Certificate, TokenForm
from webapp.certificates.queries import by_public_code, issuer_of, shown_names
from webapp.core.clock import now
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_era
from webapp.credentials import sdjwt
from webapp.credentials.errors import RefusalCode, Refused

#: a good signature over something whose time is not now: the date is looked at elsewhere
_ONLY_DATES = (RefusalCode.EXPIRED, RefusalCode.NOT_YET, RefusalCode.ISSUED_LATER)


def check_code(typed: str) -> Result:
    """What anybody may know of the certificate with this code."""
    certificate = by_public_code(typed)
    return unknown() if certificate is None else _known(certificate)


def _known(certificate: Certificate) -> Result:
    state = state_of(certificate) if is_authentic(certificate) else State.ALTERED
    kind = kind_of(certificate.kind)
    return Result(
        state,
        _lights(certificate, state),
        kind=kind,
        name=shown_names([certificate])[certificate.id],
        number=certificate.number,
        facts=[(kind.holder_label, shown_names([certificate])[certificate.id]), *_facts(certificate)],
        is_demo=certificate.is_demo,
        certificate_id=certificate.id,
    )


def is_authentic(certificate: Certificate) -> bool:
    """Whether the record is unaltered, and the municipality's signature says so and not our word alone."""
    if not is_unaltered(certificate):
        return False
    if certificate.erased_at is not None or certificate.template_version == TEMPLATE_WITHOUT_TOKENS:
        return True
    token = tokens.token_of(certificate, TokenForm.SDJWT)
    return token is not None and _signed_hash(token.body) == certificate.claims_sha256


def _signed_hash(body: str) -> Any:
    try:
        return sdjwt.verify(body, keys_for(body), now=now()).claims.get(tokens.RECORD)
    except Refused as refused:
        return (refused.claims or {}).get(tokens.RECORD) if refused.code in _ONLY_DATES else None


def _lights(certificate: Certificate, state: State) -> list[Light]:
    if state is State.ALTERED:
        bad = _("発行したときの記録と一致しません。発行元に連絡してください。")
        return lights(("bad", bad), ("unknown", _("内容が確かめられないため、判断できません。")), ("unknown", bad))
    return lights(
        ("ok", _("発行したときの記録のままです。")),
        standing_light(certificate, state),
        ("ok", _("%(issuer)sが発行しました。", issuer=issuer_of(certificate))),
    )


def _facts(certificate: Certificate) -> list[tuple[Any, Any]]:
    return [
        (_("番号"), certificate.number),
        (_("発行した市町村"), issuer_of(certificate)),
        (_("有効期間"), f"{show_era(certificate.valid_from)} – {show_era(certificate.valid_until)}"),
    ]
