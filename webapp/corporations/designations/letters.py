"""Letters of a designation's life, one for each step: what happened, why, and what comes next."""

from typing import Any

from webapp.accounts import queries as people
from webapp.core import letters as post
from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.corporations import queries as corporations
from webapp.corporations.designations.models import Designation, DesignationStatus
from webapp.municipalities import objections
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality


def tell_corporation(designation: Designation, write: Any, **values: Any) -> None:
    """To the corporation's people and its office; before it is designated, to who applied."""
    known: dict[str, post.Addressee] = {}
    if designation.corporation_id is not None:
        corporation = corporations.by_id(designation.corporation_id)
        known = {u.email: u for u in people.staff_of(corporation.id, Role.CORPORATION)}
        if corporation.contact_email:
            known.setdefault(corporation.contact_email, post.Recipient(corporation.contact_email, corporation.name))
    if not designation.is_in_force and designation.applicant_id is not None:
        applicant = people.user(designation.applicant_id)
        if applicant.is_active:
            known.setdefault(applicant.email, applicant)
    _send(list(known.values()), designation, write, **values)


def tell_town(designation: Designation, write: Any, **values: Any) -> None:
    """To everybody of the town who may work on it, or to its office."""
    _send(people.desk_of(designation.municipality_code), designation, write, **values)


def _send(to: list[post.Addressee], designation: Designation, write: Any, **values: Any) -> None:
    place = municipalities.by_code(designation.municipality_code)
    for somebody in to:
        post.queue(somebody, write, designation=designation, place=place, **values)


def _facts(designation: Designation, place: Municipality) -> list[tuple[str, str]]:
    known = corporations.by_id(designation.corporation_id).name if designation.corporation_id else designation.name
    rows = [
        (_("法人"), known),
        (_("まち"), place.full_name),
        (_("受付番号"), designation.reference if designation.submitted_at else ""),
        (_("指定の番号"), designation.number),
        (_("業務"), joined(designation.task_labels)),
    ]
    return [(label, value) for label, value in rows if value]


def draft(
    subject: str, paragraphs: list[str], designation: Designation, place: Municipality, *more: tuple[str, str]
) -> Draft:
    """A letter to the corporation's side, which leads to its page."""
    facts = [*_facts(designation, place), *more]
    return Draft(subject, paragraphs, facts, f"/my/designations/{designation.id}", _("指定の画面を開く"))


def work(
    subject: str, paragraphs: list[str], designation: Designation, place: Municipality, *more: tuple[str, str]
) -> Draft:
    """A letter to the town, which leads to its desk."""
    facts = [*_facts(designation, place), *more]
    return Draft(subject, paragraphs, facts, f"/staff/designations/{designation.id}", _("支援法人の画面を開く"))


def consulted(*, designation: Designation, place: Municipality) -> Draft:
    """To the town: somebody asks before applying."""
    return work(
        _("支援法人の事前相談が届きました"),
        [_("特定居住支援法人の指定について、申請の前の相談が届きました。画面で読んで、答えてください。")],
        designation,
        place,
    )


def answered(*, designation: Designation, place: Municipality) -> Draft:
    """To who asked."""
    return draft(
        _("%(town)sから、相談への答えが届きました", town=place.short_name),
        [
            _("指定の相談に、まちの担当者が答えました。"),
            designation.answer,
            _("準備ができたら、同じ画面から申請できます。書きかけの内容は残っています。"),
        ],
        designation,
        place,
    )


def received(*, designation: Designation, place: Municipality) -> Draft:
    """To who applied, and applied again after a correction."""
    day = show_date(designation.due_on)
    return draft(
        _("%(town)sへの指定の申請を受け付けました", town=place.short_name),
        [
            _(
                "特定居住支援法人の指定の申請が、まちに届きました。%(day)sごろまでに、結果か連絡をお知らせします。",
                day=day,
            )
        ],
        designation,
        place,
    )


def arrived(*, designation: Designation, place: Municipality) -> Draft:
    """To the town."""
    return work(
        _("支援法人の指定の申請が届きました（受付番号 %(number)s）", number=designation.reference),
        [_("特定居住支援法人の指定の申請が届きました。書類を確かめて、審査を始めてください。")],
        designation,
        place,
        (_("期限"), show_date(designation.due_on)),
    )


def correction(*, designation: Designation, place: Municipality) -> Draft:
    """To who applied: what must be corrected."""
    return draft(
        _("%(town)sへの指定の申請に、直してほしいところがあります", town=place.short_name),
        [
            _("まちの担当者が申請を確かめたところ、直してほしいところが見つかりました。"),
            _("理由：%(reason)s", reason=designation.decision_reason),
            _("画面から直して、もう一度送ってください。書いた内容と書類は残っています。"),
        ],
        designation,
        place,
    )


def proposed(*, designation: Designation, place: Municipality) -> Draft:
    """To the town: a second person must look."""
    return work(
        _("支援法人の決定に、二人目の確認が必要です"),
        [_("担当者が決定の案を作りました。案を作った人とは別の人が、画面で確かめて決めてください。")],
        designation,
        place,
    )


def designated(*, designation: Designation, place: Municipality) -> Draft:
    """The municipality designated the corporation."""
    return draft(
        _("%(town)sの指定を受けました", town=place.short_name),
        [
            _(
                "特定居住支援法人（二地域での暮らしを手伝う団体）の指定を受けました。このまちに、住まいや仕事を掲載できます。"
            ),
            _("名称・住所・事務所の所在地を変えるときは、変える前に画面から届け出てください。"),
        ],
        designation,
        place,
    )


def declined(*, designation: Designation, place: Municipality) -> Draft:
    """The municipality does not designate it."""
    return draft(
        _("%(town)sへの申請は、指定になりませんでした", town=place.short_name),
        [
            _("まちが審査した結果、指定しないことになりました。"),
            _("理由：%(reason)s", reason=designation.decision_reason),
            _("理由にあたることがなくなれば、もう一度申請できます。わからないことは、まちの窓口におたずねください。"),
            objections.of_the_law(place),
        ],
        designation,
        place,
    )


def withdrawn(*, designation: Designation, place: Municipality) -> Draft:
    """To the town: taken back by who applied."""
    return work(
        _("支援法人の申請が取り下げられました（受付番号 %(number)s）", number=designation.reference),
        [_("申請した人が取り下げました。対応は必要ありません。")],
        designation,
        place,
    )


def noticed(*, designation: Designation, place: Municipality, url: str) -> Draft:
    """The announcement is out."""
    return draft(
        _("%(town)sが公示しました", town=place.short_name),
        [_("まちが、支援法人についての公示（広く知らせること）をしました。内容は公開の一覧から読めます。")],
        designation,
        place,
        *([(_("公示のアドレス"), url)] if url else []),
    )


def ended(*, designation: Designation, place: Municipality) -> Draft:
    """The designation is over, and why."""
    return draft(
        _("%(town)sの指定が終わりました", town=place.short_name),
        [
            _("このまちでの指定が終わり、掲載していたものは休止になりました。理由を下に書いています。"),
            _("もう一度指定を受けると、休止した掲載を見直して、まちに送り直せます。"),
            *([objections.of_the_law(place)] if designation.status is DesignationStatus.REVOKED else []),
        ],
        designation,
        place,
        (_("理由"), designation.end_reason),
    )
