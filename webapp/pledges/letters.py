"""Letters to donors."""

from webapp.accounts.models import User
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, Letter, queue
from webapp.core.templating import show_date
from webapp.pledges.models import Pledge, Receipt
from webapp.projects.models import Project


def thanks(pledge: Pledge, receipt: Receipt, donor: User, project: Project) -> Letter:
    """The money arrived."""
    return queue(donor, _thanks, pledge=pledge, receipt=receipt, project=project)


def _thanks(pledge: Pledge, receipt: Receipt, project: Project) -> Draft:
    return Draft(
        _("ご寄附を受け取りました：%(project)s", project=project.title),
        [
            _("ご寄附ありがとうございます。入金を確かめました。"),
            _("受領証明書を発行しました。確定申告やワンストップ特例の申請に使うので、大切に保管してください。"),
        ],
        [
            (_("金額"), _("%(amount)s円", amount=f"{pledge.amount:,}")),
            (_("受領日"), show_date(receipt.received_on)),
            (_("受領証明書の番号"), receipt.shown_number),
        ],
        f"/my/pledges/{pledge.id}",
        _("受領証明書を見る"),
    )


def lapsed(pledge: Pledge, donor: User, project: Project) -> Letter:
    """Nothing was paid in time."""
    return queue(donor, _lapsed, pledge=pledge, project=project)


def _lapsed(pledge: Pledge, project: Project) -> Draft:
    return Draft(
        _("お支払いが確認できませんでした：%(project)s", project=project.title),
        [
            _("期限までにお支払いが確認できなかったため、この申出を終わりにしました。お金は動いていません。"),
            _("受付期間内であれば、もう一度お支払いに進めます。"),
        ],
        [(_("金額"), _("%(amount)s円", amount=f"{pledge.amount:,}"))],
        f"/my/pledges/{pledge.id}",
        _("申出を見る"),
    )
