"""Where a project stands on its way, what comes next, and by when: the same for the proposer, the town and the public."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.money import show_yen
from webapp.projects.models import Project
from webapp.projects.reports.queries import milestones_of
from webapp.projects.settlement.queries import subsidy_of
from webapp.projects.states import ProjectStatus

_S = ProjectStatus
#: the way in eight steps, each with the statuses in which a project is on it
WAY: tuple[tuple[Any, frozenset[ProjectStatus]], ...] = (
    (_l("提案を書く"), frozenset({_S.DRAFT, _S.CORRECTION})),
    (_l("まちの審査"), frozenset({_S.PROPOSED, _S.IN_REVIEW, _S.REFUSED})),
    (_l("寄附の受付"), frozenset({_S.PUBLISHED, _S.WAITING_FUNDS})),
    (_l("使える額の決定"), frozenset({_S.CLOSED})),
    (_l("実施と報告"), frozenset({_S.SUBSIDY_DECIDED, _S.UNDER_WAY})),
    (_l("額の確定"), frozenset({_S.REPORTED})),
    (_l("収支の公開"), frozenset({_S.SETTLED})),
)


@dataclass(frozen=True)
class Next:
    """What happens next, who does it, and by when."""

    words: Any
    is_the_proposers: bool = False
    due_on: date | None = None
    is_beginning: bool = False  # the day is no deadline: something begins by itself

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed and it is still to do."""
        return self.due_on is not None and not self.is_beginning and self.due_on < today()


#: how the status looks in a list and on its page: what waits for the town is in warning colours
_WAITING_FOR_TOWN = frozenset({_S.PROPOSED, _S.IN_REVIEW, _S.CLOSED, _S.REPORTED})


def tone_of(project: Project) -> str:
    """The tone of a project's status for the town."""
    if project.takes_pledges:
        return "success"
    return "warning" if project.status in _WAITING_FOR_TOWN else "neutral"


def steps_of(_project: Project) -> list[Any]:
    """The labels of the way."""
    return [label for label, _statuses in WAY]


def place_of(project: Project) -> int:
    """The step a project is on, from 1; of one that was given up, the first."""
    return next((place for place, (_label, on) in enumerate(WAY, 1) if project.status in on), 1)


def next_step(project: Project) -> Next:
    """What comes next, with its deadline."""
    simple = {
        _S.DRAFT: Next(_("続きを書いて、まちに送ってください。"), True),
        _S.CORRECTION: Next(_("まちからの連絡を読み、直して送り直してください。"), True),
        _S.PROPOSED: Next(_("まちが読んで、審査を始めます。"), False, project.due_on),
        _S.IN_REVIEW: Next(_("まちが、公開するかどうかを決めます。"), False, project.due_on),
        _S.REFUSED: Next(_("見送りになりました。理由は、下の経過で読めます。")),
        _S.PUBLISHED: Next(_("寄附を受け付けています。活動のようすを知らせましょう。"), True, project.closes_on),
        _S.WAITING_FUNDS: Next(_("届く見込みの支払いを待っています。")),
        _S.CLOSED: Next(_("まちが、使える額を決めます。")),
        _S.REPORTED: Next(_("まちが実績報告を確かめ、額を確定します。")),
        _S.CANCELLED: Next(_("取りやめになりました。")),
    }
    if project.is_yet_to_open:
        return Next(_("寄附の受付が始まるのを待っています。"), False, project.opens_on, is_beginning=True)
    if project.status in simple:
        return simple[project.status]
    return _in_execution(project) if project.status is not _S.SETTLED else _at_the_end(project)


def _in_execution(project: Project) -> Next:
    waiting = next((step for step in milestones_of(project) if step.reported_at is None), None)
    if waiting is not None:
        return Next(_("「%(title)s」について報告してください。", title=waiting.title), True, waiting.due_on)
    return Next(_("すべて終わったら、実績報告を出してください。"), True, project.report_due_on)


def _at_the_end(project: Project) -> Next:
    subsidy = subsidy_of(project)
    if subsidy is not None and subsidy.waits_for_return:
        left = show_yen(subsidy.returned_yen)
        return Next(_("使い残した%(yen)sを、まちに返してください。", yen=left), True, subsidy.return_due_on)
    return Next(_("すべて終わりました。収支は公開されています。"))
