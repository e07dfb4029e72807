"""Why a benefit cannot be used now, in one sentence."""

from webapp.certificates.benefits.models import Audience, Benefit, BenefitStatus
from webapp.certificates.benefits.uses.quota import Left, left_of
from webapp.certificates.checking.by_code import is_authentic
from webapp.certificates.checking.result import State
from webapp.certificates.checking.standing import state_of
from webapp.certificates.kinds.dual_resident import CODE
from webapp.certificates.models import Certificate
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import Tier


def must_open(benefit: Benefit, certificate: Certificate) -> Left:
    """What is left for the holder before this use. Raises RuleBroken with the first thing that stands against it."""
    must_be_offered(benefit)
    must_fit(benefit, certificate)
    state = state_of(certificate) if is_authentic(certificate) else State.ALTERED
    if state is not State.VALID:
        raise RuleBroken(not_valid(state))
    left = left_of(benefit, certificate.user_id or "")
    must_be_left(benefit, left)
    return left


def must_be_left(benefit: Benefit, left: Left) -> None:
    """Raises RuleBroken when the person, or all together, used it up."""
    if left.mine < 1:
        raise RuleBroken(
            _(
                "この特典は、%(period)sの回数（%(times)s回）を使い切っています。",
                period=benefit.per.label,
                times=benefit.times,
            )
        )
    if left.uses < 1:
        raise RuleBroken(_("この特典は、全員で使える回数に達したため、いまは使えません。"))


def must_be_offered(benefit: Benefit) -> None:
    """Raises RuleBroken for a benefit that is not on offer today."""
    if not municipalities.is_running(benefit.municipality_code):
        raise RuleBroken(_("このまちは参加を終える手続きをしているため、特典は使えません。"))
    if benefit.status is not BenefitStatus.ACTIVE:
        raise RuleBroken(_("この特典は、いまは使えません（%(status)s）。", status=benefit.status.label))
    if benefit.is_over and benefit.ends_on:
        raise RuleBroken(_("この特典は、%(day)sで終わりました。", day=show_date(benefit.ends_on)))
    if not benefit.is_within_dates:
        raise RuleBroken(_("この特典が使えるのは、%(day)sからです。", day=show_date(benefit.starts_on)))


def must_fit(benefit: Benefit, certificate: Certificate) -> None:
    """Raises RuleBroken for a certificate of another town, of another kind or tier."""
    if certificate.municipality_code != benefit.municipality_code:
        other = municipalities.by_code(benefit.municipality_code).full_name
        raise RuleBroken(_("別のまちの証明書です。この特典に使えるのは、%(town)sの登録証だけです。", town=other))
    if certificate.kind != CODE:
        raise RuleBroken(_("特典に使えるのは、二地域居住者登録証だけです。別の種類の証明書では使えません。"))
    if benefit.audience is Audience.PREMIUM and certificate.claims.get("tier") != Tier.PREMIUM.value:
        raise RuleBroken(_("この特典は、プレミアム登録の人だけが使えます。"))


def not_valid(state: State) -> str:
    """Why a certificate in such a state opens nothing."""
    return {
        State.SUSPENDED: _("この証明書は一時停止中です。再開するまで、特典は使えません。"),
        State.REVOKED: _("この証明書は取り消されています。特典は使えません。"),
        State.SUPERSEDED: _("新しい登録証に切り替わっています。新しいものを見せてもらってください。"),
        State.EXPIRED: _("この証明書は有効期限が過ぎています。特典は使えません。"),
        State.NOT_YET: _("この証明書は、まだ有効期間が始まっていません。"),
        State.ENDED: _("登録が終わっているため、この証明書では特典を使えません。"),
        State.ALTERED: _("この証明書は、発行したときの記録と一致しません。特典は使えません。"),
        State.FOREIGN: _("ふたまちの市町村が発行した証明書と確かめられません。特典は使えません。"),
        State.COPY: _("画面の写しか、時間がたったQRコードです。本人の端末で開き直してもらってください。"),
    }.get(state, _("このコードの証明書は見つかりません。コードを確かめて、もう一度入力してください。"))


def obstacle(benefit: Benefit, certificate: Certificate, left: Left) -> str:
    """What stands against using it, of a certificate known to be in force; empty when nothing does."""
    try:
        must_be_offered(benefit)
        must_fit(benefit, certificate)
        must_be_left(benefit, left)
    except RuleBroken as refused:
        return refused.sentence
    return ""
