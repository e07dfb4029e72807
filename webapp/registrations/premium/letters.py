"""Letters about premium: asked for, decided, ending soon with what is missing, ended."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core.i18n import gettext as _
from webapp.core.i18n import labelled
from webapp.core.letters import Draft, queue
from webapp.core.templating import show_date, show_era
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.registrations.premium.models import PremiumRequest
from webapp.registrations.premium.requirements import Finding


def tell_person(row: PremiumRequest, words: Any, **values: Any) -> None:
    """Queue one of the letters below to the resident."""
    place = municipalities.by_code(row.municipality_code)
    queue(accounts.user(row.user_id), _named, words=words, row=row, place=place, **values)


def _named(words: Any, row: PremiumRequest, place: Municipality, **values: Any) -> Draft:
    """The town is named in the language of who reads the letter."""
    draft: Draft = words(row=row, town=place.full_name, **values)
    return draft


def tell_town(row: PremiumRequest) -> None:
    """Queue the letter about a new request to the town's desk; it names nobody."""
    for somebody in accounts.desk_of(row.municipality_code):
        queue(somebody, work_arrived, row=row)


def _own(row: PremiumRequest) -> dict[str, str]:
    return {"link": f"/my/premium/{row.registration_id}", "link_label": _("プレミアムの画面を見る")}


def work_arrived(row: PremiumRequest) -> Draft:
    """To the town's staff."""
    return Draft(
        subject=_("プレミアム登録の申込みがありました"),
        paragraphs=[
            _("プレミアム登録の申込みがありました。条件がそろっていることは、システムが確かめています。"),
            _("個人情報を守るため、申し込んだ人の名前はメールに書いていません。画面で確かめてください。"),
        ],
        facts=[(_("期限"), show_date(row.due_on))],
        link=f"/staff/premium/{row.id}",
        link_label=_("申込みを確かめる"),
    )


def granted(row: PremiumRequest, town: str) -> Draft:
    """To the resident, when premium stands."""
    return Draft(
        subject=_("%(town)sのプレミアム登録が認められました", town=town),
        paragraphs=[
            _("%(town)sの担い手として、プレミアム登録が認められました。登録証も新しくなります。", town=town),
            _("プレミアムは1年ごとの更新です。期限が近づいたら、条件と更新のしかたをメールでお知らせします。"),
        ],
        facts=[(_("始まる日"), show_era(row.granted_from)), (_("最後の日"), show_era(row.granted_until))],
        **_own(row),
    )


def refused(row: PremiumRequest, town: str) -> Draft:
    """To the resident, when the town says no."""
    return Draft(
        subject=_("%(town)sのプレミアム登録は認められませんでした", town=town),
        paragraphs=[
            _("担当者が確かめた結果、プレミアム登録は認められませんでした。ベーシックの登録はそのまま続きます。"),
            _("理由：%(reason)s", reason=row.decision_reason),
            _("理由にあたることがなくなれば、もう一度申し込めます。"),
        ],
        facts=[],
        **_own(row),
    )


def ended(row: PremiumRequest, town: str) -> Draft:
    """To the resident, when the town ends a premium."""
    return Draft(
        subject=_("%(town)sのプレミアム登録が終わりました", town=town),
        paragraphs=[
            _("市町村がプレミアム登録を終えました。ベーシックの登録はそのまま続きます。"),
            _("理由：%(reason)s", reason=row.decision_reason),
            _("心当たりのないときは、市町村の窓口におたずねください。"),
        ],
        facts=[],
        **_own(row),
    )


def lapsed(row: PremiumRequest, town: str) -> Draft:
    """To the resident, when the year is over."""
    return Draft(
        subject=_("%(town)sのプレミアムの期間が終わりました", town=town),
        paragraphs=[
            _("プレミアムの期間が終わり、ベーシックの登録に戻りました。登録と登録証は、そのまま使えます。"),
            _("条件がそろえば、いつでももう一度申し込めます。"),
        ],
        facts=[(_("最後の日"), show_era(row.granted_until))],
        **_own(row),
    )


def ending_soon(row: PremiumRequest, town: str, missing: list[Finding]) -> Draft:
    """To the resident, some weeks before the end: what is missing, or that it can be renewed."""
    if not missing:
        said = [
            _("更新の条件は、いまの時点でそろっています。画面から更新を申し込んでください。"),
            _("申し込まないと、期限の次の日からベーシックの登録に戻ります。"),
        ]
    else:
        said = [
            _("更新には、次の条件が足りません。期限までにそろうと、更新を申し込めます。"),
            *(labelled(finding.title, finding.words) for finding in missing),
            _("そろわないときは、期限の次の日からベーシックの登録に戻ります。登録そのものは続きます。"),
        ]
    subject = _("%(town)sのプレミアムの期限が近づいています", town=town)
    return Draft(subject=subject, paragraphs=said, facts=[(_("最後の日"), show_era(row.granted_until))], **_own(row))
