"""Letters about leaving: it was asked for, it was done, it could not be done."""

from datetime import datetime

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_datetime

PAGE = "/my/privacy/leaving"


def asked(*, is_account: bool, due_at: datetime) -> Draft:
    """It can be taken back until then; if it was somebody else, the account is in danger."""
    what = _("アカウントを閉じる") if is_account else _("プロフィールを消す")
    return Draft(
        _("情報を消す申込みを受け付けました"),
        [
            _("下の日時に、次の手続きをします。それまでは取りやめられます。"),
            _("あなたの申込みでなければ、すぐに取りやめ、パスワードを変えてください。"),
        ],
        [(_("手続き"), what), (_("日時"), show_datetime(due_at))],
        PAGE,
        _("取りやめる"),
    )


def erased() -> Draft:
    """The profile is gone; the account stays."""
    return Draft(
        _("プロフィールを消しました"),
        [
            _("プロフィールと、申請の写し、やりとりのことばを消しました。アカウントは残っています。"),
            _("寄附の記録など、法律や帳簿のために残すものは、「消す・退会する」の画面で確かめられます。"),
        ],
        [],
        PAGE,
        _("残っているものを見る"),
    )


def stopped(*, why: str) -> Draft:
    """Something stood in the way."""
    return Draft(
        _("情報を消せませんでした"),
        [_("申し込まれた日になりましたが、次の理由で消せませんでした。"), why],
        [],
        PAGE,
        _("もう一度申し込む"),
    )
