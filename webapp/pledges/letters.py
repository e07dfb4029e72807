"""Letters to donors."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Addressee, Draft, Letter, queue
from webapp.core.templating import show_era
from webapp.municipalities.models import Municipality, Programme
from webapp.pledges.guests import addressee_of, draft_kind, page_of
from webapp.pledges.methods import SLIP_DAYS
from webapp.pledges.models import Pledge
from webapp.projects.models import Project


def thanks(pledge: Pledge, project: Project) -> Letter:
    """The money arrived."""
    return queue(addressee_of(pledge), _thanks, pledge=pledge, project=project)


def _thanks(pledge: Pledge, project: Project) -> Draft:
    return draft_kind(pledge)(
        _("ご寄附を受け取りました：%(project)s", project=project.title),
        [
            _("ご寄附ありがとうございます。入金を確かめました。"),
            _("受領証明書を発行しました。確定申告やワンストップ特例の申請に使うので、大切に保管してください。"),
        ],
        [
            (_("金額"), _("%(amount)s円", amount=f"{pledge.amount:,}")),
            (_("受領日"), show_era(pledge.paid_at)),
        ],
        page_of(pledge),
        _("受領証明書を見る"),
    )


def awaiting(pledge: Pledge, project: Project) -> Letter:
    """A slip was issued: until when it can be paid, and where the page is."""
    return queue(addressee_of(pledge), _awaiting, pledge=pledge, project=project)


def _awaiting(pledge: Pledge, project: Project) -> Draft:
    return draft_kind(pledge)(
        _("コンビニでのお支払いをお待ちしています：%(project)s", project=project.title),
        [
            _("寄附の申出を受け付けました。支払い画面に出た払込票の番号で、コンビニでお支払いください。"),
            _("お店で払った日が受領日になります。入金を確かめたら、受領証明書とあわせてお知らせします。"),
        ],
        [
            (_("金額"), _("%(amount)s円", amount=f"{pledge.amount:,}")),
            (_("支払いの期限"), _("払込票を出した日から%(days)s日後の、日本時間で23時59分", days=SLIP_DAYS)),
        ],
        page_of(pledge),
        _("申出を見る"),
    )


def lapsed(pledge: Pledge, project: Project) -> Letter:
    """Nothing was paid in time."""
    return queue(addressee_of(pledge), _lapsed, pledge=pledge, project=project)


def _lapsed(pledge: Pledge, project: Project) -> Draft:
    return draft_kind(pledge)(
        _("お支払いが確認できませんでした：%(project)s", project=project.title),
        [
            _("期限までにお支払いが確認できなかったため、この申出を終わりにしました。お金は動いていません。"),
            _("受付期間内であれば、もう一度お支払いに進めます。"),
        ],
        [(_("金額"), _("%(amount)s円", amount=f"{pledge.amount:,}"))],
        page_of(pledge),
        _("申出を見る"),
    )


def town_left(
    donor: Addressee, town: Municipality, office: Programme | None, page: str, kind: type[Draft] = Draft
) -> Letter:
    """The municipality is no longer here; what was given stays given."""
    return queue(donor, _town_left, town=town, office=office, page=page, kind=kind)


def _town_left(town: Municipality, office: Programme | None, page: str, kind: type[Draft]) -> Draft:
    contact = [
        (_("担当"), office.department if office else ""),
        (_("メール"), office.contact_email if office else ""),
        (_("電話"), office.contact_phone if office else ""),
    ]
    return kind(
        _("寄附先の%(town)sが、ふたまちへの参加を終えました", town=town.full_name),
        [
            _("いただいた寄附と受領証明書は、これからも有効です。受領証明書は、あなたの画面でいつでも見られます。"),
            _("新しい寄附の受付は終わりました。まだ支払っていない申出は、支払わなければそのまま終わります。"),
            _("寄附の使いみちや税の手続きについては、まちの担当にお問い合わせください。"),
        ],
        [(_("寄附先"), town.full_name), *((label, words) for label, words in contact if words)],
        page,
        _("自分の寄附を見る"),
    )
