"""Letters about certificates."""

from webapp.accounts.models import User
from webapp.certificates.models import Certificate
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, Letter, queue
from webapp.core.templating import show_date
from webapp.municipalities.models import Municipality


def issued(certificate: Certificate, holder: User, town: Municipality) -> Letter:
    """The certificate is there."""
    return queue(holder, _issued, certificate=certificate, town=town)


def _issued(certificate: Certificate, town: Municipality) -> Draft:
    return Draft(
        _("%(town)sの登録証ができました", town=town.short_name),
        [
            _("二地域居住の登録が認められ、登録証を発行しました。"),
            _("画面で見せることも、紙に印刷することもできます。お店や施設では、QRコードを見せてください。"),
        ],
        [(_("番号"), certificate.number), (_("有効期限"), show_date(certificate.valid_until))],
        f"/my/certificates/{certificate.id}",
        _("登録証を見る"),
    )


def revoked(certificate: Certificate, holder: User, town: Municipality) -> Letter:
    """The certificate is no longer valid, and why."""
    return queue(holder, _revoked, certificate=certificate, town=town)


def _revoked(certificate: Certificate, town: Municipality) -> Draft:
    return Draft(
        _("%(town)sの登録証が取り消されました", town=town.short_name),
        [
            _("次の理由で、登録証を取り消しました。この登録証は、これから使えません。"),
            certificate.revoked_reason,
            _("納得できないときや、わからないことがあるときは、市町村の担当までご連絡ください。"),
        ],
        [(_("番号"), certificate.number)],
        f"/my/certificates/{certificate.id}",
        _("登録証の状態を見る"),
    )
