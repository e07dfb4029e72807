"""Letters about questions: to the town that answers, to who asked."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.projects.models import Project
from webapp.projects.questions.models import ProjectQuestion


def tell_town(question: ProjectQuestion, project: Project) -> None:
    """Write to everybody at the town's desk."""
    for clerk in accounts.desk_of(project.municipality_code):
        post.queue(clerk, asked, question=question, title=project.title)


def tell_person(question: ProjectQuestion, write: Any, **values: Any) -> None:
    """Write to who asked, as long as they are there."""
    person = accounts.user(question.user_id) if question.user_id else None
    if person is not None and person.is_active:
        title = session().get_one(Project, question.project_id).title
        post.queue(person, write, question=question, title=title, **values)


def asked(*, question: ProjectQuestion, title: str) -> Draft:
    """To the town: a question waits."""
    return Draft(
        _("取り組みに質問が届きました：%(title)s", title=title),
        [_("答えると、質問と答えが取り組みのページに公開されます。")],
        [(_("取り組み"), title)],
        f"/staff/projects/questions/{question.id}",
        _("質問に答える"),
    )


def answered(*, question: ProjectQuestion, title: str) -> Draft:
    """To the asker: the answer is public."""
    words = _("質問に答えがあり、取り組みのページに公開されました。あなたの名前は出ていません。")
    return _to_person(question, _("質問に答えがありました：%(title)s", title=title), words, title)


def left_out(*, question: ProjectQuestion, title: str, reason: str) -> Draft:
    """To the asker: it stays off the page, and why."""
    words = _("この質問は、公開しないことになりました。理由：%(reason)s", reason=reason)
    return _to_person(question, _("質問は公開されません：%(title)s", title=title), words, title)


def _to_person(question: ProjectQuestion, subject: str, words: str, title: str) -> Draft:
    link = f"/projects/{question.project_id}"
    return Draft(subject, [words], [(_("取り組み"), title)], link, _("取り組みのページを見る"))
