"""A proposal in words and numbers, screen by screen: before it is sent, and for those who examine it."""

from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.core.templating import show_date
from webapp.projects.gifts.queries import gifts_of
from webapp.projects.models import BudgetLine, Project
from webapp.projects.proposals.models import Check
from webapp.projects.proposals.queries import answers_of, hub_person_of
from webapp.projects.proposals.screens import LABELS
from webapp.projects.reports.queries import milestones_of

Fact = tuple[Any, str]


def parts_of(project: Project) -> list[tuple[str, Any, list[Fact]]]:
    """Screen, its words, and what was written there; the town's own has no checklist."""
    found = {
        "body": _body(project),
        "story": [
            (_("題名"), project.title), (_("一文で言うと"), project.summary), (_("困っていること"), project.problem),
            (_("物語"), project.story), (_("場所"), project.place),
        ],
        "plan": _plan(project),
        "money": _money(project),
        "period": [(_("受付の初日"), show_date(project.opens_on)), (_("受付の最終日"), show_date(project.closes_on))],
        "promises": [
            (label, "：".join(str(word) for word in (choice, words) if word)) for label, choice, words in project.promises()
        ],
        "gifts": [(gift.title, show_yen(gift.from_yen)) for gift in gifts_of(project)],
    }  # fmt: skip
    return [(screen, LABELS[screen], rows) for screen, rows in found.items() if rows or screen == "gifts"]


def _body(project: Project) -> list[Fact]:
    if project.is_the_towns_own:
        return []
    given, card = answers_of(project), hub_person_of(project)
    rows: list[Fact] = []
    for kind in Check:
        answer = given.get(kind)
        count = _("%(n)s人", n=answer.people) if answer is not None and answer.people is not None else ""
        said = [count, answer.statement, answer.file_name] if answer is not None else []
        rows.append((kind.label, "　".join(word for word in said if word)))
    return [*rows, (_("伴走するハブ人材"), card.shown_name if card else "")]


def _plan(project: Project) -> list[Fact]:
    steps = [(show_date(step.due_on), step.title) for step in milestones_of(project)]
    ends = [(_("取り組みが終わる日"), project.ends_on), (_("実績報告の期限"), project.report_due_on)]
    return [
        (_("進め方"), project.plan),
        (_("取り組む人たち"), project.team),
        *steps,
        *[(label, show_date(day) if day else "") for label, day in ends],
    ]


def _money(project: Project) -> list[Fact]:
    return [
        (_("目標額"), show_yen(project.goal_yen)),
        (_("最低目標"), show_yen(project.minimum_yen)),
        *_lines(project.budget),
        (_("使いみちの合計"), show_yen(project.budget_total)),
        *_lines(project.stretches),
        *_lines(project.cost_plan),
    ]


def _lines(lines: list[Any]) -> list[Fact]:
    known: list[BudgetLine] = lines
    return [(line["label"], show_yen(line["yen"])) for line in known]
