"""Letters about reports: what was told stays on the page; the person reads what was decided, and what else can be done."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, Recipient
from webapp.core.templating import show_date
from webapp.inquiries.reports.models import Report, ReportKind
from webapp.inquiries.threads.clock import last_day
from webapp.listings import queries as listings
from webapp.municipalities import queries as municipalities


def _facts(report: Report) -> list[tuple[str, str]]:
    title = listings.by_id(report.listing_id).title if report.listing_id else ""
    is_quiet = report.kind is ReportKind.CONFIDENTIAL
    rows = [
        (_("種類"), report.kind.label),
        (_("理由"), "" if is_quiet else report.reason.label),
        (_("掲載"), title),
        (_("答える期限"), show_date(last_day(report.due_at)) if report.is_pending else ""),
    ]
    return [(label, str(value)) for label, value in rows if value]


def _to_person(report: Report, subject: str, paragraphs: list[str]) -> Draft:
    link = f"/my/reports/{report.id}" if report.user_id else "/help/complaints"
    label = _("申し出を見る") if report.user_id else _("困ったときの手順を読む")
    return Draft(subject, paragraphs, _facts(report), link, label)


def arrived(*, report: Report) -> Draft:
    """To the town: something was told."""
    words = _("内容は画面で読み、期限までに調べて答えてください。だれが知らせたかを、相手に伝えないでください。")
    return Draft(
        _("知らせが届きました：%(kind)s", kind=report.kind.label),
        [words],
        _facts(report),
        f"/staff/reports/{report.id}",
        _("知らせを開く"),
    )


def reminder(*, report: Report) -> Draft:
    """To the town, on the last morning."""
    words = _("きょうが答える期限です。過ぎると、申し出た人は運営者に申し出られるようになります。")
    link = f"/staff/reports/{report.id}"
    return Draft(_("きょうが知らせに答える期限です"), [words], _facts(report), link, _("知らせを開く"))


def overdue(*, report: Report) -> Draft:
    """To the person: no answer came, and the next step is open."""
    words = _("市町村が答える期限が過ぎました。待っていただくことも、運営者に申し出ることもできます。")
    return _to_person(report, _("市町村の答えの期限が過ぎました"), [words])


def raised(*, report: Report) -> Draft:
    """To the operator: somebody goes one step further."""
    words = _("市町村の答えに納得できないか、期限までに答えがなかった申し出です。または、運営者だけへの相談です。")
    return Draft(
        _("運営者への申し出が届きました"), [words], _facts(report), f"/operator/reports/{report.id}", _("申し出を開く")
    )


def taken(*, report: Report) -> Draft:
    """To the person: somebody looks into it."""
    words = _("市町村の担当者が調べ始めました。期限までに、判断をお知らせします。")
    return _to_person(report, _("知らせてくれたことを調べています"), [words])


def decided(*, report: Report) -> Draft:
    """To the person: what the town found, and the next step."""
    words = [
        _("市町村の判断：%(status)s", status=report.status.label),
        report.decision,
        _("納得できないときは、申し出の画面から、ふたまちの運営者に申し出られます。"),
    ]
    return _to_person(report, _("市町村の判断が出ました"), words)


def concluded(*, report: Report) -> Draft:
    """To the person: the operator's word, and who else helps."""
    words = [report.decision, _("それでも解決しないときの相談先は、「困ったときの手順」にあります。")]
    return _to_person(report, _("運営者の結論が出ました"), words)


def tell_town(report: Report, write: Any) -> None:
    """Write to the town's desk."""
    for somebody in accounts.desk_of(report.municipality_code):
        post.queue(somebody, write, report=report)


def tell_operators(report: Report, write: Any) -> None:
    """Write to who runs the service."""
    for somebody in accounts.operators():
        post.queue(somebody, write, report=report)


def tell_person(report: Report, write: Any) -> None:
    """Write to who told it, an account or the address that a visitor left."""
    person = accounts.user(report.user_id) if report.user_id else None
    if person is not None and person.is_active:
        post.queue(person, write, report=report)
    elif report.email:
        post.queue(Recipient(report.email), write, report=report)


def town_of(report: Report) -> str:
    """The town that decides."""
    return municipalities.by_code(report.municipality_code).full_name
