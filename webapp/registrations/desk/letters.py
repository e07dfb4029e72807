"""Letters between colleagues at the desk; none names who applied."""

from datetime import date

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.registrations.models import Registration

QUEUE = "/staff/registrations"


def assigned(registration: Registration, by: str, town: str) -> Draft:
    """To who gets an application on the desk."""
    return Draft(
        _("登録の申請の担当になりました（受付番号 %(number)s）", number=registration.reference),
        [_("%(by)sさんが、あなたを担当に決めました。%(town)sへの申請です。画面で確かめてください。", by=by, town=town)],
        [(_("受付番号"), registration.reference), (_("期限"), show_date(registration.due_on))],
        f"{QUEUE}/{registration.id}",
        _("申請を確かめる"),
    )


def handed_on(number: int, town: str) -> Draft:
    """To the successor of somebody who left the office."""
    return Draft(
        _("登録の申請%(n)s件の担当になりました", n=number),
        [_("異動した職員から、%(town)sへの申請を引き継ぎました。担当の一覧で確かめてください。", town=town)],
        [],
        f"{QUEUE}?who=mine",
        _("担当の一覧を開く"),
    )


def deputy_appointed(absent: str, since: date, until: date, town: str) -> Draft:
    """To the deputy."""
    return Draft(
        _("申請の担当の代理になりました"),
        [_("下の期間、%(name)sさんの担当する申請が、あなたの一覧にも出ます（%(town)s）。", name=absent, town=town)],
        [(_("はじまり"), show_date(since)), (_("おわり"), show_date(until))],
        f"{QUEUE}?who=mine",
        _("担当の一覧を開く"),
    )


def second_look_wanted(number: int, town: str) -> Draft:
    """To the colleagues, when decisions wait for a second person."""
    return Draft(
        _("登録の決定%(n)s件が、二人目の確認を待っています", n=number),
        [_("%(town)sへの申請の決定を、もう一人が確かめてください。案を出した人は決められません。", town=town)],
        [],
        f"{QUEUE}?show=proposed",
        _("確認を待つ一覧を開く"),
    )


def sent_back(registration: Registration, reason: str, town: str) -> Draft:
    """To who proposed it, when the second person did not agree."""
    return Draft(
        _("決定の案が審査に戻りました（受付番号 %(number)s）", number=registration.reference),
        [
            _("%(town)sへの申請について、あなたの案を確かめた人が審査に戻しました。", town=town),
            _("理由：%(reason)s", reason=reason),
        ],
        [(_("受付番号"), registration.reference)],
        f"{QUEUE}/{registration.id}",
        _("申請を確かめる"),
    )
