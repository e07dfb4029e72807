"""Letters about certificates."""

from collections.abc import Callable
from typing import Any

from webapp.accounts.models import User
from webapp.certificates.kinds.spec import KindSpec
from webapp.certificates.models import Certificate
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, Letter, queue
from webapp.core.templating import show_era
from webapp.municipalities.models import Municipality

Write = Callable[[Certificate, User, Municipality, KindSpec], Letter]


def issued(certificate: Certificate, holder: User, town: Municipality, kind: KindSpec) -> Letter:
    """The certificate is there."""
    return queue(holder, _issued, certificate=certificate, town=town, title=kind.title)


def _issued(certificate: Certificate, town: Municipality, title: Any) -> Draft:
    return Draft(
        _("%(town)sの%(kind)sができました", town=town.short_name, kind=title),
        [
            _("%(kind)sを発行しました。", kind=title),
            _("画面で見せることも、紙に印刷することもできます。お店や施設では、QRコードを見せてください。"),
        ],
        [(_("番号"), certificate.number), (_("有効期限"), show_era(certificate.valid_until))],
        f"/my/certificates/{certificate.id}",
        _("証明書を見る"),
    )


def revoked(certificate: Certificate, holder: User, town: Municipality, kind: KindSpec) -> Letter:
    """The certificate is no longer valid, and why."""
    return queue(holder, _revoked, certificate=certificate, town=town, title=kind.title)


def _revoked(certificate: Certificate, town: Municipality, title: Any) -> Draft:
    reason = certificate.revoked_for
    return Draft(
        _("%(town)sの%(kind)sが取り消されました", town=town.short_name, kind=title),
        [
            _("次の理由で取り消しました。この証明書は、これから使えません。"),
            *([certificate.revocation_note] if certificate.revocation_note else []),
            _("納得できないときや、わからないことがあるときは、市町村の担当までご連絡ください。"),
        ],
        [(_("番号"), certificate.number), (_("理由"), str(reason.label) if reason else "")],
        f"/my/certificates/{certificate.id}",
        _("証明書の状態を見る"),
    )


def suspended(certificate: Certificate, holder: User, town: Municipality, kind: KindSpec) -> Letter:
    """The certificate cannot be used for a while, and why."""
    return queue(holder, _suspended, certificate=certificate, town=town, title=kind.title)


def _suspended(certificate: Certificate, town: Municipality, title: Any) -> Draft:
    return Draft(
        _("%(town)sの%(kind)sを一時停止しました", town=town.short_name, kind=title),
        [
            _("次の理由で、証明書を止めています。再開するまで使えません。"),
            certificate.hold_note,
            _("再開したら、またお知らせします。"),
        ],
        [(_("番号"), certificate.number)],
        f"/my/certificates/{certificate.id}",
        _("証明書の状態を見る"),
    )


def resumed(certificate: Certificate, holder: User, town: Municipality, kind: KindSpec) -> Letter:
    """The certificate can be used again."""
    return queue(holder, _resumed, certificate=certificate, town=town, title=kind.title)


def _resumed(certificate: Certificate, town: Municipality, title: Any) -> Draft:
    return Draft(
        _("%(town)sの%(kind)sがまた使えるようになりました", town=town.short_name, kind=title),
        [_("一時停止を終えました。手元の紙や画面の証明書を、そのまま使えます。")],
        [(_("番号"), certificate.number), (_("有効期限"), show_era(certificate.valid_until))],
        f"/my/certificates/{certificate.id}",
        _("証明書を見る"),
    )


def signed_again(certificate: Certificate, holder: User, town: Municipality, kind: KindSpec) -> Letter:
    """It was signed with a new key: what was printed or saved before has to be replaced."""
    return queue(holder, _signed_again, certificate=certificate, town=town, title=kind.title)


def _signed_again(certificate: Certificate, town: Municipality, title: Any) -> Draft:
    return Draft(
        _("%(town)sの%(kind)sを印刷し直してください", town=town.short_name, kind=title),
        [
            _("証明書に使う電子署名を新しくしました。登録の内容や番号は変わりません。"),
            _(
                "前に印刷した紙のQRコードや、保存したPDFは使えなくなりました。お手数ですが、もう一度開いて印刷してください。"
            ),
        ],
        [(_("番号"), certificate.number), (_("有効期限"), show_era(certificate.valid_until))],
        f"/my/certificates/{certificate.id}",
        _("証明書を開く"),
    )
