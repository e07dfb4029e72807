"""The town's desk for what people say about projects: news to look through, questions to answer, supporters' words."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.projects.models import Project
from webapp.projects.questions import queries as questions
from webapp.projects.questions.models import ProjectQuestion, ProjectQuestionStatus
from webapp.projects.supporters import actions, queries
from webapp.projects.supporters.forms import LeaveOutForm
from webapp.projects.supporters.models import VOICE, Supporter, VoiceStatus
from webapp.projects.updates import queries as updates
from webapp.projects.updates.models import ProjectUpdate, UpdateStatus

blueprint = Blueprint("project_voices_staff", __name__, url_prefix="/staff/projects/voices")
LONGEST_TITLE = 60
_WAITING = (VoiceStatus.WAITING, UpdateStatus.WAITING, ProjectQuestionStatus.ASKED)


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """What waits for the town, and what it has dealt with."""
    actor = current_actor()
    voices = queries.desk_for(actor)
    hidden = queries.nameless([row for row, _project in voices])
    rows = {
        "updates": [_update(*row) for row in updates.desk_for(actor)],
        "questions": [_question(*row) for row in questions.desk_for(actor)],
        "voices": [_voice(row, project, hidden) for row, project in voices],
    }
    return render_template(
        "projects/supporters/desk.html",
        waiting={name: [row for row in found if row["waits"]] for name, found in rows.items()},
        rest={name: [row for row in found if not row["waits"]] for name, found in rows.items()},
    )


def _row(row: Any, title: str, project: Project, href: str, received: Any) -> dict[str, Any]:
    waits = row.status in _WAITING
    return {
        "href": href,
        "title": title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        "who": project.title,
        "status": row.status.label,
        "tone": "warning" if waits else "success" if row.status.value == "public" else "neutral",
        "received": show_date(received),
        "due": "",
        "overdue": False,
        "waits": waits,
    }


def _update(row: ProjectUpdate, project: Project) -> dict[str, Any]:
    href = url_for("project_updates_staff.show", project_update_id=row.id)
    return _row(row, row.title, project, href, row.created_at)


def _question(row: ProjectQuestion, project: Project) -> dict[str, Any]:
    href = url_for("project_questions_staff.show", project_question_id=row.id)
    return _row(row, row.text or _("（消しました）"), project, href, row.asked_at)


def _voice(row: Supporter, project: Project, hidden: set[str]) -> dict[str, Any]:
    name = "" if row.id in hidden else row.shown_name
    title = queries.words_of(row, hidden) or name or _("名前を出さない方")
    return _row(row, title, project, url_for(".show", project_supporter_id=row.id), row.since)


@blueprint.get("/<project_supporter_id>")
@allow(*TOWN_ROLES)
def show(project_supporter_id: str) -> ResponseReturnValue:
    """One supporter's words."""
    return _page(project_supporter_id, LeaveOutForm(formdata=None))


def _page(supporter_id: str, form: LeaveOutForm) -> str:
    voice, project = queries.voice_for(current_actor(), supporter_id)
    hidden = queries.nameless([voice])
    return render_template(
        "projects/supporters/staff_show.html",
        voice=voice,
        words=queries.words_of(voice, hidden),
        project=project,
        is_hidden=bool(hidden),
        moves=[move.name for move in VOICE.open_moves(voice, by=current_actor())],
        form=form,
        history=told(history_of(voice)),
    )


@blueprint.post("/<project_supporter_id>/publish")
@allow(*TOWN_ROLES)
def publish(project_supporter_id: str) -> ResponseReturnValue:
    """Let everybody read them."""
    voice, _project = queries.voice_for(current_actor(), project_supporter_id)
    actions.show(voice, by=current_actor())
    flash(_("応援の声を公開しました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<project_supporter_id>/leave-out")
@allow(*TOWN_ROLES)
def leave_out(project_supporter_id: str) -> ResponseReturnValue:
    """Keep them off the page."""
    voice, _project = queries.voice_for(current_actor(), project_supporter_id)
    form = LeaveOutForm()
    if not form.validate_on_submit():
        return _page(project_supporter_id, form), 422
    actions.leave_out(voice, by=current_actor(), reason=form.reason.data)
    flash(_("この声は公開しないことにしました。"), "success")
    return redirect(url_for(".index"), 303)
