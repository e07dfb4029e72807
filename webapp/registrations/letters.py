"""Letters about an application: what happened, why, and what comes next. Letters to staff name nobody."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, queue
from webapp.core.templating import show_date
from webapp.municipalities import objections
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.registrations.models import Registration


def tell_applicant(registration: Registration, write: Any) -> None:
    """Queue one of the letters below to the applicant."""
    place = municipalities.by_code(registration.municipality_code)
    queue(accounts.user(registration.user_id), _named, words=write, registration=registration, place=place)


def tell_town(registration: Registration, write: Any) -> None:
    """Queue one of the letters below to everybody who may work on it, or to the office of a town without staff."""
    place = municipalities.by_code(registration.municipality_code)
    for somebody in accounts.desk_of(registration.municipality_code):
        queue(somebody, _named, words=write, registration=registration, place=place)


def _named(words: Any, registration: Registration, place: Municipality) -> Draft:
    """The town is named in the language of who reads the letter."""
    draft: Draft = words(registration=registration, town=place.full_name)
    return draft


def _facts(registration: Registration, town: str) -> list[tuple[str, str]]:
    return [(_("申請先"), town), (_("受付番号"), registration.reference)]


def _own(registration: Registration) -> dict[str, str]:
    return {"link": f"/my/registrations/{registration.id}", "link_label": _("申請の状況を見る")}


def received(registration: Registration, town: str) -> Draft:
    """To the applicant, after handing in."""
    return Draft(
        subject=_("%(town)sへの申請を受け付けました", town=town),
        paragraphs=[
            _("二地域居住の登録の申請を受け付けました。%(town)sの担当者が内容を確かめます。", town=town),
            _(
                "結果、または確かめたいことを、%(day)sごろまでにお知らせします。",
                day=show_date(registration.due_on),
            ),
        ],
        facts=_facts(registration, town),
        **_own(registration),
    )


def correction_wanted(registration: Registration, town: str) -> Draft:
    """To the applicant, when something must be corrected."""
    return Draft(
        subject=_("%(town)sへの申請に、直してほしいところがあります", town=town),
        paragraphs=[
            _("%(town)sの担当者が申請を確かめたところ、直してほしいところが見つかりました。", town=town),
            _("理由：%(reason)s", reason=registration.decision_reason),
            _("下のボタンから申請を開き、直してもう一度送ってください。入力した内容は残っています。"),
        ],
        facts=_facts(registration, town),
        **_own(registration),
    )


def correction_recalled(registration: Registration, town: str) -> Draft:
    """To the applicant, when nothing needs to be corrected any more."""
    return Draft(
        subject=_("%(town)sへの申請を、直さなくてよくなりました", town=town),
        paragraphs=[
            _("お願いしていた補正（直すこと）を取りやめました。何もしなくてかまいません。審査は続いています。"),
            _("結果を、%(day)sごろまでにお知らせします。", day=show_date(registration.due_on)),
        ],
        facts=_facts(registration, town),
        **_own(registration),
    )


def approved(registration: Registration, town: str) -> Draft:
    """To the applicant, when the registration stands."""
    return Draft(
        subject=_("%(town)sの二地域居住者として登録されました", town=town),
        paragraphs=[
            _("申請が認められ、%(town)sの二地域居住者として登録されました。", town=town),
            _("登録証は、申請の画面から開けます。住まいや滞在のしかたが変わったときは、市町村に知らせてください。"),
        ],
        facts=_facts(registration, town),
        **_own(registration),
    )


def refused(registration: Registration, town: str) -> Draft:
    """To the applicant, when the town says no."""
    return Draft(
        subject=_("%(town)sへの申請は、登録になりませんでした", town=town),
        paragraphs=[
            _("%(town)sの担当者が申請を確かめた結果、登録できませんでした。", town=town),
            _("理由：%(reason)s", reason=registration.decision_reason),
            _("理由にあたることがなくなれば、もう一度申請できます。わからないことは市町村の窓口におたずねください。"),
            objections.about_registrations(registration.municipality_code),
        ],
        facts=_facts(registration, town) + objections.office(registration.municipality_code),
        **_own(registration),
    )


def withdrawn(registration: Registration, town: str) -> Draft:
    """To the applicant, after withdrawing."""
    return Draft(
        subject=_("%(town)sへの申請を取り下げました", town=town),
        paragraphs=[
            _(
                "お申し出のとおり、%(town)sへの申請（登録）を取り下げました。登録証があった場合は使えなくなります。",
                town=town,
            ),
            _("また申請したくなったときは、いつでも新しく申請できます。"),
        ],
        facts=_facts(registration, town),
        **_own(registration),
    )


def ended(registration: Registration, town: str) -> Draft:
    """To the applicant, when the town ends a registration."""
    return Draft(
        subject=_("%(town)sの登録が終わりました", town=town),
        paragraphs=[
            _("%(town)sの二地域居住者としての登録が終わりました。登録証は使えなくなります。", town=town),
            _("理由：%(reason)s", reason=registration.decision_reason),
            _("心当たりのないときは、市町村の窓口におたずねください。"),
            objections.about_registrations(registration.municipality_code),
        ],
        facts=_facts(registration, town) + objections.office(registration.municipality_code),
        **_own(registration),
    )


def town_left(registration: Registration, town: str) -> Draft:
    """To the registered resident, when the town is no longer here."""
    return Draft(
        subject=_("%(town)sがふたまちへの参加を終えました", town=town),
        paragraphs=[
            _(
                "%(town)sがふたまちへの参加を終えたため、ふたまちでの登録が終わり、登録証は使えなくなりました。",
                town=town,
            ),
            _("登録と登録証の記録は、これからもあなたの画面で見られます。プロフィールはそのまま残っています。"),
            _("まちとのこれからの関わりや制度については、%(town)sの役所におたずねください。", town=town),
        ],
        facts=_facts(registration, town),
        **_own(registration),
    )


def town_left_undecided(registration: Registration, town: str) -> Draft:
    """To the applicant whom nobody there can answer any more."""
    return Draft(
        subject=_("%(town)sへの申請は、審査されないまま終わりました", town=town),
        paragraphs=[
            _(
                "%(town)sがふたまちへの参加を終えたため、申請を審査できなくなりました。あなたの申請に問題があったのではありません。",
                town=town,
            ),
            _("入力したプロフィールは残っています。ほかのまちへの申請に使えます。"),
        ],
        facts=_facts(registration, town),
        **_own(registration),
    )


def work_arrived(registration: Registration, town: str) -> Draft:
    """To the staff, after handing in, and after handing in again."""
    return Draft(
        subject=_("登録の申請が届きました（受付番号 %(number)s）", number=registration.reference),
        paragraphs=[
            _("%(town)sに、二地域居住の登録の申請が届きました。", town=town),
            _("個人情報を守るため、申請した人の名前はメールに書いていません。画面で確かめてください。"),
        ],
        facts=[(_("受付番号"), registration.reference), (_("期限"), show_date(registration.due_on))],
        link=f"/staff/registrations/{registration.id}",
        link_label=_("申請を確かめる"),
    )


def taken_back(registration: Registration, town: str) -> Draft:
    """To the staff, when the applicant withdrew."""
    return Draft(
        subject=_("申請が取り下げられました（受付番号 %(number)s）", number=registration.reference),
        paragraphs=[_("%(town)sへの申請（登録）を、本人が取り下げました。対応は必要ありません。", town=town)],
        facts=[(_("受付番号"), registration.reference)],
        link=f"/staff/registrations/{registration.id}",
        link_label=_("内容を見る"),
    )
