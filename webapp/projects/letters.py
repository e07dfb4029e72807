"""Letters along the life of a project, one for each step: what happened, why, and what comes next."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.hubs.models import PersonStatus
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.projects.models import Project
from webapp.projects.proposals.queries import hub_person_of, proposer_name, proposers_of


def tell_proposer(project: Project, write: Any, **values: Any) -> None:
    """To everybody who speaks for who proposes it; for the town's own, to its desk."""
    _send(proposers_of(project), project, write, **values)


def tell_companions(project: Project, write: Any, **values: Any) -> set[str]:
    """The same, and to the hub person who goes along; the ids of the accounts that were told."""
    people = {somebody.id: somebody for somebody in proposers_of(project)}
    card = hub_person_of(project)
    if card is not None and card.user_id and card.status is PersonStatus.ACTIVE:
        people |= {somebody.id: somebody for somebody in accounts.users({card.user_id})}
    _send(list(people.values()), project, write, **values)
    return set(people) - {""}  # an address without an account has none


def tell_town(project: Project, write: Any, **values: Any) -> set[str]:
    """To everybody of the town who may work on it; the ids of the accounts that were told."""
    desk = accounts.desk_of(project.municipality_code)
    _send(desk, project, write, **values)
    return {somebody.id for somebody in desk} - {""}


def _send(to: list[post.Addressee], project: Project, write: Any, **values: Any) -> None:
    place = municipalities.by_code(project.municipality_code)
    for somebody in to:
        post.queue(somebody, write, project=project, place=place, **values)


def facts_of(project: Project, place: Municipality, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What every letter about a project tells."""
    rows = [(_("取り組み"), project.title), (_("まち"), place.full_name), (_("提案者"), proposer_name(project)), *more]
    return [(label, value) for label, value in rows if value]


def to_proposer(
    subject: str, paragraphs: list[str], project: Project, place: Municipality, *more: tuple[str, str]
) -> Draft:
    """A letter that leads to the proposer's page."""
    own = project.is_the_towns_own
    where = f"/staff/projects/{project.id}" if own else f"/my/projects/{project.id}"
    return Draft(subject, paragraphs, facts_of(project, place, *more), where, _("取り組みの画面を開く"))


def to_town(
    subject: str, paragraphs: list[str], project: Project, place: Municipality, *more: tuple[str, str]
) -> Draft:
    """A letter that leads to the town's desk."""
    where = f"/staff/projects/{project.id}"
    return Draft(subject, paragraphs, facts_of(project, place, *more), where, _("取り組みの画面を開く"))


def received(*, project: Project, place: Municipality) -> Draft:
    """To the proposer: it arrived."""
    return to_proposer(
        _("提案を受け付けました：%(title)s", title=project.title),
        [
            _("まちが、公益性・実現できる見通し・法令・予算科目の4つを確かめます。"),
            _("直してほしいところがあれば、まちから連絡します。"),
        ],
        project,
        place,
        (_("返事の目標日"), show_date(project.due_on)),
    )


def proposed(*, project: Project, place: Municipality) -> Draft:
    """To the town: one waits for its review."""
    return to_town(
        _("取り組みの提案が届きました：%(title)s", title=project.title),
        [_("内容を読んで、4つの項目を判断してください。")],
        project,
        place,
        (_("返事の目標日"), show_date(project.due_on)),
    )


def correction(*, project: Project, place: Municipality, reason: str) -> Draft:
    """To the proposer: something must be put right."""
    return to_proposer(
        _("提案について、直してほしいところがあります：%(title)s", title=project.title),
        [_("次のところを直して、もう一度送ってください。書いた内容は残っています。")],
        project,
        place,
        (_("まちから"), reason),
    )


def refused(*, project: Project, place: Municipality, reason: str) -> Draft:
    """To the proposer: it is not published, and why."""
    return to_proposer(
        _("提案は見送りになりました：%(title)s", title=project.title),
        [_("次の理由で、見送ることになりました。内容を変えて、新しい提案として出すことができます。")],
        project,
        place,
        (_("理由"), reason),
    )


def published(*, project: Project, place: Municipality) -> Draft:
    """To the proposer: everybody sees it."""
    return to_proposer(
        _("取り組みが公開されました：%(title)s", title=project.title),
        [_("受付期間のあいだ、寄附を受け付けます。公開した約束は、あとから書き換えられません。")],
        project,
        place,
        (
            _("受付期間"),
            _("%(first)sから%(last)sまで", first=show_date(project.opens_on), last=show_date(project.closes_on)),
        ),
    )


def stopped(*, project: Project, place: Municipality, awaited: int) -> Draft:
    """To the proposer: no more pledges, but some money is still on its way."""
    return to_proposer(
        _("寄附の受付が終わりました：%(title)s", title=project.title),
        [
            _(
                "コンビニなどでの支払いが%(n)s件、まだ届く見込みです。届き終わると、使える額を決める手続きに進みます。",
                n=awaited,
            )
        ],
        project,
        place,
    )


def closed(*, project: Project, place: Municipality) -> Draft:
    """To the proposer and the town: the sum is final."""
    return to_proposer(
        _("寄附の受付が終わり、集まった額が決まりました：%(title)s", title=project.title),
        [_("次に、まちが取り組みで使える額を決めます。")],
        project,
        place,
    )


def reached(*, project: Project, place: Municipality, what: str) -> Draft:
    """To the proposer: so much came in."""
    return to_proposer(*_reached(project, what), project, place)


def reached_at_town(*, project: Project, place: Municipality, what: str) -> Draft:
    """To the town: the same."""
    return to_town(*_reached(project, what), project, place)


def _reached(project: Project, what: str) -> tuple[str, list[str]]:
    paragraphs = [_("寄附が「%(what)s」に届きました。集まったお金は、約束のとおりに使います。", what=what)]
    if project.takes_pledges:
        paragraphs.append(_("寄附の受付は、%(day)sまで続きます。", day=show_date(project.closes_on)))
    return _("%(what)sに届きました：%(title)s", what=what, title=project.title), paragraphs


def reached_for_donors(*, project: Project, place: Municipality, what: str, stop_link: str) -> Draft:
    """To who gave: what they made possible."""
    subject, paragraphs = _reached(project, what)
    return Draft(
        subject,
        [_("応援してくださり、ありがとうございます。"), *paragraphs],
        facts_of(project, place),
        f"/projects/{project.id}",
        _("取り組みのページを見る"),
        stop_link,
        _("この取り組みからの手紙を止める"),
    )


def started(*, project: Project, place: Municipality) -> Draft:
    """To the proposer and who goes along: the work has begun."""
    return to_proposer(
        _("取り組みの実施が始まりました：%(title)s", title=project.title),
        [_("支払いのたびに領収書を登録し、予定の日までに報告してください。寄附した人も、報告を待っています。")],
        project,
        place,
        (_("実績報告の期限"), show_date(project.report_due_on) if project.report_due_on else ""),
    )


def withdrawn(*, project: Project, place: Municipality) -> Draft:
    """To the proposer and who goes along: it was taken back."""
    return to_proposer(
        _("提案が取り下げられました：%(title)s", title=project.title),
        [_("まちの審査は行われません。書いた内容は残っています。もう一度出すときは、新しい提案をつくってください。")],
        project,
        place,
    )


def withdrawn_at_town(*, project: Project, place: Municipality) -> Draft:
    """To the town that had it: there is nothing left to review."""
    return to_town(
        _("提案が取り下げられました：%(title)s", title=project.title),
        [_("提案した人が取り下げました。審査は要りません。")],
        project,
        place,
    )


def cancelled(*, project: Project, place: Municipality, reason: str) -> Draft:
    """To the proposer and who goes along: the town has given it up."""
    return to_proposer(
        _("取り組みが取りやめになりました：%(title)s", title=project.title),
        [_("次の理由で、まちが取りやめました。受け取った寄附はありません。")],
        project,
        place,
        (_("理由"), reason),
    )
