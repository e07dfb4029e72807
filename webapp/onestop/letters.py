"""Letters about the one-stop exception: to donors, with or without an account, and to the town's desk."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, queue
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.onestop import years
from webapp.onestop.models import OneStopApplication
from webapp.onestop.places import post_to
from webapp.pledges import guests
from webapp.pledges.models import Pledge


def tell_donor(row: OneStopApplication, words: Any) -> None:
    """Queue one of the letters below to who applied."""
    pledge = session().get_one(Pledge, row.pledge_id)
    tell(pledge, words, link=_page(row, pledge), row=row)


def tell(pledge: Pledge, words: Any, *, link: str, **values: Any) -> None:
    """Queue a letter about a donation to its donor; nobody is left to write to where there is no address."""
    to = guests.addressee_of(pledge)
    if to.email or to.kept_by:
        town = municipalities.by_code(pledge.municipality_code)
        queue(to, _written, words=words, kind=guests.draft_kind(pledge), town=town, link=link, **values)


def _page(row: OneStopApplication, pledge: Pledge) -> str:
    return f"/my/onestop/{row.id}" if pledge.user_id else f"{guests.page_of(pledge)}/onestop"


def _written(words: Any, kind: type[Draft], town: Municipality, link: str, **values: Any) -> Draft:
    subject, paragraphs, facts = words(town=town, **values)
    return kind(subject, paragraphs, facts, link, _("ワンストップ特例の画面を見る"))


def tell_town(row: OneStopApplication, words: Any, **values: Any) -> None:
    """Queue a letter to the town's desk; it names nobody."""
    for somebody in accounts.desk_of(row.municipality_code):
        queue(somebody, words, row=row, **values)


Words = tuple[str, list[str], list[tuple[str, str]]]


def _facts(row: OneStopApplication) -> list[tuple[str, str]]:
    return [(_("申請番号"), row.code), (_("届かなければならない日"), show_date(years.deadline(row.year)))]


def applied(row: OneStopApplication, town: Municipality) -> Words:
    """What to do with the sheet."""
    return (
        _("ワンストップ特例の申請書をつくりました：%(town)s", town=town.full_name),
        [
            _("申請書を印刷し、マイナンバーを手で書いて、本人確認書類の写しといっしょに送ってください。"),
            _("マイナンバーは紙にだけ書きます。ふたまちの画面やメールには、書かないでください。"),
            _("申請は、まちに届いたときに終わります。期限の日に必ず着くように送ってください。"),
        ],
        [*_facts(row), (_("送り先"), post_to(town))],
    )


def received(row: OneStopApplication, town: Municipality) -> Words:
    """The sheet came."""
    return (
        _("ワンストップ特例の申請書が届きました：%(town)s", town=town.full_name),
        [_("%(town)sに申請書が届きました。内容を確かめて、結果をお知らせします。", town=town.full_name)],
        [(_("申請番号"), row.code), (_("届いた日"), show_date(row.received_on))],
    )


def accepted(row: OneStopApplication, town: Municipality) -> Words:
    """It is done, and what would undo it."""
    return (
        _("ワンストップ特例の申請を受け付けました：%(town)s", town=town.full_name),
        [
            _("申請を受け付けました。来年度の住民税から控除されます。手続きはこれで終わりです。"),
            _("確定申告をすると、この申請は無効になります。そのときは、すべての寄附を申告してください。"),
            _("来年1月1日までに引っ越したときは、1月10日までに変更届を出してください。"),
        ],
        [(_("申請番号"), row.code)],
    )


def refused(row: OneStopApplication, town: Municipality) -> Words:
    """Why not, and what can still be done."""
    again = (
        _("理由を直して、もう一度申請できます。まちに届く期限は変わりません。")
        if not years.is_over(row.year)
        else _("申請の期限を過ぎています。確定申告をすると、控除を受けられます。")
    )
    return (
        _("ワンストップ特例の申請を受け付けられませんでした：%(town)s", town=town.full_name),
        [_("理由：%(reason)s", reason=row.decision_reason), again],
        _facts(row),
    )


def voided(row: OneStopApplication, town: Municipality) -> Words:
    """It counts no more."""
    return (
        _("ワンストップ特例の申請が無効になりました：%(town)s", town=town.full_name),
        [
            _("理由：%(reason)s", reason=row.void_cause.label if row.void_cause else ""),
            _("返金された寄附のほかは、確定申告をすると控除を受けられます。受領証明書を使ってください。"),
        ],
        [(_("申請番号"), row.code)],
    )


def lapsed(row: OneStopApplication, town: Municipality) -> Words:
    """Nothing came in time."""
    return (
        _("ワンストップ特例の申請書が、期限までに届きませんでした：%(town)s", town=town.full_name),
        [
            _("%(town)sに申請書が届いた記録がないまま、期限を過ぎました。", town=town.full_name),
            _("確定申告をすると、控除を受けられます。受領証明書を使ってください。"),
            _("期限までに送ったときは、まちの担当にたずねてください。"),
        ],
        [(_("申請番号"), row.code)],
    )


def moved(row: OneStopApplication, town: Municipality) -> Words:  # noqa: ARG001 - as its neighbours are called
    """What to do with the notices of a move."""
    return (
        _("ワンストップ特例の変更届をつくりました"),
        [
            _("申請した市町村ごとに、変更届を1枚ずつ印刷して送ってください。マイナンバーは紙にだけ書きます。"),
            _("変更届も、申請書と同じ期限までに届かなければなりません。"),
        ],
        [(_("届かなければならない日"), show_date(years.deadline(row.year)))],
    )


def reminder(town: Municipality, year: int, waiting: int, missing: int) -> Words:  # noqa: ARG001 - as its neighbours are called
    """Before the deadline: what has not been applied for, and what has not arrived."""
    last = show_date(years.deadline(year))
    told = [
        _("%(year)s年の寄附のワンストップ特例は、%(day)sまでに、まちに届かなければなりません。", year=year, day=last)
    ]
    if missing:
        told.append(_("まだ申請していない寄附が%(n)s件あります。申請は、寄附1件ごとに必要です。", n=missing))
    if waiting:
        told.append(
            _(
                "つくった申請書のうち%(n)s件が、まだまちに届いていません。もう送ったときは、そのままお待ちください。",
                n=waiting,
            )
        )
    told.append(
        _("確定申告をする人は、申請はいりません。画面で「確定申告をする」を選ぶと、このお知らせは届かなくなります。")
    )
    return _("ワンストップ特例の期限が近づいています（%(day)s）", day=last), told, []


def voided_at_desk(row: OneStopApplication) -> Draft:
    """To the town's staff."""
    return Draft(
        _("ワンストップ特例の申請が無効になりました"),
        [
            _("届いていた申請が無効になりました。住所地の市町村への通知から外してください。"),
            _("個人情報を守るため、名前はメールに書いていません。画面で確かめてください。"),
        ],
        [(_("申請番号"), row.code), (_("理由"), row.void_cause.label if row.void_cause else "")],
        f"/staff/onestop/{row.id}",
        _("申請を見る"),
    )


def amount_at_desk(row: OneStopApplication, before: str, after: str) -> Draft:
    """To the town's staff: part of the donation went back."""
    return Draft(
        _("ワンストップ特例の申請がある寄附の額が変わりました"),
        [
            _("届いていた申請の寄附が、一部返金されるなどして、額が変わりました。申請はそのまま有効です。"),
            _("住所地の市町村への通知に、変わった後の額を書いてください。もう送ったときは、訂正を知らせてください。"),
        ],
        [(_("申請番号"), row.code), (_("前の額"), before), (_("変わった後の額"), after)],
        f"/staff/onestop/{row.id}",
        _("申請を見る"),
    )
