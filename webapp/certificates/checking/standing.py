"""Whether a certificate still holds, as one state and one sentence."""

from webapp.certificates.checking.result import State
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import Certificate, CertificateStatus
from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date

_BY_STATUS = {
    CertificateStatus.REVOKED: State.REVOKED,
    CertificateStatus.SUPERSEDED: State.SUPERSEDED,
    CertificateStatus.EXPIRED: State.EXPIRED,
    CertificateStatus.DRAFT: State.NOT_YET,
}


def state_of(certificate: Certificate) -> State:
    """The first thing that keeps it from being valid, or that it is."""
    if certificate.status in _BY_STATUS:
        return _BY_STATUS[certificate.status]
    if certificate.has_expired:
        return State.EXPIRED
    if certificate.valid_from > today():
        return State.NOT_YET
    if certificate.status is CertificateStatus.SUSPENDED:
        return State.SUSPENDED
    return State.VALID if kind_of(certificate.kind).source_stands(certificate) else State.ENDED


def standing_light(certificate: Certificate, state: State) -> tuple[str, str]:
    """The light 失効なし for a certificate in such a state."""
    if state is State.VALID:
        return "ok", _("取り消されておらず、有効期限内です。")
    until, since = show_date(certificate.valid_until), show_date(certificate.valid_from)
    ended = show_date(certificate.revoked_at) if certificate.revoked_at else ""
    sentences = {
        State.REVOKED: _("%(day)sに取り消されました。", day=ended),
        State.SUPERSEDED: _("%(day)sに新しい証明書へ切り替わりました。新しいものを見せてもらってください。", day=ended),
        State.SUSPENDED: _("いまは一時停止中です。再開するまで使えません。"),
        State.EXPIRED: _("%(day)sで有効期限が切れました。", day=until),
        State.NOT_YET: _("有効期間は%(day)sからです。", day=since),
        State.ENDED: _("登録や指定が終わったため、効力がありません。"),
    }
    return "bad", sentences[state]
