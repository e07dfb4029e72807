"""The public check: three lights in words, and no more about the holder than the paper itself says."""

from dataclasses import dataclass
from typing import Any

from webapp.certificates.models import Certificate, CertificateStatus
from webapp.certificates.queries import is_in_force, issuer_of, shown_names
from webapp.certificates.seal import is_unaltered
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date

Light = tuple[str, str, str]


@dataclass(frozen=True)
class Result:
    """`state` is valid, revoked, expired, ended, altered or unknown."""

    state: str
    title: str
    lights: list[Light]
    facts: list[tuple[str, Any]]
    is_demo: bool = False


def check(certificate: Certificate | None, secret: str) -> Result:
    """What anybody may know of a certificate."""
    if certificate is None:
        return _unknown()
    state = _state(certificate, secret)
    titles = {
        "valid": _("有効な登録証です"),
        "revoked": _("取り消された登録証です"),
        "expired": _("有効期限が切れた登録証です"),
        "ended": _("登録が終わっているため、使えない登録証です"),
        "altered": _("内容が発行時の記録と一致しません"),
    }
    return Result(state, titles[state], _lights(certificate, state), _facts(certificate), certificate.is_demo)


def _state(certificate: Certificate, secret: str) -> str:
    if not is_unaltered(certificate, secret):
        return "altered"
    if certificate.status is CertificateStatus.REVOKED:
        return "revoked"
    if certificate.has_expired:
        return "expired"
    return "valid" if is_in_force(certificate) else "ended"


def _lights(certificate: Certificate, state: str) -> list[Light]:
    stands = {
        "valid": ("ok", _("取り消されておらず、有効期限内です。")),
        "revoked": ("bad", _("%(day)sに取り消されました。", day=show_date(certificate.revoked_at))),
        "expired": ("bad", _("%(day)sで有効期限が切れました。", day=show_date(certificate.valid_until))),
        "ended": ("bad", _("登録が終わったため、効力がありません。")),
        "altered": ("unknown", _("内容が確かめられないため、判断できません。")),
    }[state]
    whole = (
        ("bad", _("発行したときの記録と一致しません。発行元に連絡してください。"))
        if state == "altered"
        else ("ok", _("発行したときの記録のままです。"))
    )
    issuer = _("%(issuer)sが発行しました。", issuer=issuer_of(certificate))
    return [
        (_("改ざんなし"), *whole),
        (_("失効なし"), *stands),
        (_("発行者の確認"), "ok" if state != "altered" else "unknown", issuer),
    ]


def _facts(certificate: Certificate) -> list[tuple[str, Any]]:
    return [
        (_("氏名"), shown_names([certificate])[certificate.id]),
        (_("番号"), certificate.number),
        (_("発行した市町村"), issuer_of(certificate)),
        (_("有効期間"), f"{show_date(certificate.valid_from)} – {show_date(certificate.valid_until)}"),
    ]


def _unknown() -> Result:
    no_record = _("このコードの記録がありません。")
    return Result(
        "unknown",
        _("この登録証は確認できません"),
        [
            (_("改ざんなし"), "unknown", no_record),
            (_("失効なし"), "unknown", no_record),
            (
                _("発行者の確認"),
                "bad",
                _("ふたまちの市町村が発行した記録は見つかりません。コードの写し間違いでないか、確かめてください。"),
            ),
        ],
        [],
    )
