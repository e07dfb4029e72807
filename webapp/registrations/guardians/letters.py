"""Letters about a guardian's consent: to the guardian, to the minor, and to the town, which reads no name."""

from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, SecretDraft
from webapp.core.templating import show_date
from webapp.municipalities.models import Municipality
from webapp.registrations.models import Registration
from webapp.residents.queries import profile_of_user


def named(words: Any, registration: Registration, place: Municipality, token: str) -> Draft:
    """The town is named in the language of who reads the letter."""
    profile = profile_of_user(registration.user_id)
    minor = profile.full_name if profile else ""
    draft: Draft = words(minor=minor, town=place.full_name, token=token)
    return draft


def please(minor: str, town: str, token: str) -> Draft:
    """To the guardian: the link, and what it is about."""
    return SecretDraft(
        subject=_("お子さんの申請に、保護者の同意をお願いします"),
        paragraphs=[
            _("%(minor)sさんが、%(town)sの二地域居住者としての登録を申請しようとしています。", minor=minor, town=town),
            _("18歳になっていない方の申請には、保護者（親権者または未成年後見人）の同意が必要です。"),
            _(
                "下のボタンから、何をだれに渡すかを読んで、同意するかどうかを答えてください。14日のあいだ、1回だけ使えます。"
            ),
            _("心当たりのないときは、このメールを捨ててください。答えなければ、申請は送られません。"),
        ],
        facts=[(_("申請先"), town)],
        link=f"/guardian/{token}",
        link_label=_("読んで答える"),
    )


def thanks(minor: str, town: str, token: str) -> Draft:
    """To the guardian: what was agreed to, and how to take it back."""
    return SecretDraft(
        subject=_("お子さんの申請への同意を受け付けました"),
        paragraphs=[
            _("%(minor)sさんの%(town)sへの申請に、同意していただきました。", minor=minor, town=town),
            _("同意は、いつでも下のボタンから取り消せます。このメールは、18歳の誕生日までとっておいてください。"),
        ],
        facts=[(_("申請先"), town)],
        link=f"/guardian/withdraw/{token}",
        link_label=_("同意を取り消すとき"),
    )


def _own(registration: Registration) -> dict[str, str]:
    return {"link": f"/my/registrations/{registration.id}", "link_label": _("申請の画面を開く")}


def given(registration: Registration, town: str) -> Draft:
    """To the minor: it came."""
    is_sent = registration.submitted_at is not None
    return Draft(
        subject=_("保護者の同意が届きました"),
        paragraphs=[
            _("%(town)sへの申請に、保護者の方が同意しました。", town=town),
            _("あなたがすることはありません。") if is_sent else _("申請の画面で内容を確かめて、送ってください。"),
        ],
        facts=[(_("申請先"), town), (_("受付番号"), registration.reference)],
        **_own(registration),
    )


def declined(registration: Registration, town: str) -> Draft:
    """To the minor: the guardian said no."""
    return Draft(
        subject=_("保護者の方は、申請に同意しませんでした"),
        paragraphs=[
            _("%(town)sへの申請に、保護者の方は同意しませんでした。いまのままでは、申請を送れません。", town=town),
            _("保護者の方と話してから、もう一度頼むことができます。"),
        ],
        facts=[(_("申請先"), town), (_("受付番号"), registration.reference)],
        **_own(registration),
    )


def withdrawn(registration: Registration, town: str) -> Draft:
    """To the minor: the guardian took it back."""
    return Draft(
        subject=_("保護者の同意が取り消されました"),
        paragraphs=[
            _("%(town)sへの申請（登録）への同意を、保護者の方が取り消しました。", town=town),
            _("登録をどうするかは、保護者の方と話して、市町村の窓口に相談してください。"),
        ],
        facts=[(_("申請先"), town), (_("受付番号"), registration.reference)],
        **_own(registration),
    )


def withdrawn_for_town(registration: Registration, town: str) -> Draft:
    """To the staff: without the consent the application cannot be approved, and a registration has to be looked at."""
    return Draft(
        subject=_("保護者の同意が取り消されました（受付番号 %(number)s）", number=registration.reference),
        paragraphs=[
            _("%(town)sへの申請（登録）への同意を、保護者の方が取り消しました。", town=town),
            _(
                "審査中のものは認められません。登録されているものは、本人と保護者に確かめて、続けるかどうかを決めてください。"
            ),
        ],
        facts=[(_("受付番号"), registration.reference), (_("期限"), show_date(registration.due_on))],
        link=f"/staff/registrations/{registration.id}",
        link_label=_("申請を確かめる"),
    )
