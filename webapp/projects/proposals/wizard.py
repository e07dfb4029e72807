"""A proposal screen by screen: each is saved as typed, and the last one hands everything in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile, RuleBroken
from webapp.core.forms import ButtonForm, Form, options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.corporations import files
from webapp.hubs import queries as hubs
from webapp.municipalities import queries as municipalities
from webapp.projects import forms
from webapp.projects.gifts.queries import gifts_of
from webapp.projects.models import Project
from webapp.projects.proposals import actions, queries, summary
from webapp.projects.proposals.forms import BodyForm, ConfirmForm
from webapp.projects.proposals.models import Check
from webapp.projects.proposals.screens import HEADINGS, LABELS, LEADS, SCREENS
from webapp.projects.reports import scheduling
from webapp.projects.reports.queries import milestones_of
from webapp.projects.rules.checking import obstacles
from webapp.projects.states import EDITABLE

blueprint = Blueprint("proposal_wizard", __name__, url_prefix="/my/projects")
_PLAIN: dict[str, type[Form]] = {
    "story": forms.StoryForm,
    "money": forms.MoneyForm,
    "period": forms.PeriodForm,
    "promises": forms.PromisesForm,
    "gifts": ButtonForm,
    "confirm": ConfirmForm,
}


@blueprint.get("/<project_id>/<any(body,story,plan,money,period,promises,gifts,confirm):screen>")
@allow(SIGNED_IN)
def step(project_id: str, screen: str) -> ResponseReturnValue:
    """One screen."""
    project = _editable(project_id)
    return _show(project, screen, _form(project, screen))


@blueprint.post("/<project_id>/<any(body,story,plan,money,period,promises,gifts):screen>")
@allow(SIGNED_IN)
def save(project_id: str, screen: str) -> ResponseReturnValue:
    """Save a screen and go on."""
    project = _editable(project_id)
    form = _form(project, screen)
    if not form.validate():
        return _show(project, screen, form), 422
    try:
        _KEEPERS.get(screen, _keep_columns)(project, form)
    except BadFile as problem:
        form.form_errors.append(str(problem))
        return _show(_editable(project_id), screen, form), 422
    following = SCREENS[SCREENS.index(screen) + 1]
    return redirect(url_for(".step", project_id=project_id, screen=following), 303)


@blueprint.post("/<project_id>/confirm")
@allow(SIGNED_IN)
def propose(project_id: str) -> ResponseReturnValue:
    """Hand it to the town."""
    project, form = _editable(project_id), ConfirmForm()
    if not form.validate():
        return _show(project, "confirm", form), 422
    actions.propose(project, by=current_actor())
    flash(_("提案を送りました。まちの返事をお待ちください。"), "success")
    return redirect(url_for("proposals.show", project_id=project.id), 303)


def _editable(project_id: str) -> Project:
    project = queries.writable_for(current_actor(), project_id, to_change=request.method == "POST")
    if project.status not in EDITABLE:
        raise RuleBroken(_("この提案はもう送られているので、変えられません。状況の画面で確かめてください。"))
    return project


def _form(project: Project, screen: str) -> Any:
    if screen == "body":
        return _body_form(project)
    if screen == "plan":
        return forms.PlanForm(obj=project, data={"schedule": milestones_of(project)})
    kind = _PLAIN[screen]
    return kind(obj=project) if screen not in ("gifts", "confirm") else kind()


def _body_form(project: Project) -> BodyForm:
    given = queries.answers_of(project)
    told: dict[str, Any] = {kind.value: answer.statement for kind, answer in given.items()}
    people = given[Check.PEOPLE].people if Check.PEOPLE in given else None
    form = BodyForm(data=told | {"people_count": people, "hub_person_id": project.hub_person_id or ""})
    known = hubs.people_in(project.municipality_code)
    form.hub_person_id.choices = options([("", _("まだ選ばない")), *[(one.id, one.shown_name) for one in known]])
    return form


def _keep_columns(project: Project, form: Any) -> None:
    actions.write(project, forms.columns(form), by=current_actor())


def _keep_plan(project: Project, form: forms.PlanForm) -> None:
    values = forms.columns(form)
    if values["ends_on"] and not values["report_due_on"]:
        days = int(municipalities.setting("project_report_days", project.municipality_code))
        values["report_due_on"] = values["ends_on"] + timedelta(days=days)
    actions.write(project, values, by=current_actor())
    scheduling.plan(project, form.schedule.lines)


def _keep_body(project: Project, form: BodyForm) -> None:
    """Looking at papers takes a while: it holds no transaction, so the row is read anew after it."""
    current_scope().commit()
    papers = {kind: files.keep(sent) for kind, sent in form.papers().items()}
    session().expire_all()
    project = _editable(project.id)
    counts = {Check.PEOPLE: form.people_count.data}
    given = {
        kind: actions.Answer(statement, counts.get(kind), papers.get(kind))
        for kind, statement in form.statements().items()
    }
    actions.answer(project, given, by=current_actor())
    actions.write(project, {"hub_person_id": form.hub_person_id.data or None}, by=current_actor())


def _keep_nothing(_project: Project, _form: Any) -> None:
    """Gifts are written on pages of their own."""


_KEEPERS: dict[str, Callable[[Project, Any], None]] = {
    "body": _keep_body,
    "plan": _keep_plan,
    "gifts": _keep_nothing,
}


def _show(project: Project, screen: str, form: Any) -> str:
    place = SCREENS.index(screen)
    address = {name: url_for(".step", project_id=project.id, screen=name) for name in SCREENS}
    missing = obstacles(project)
    open_on = {"confirm", *(one.screen for one in missing)}
    template = screen if screen in ("body", "gifts", "confirm") else "step"
    return render_template(
        f"projects/proposals/{template}.html",
        title=HEADINGS[screen],
        lead=LEADS.get(screen, ""),
        step=place + 1,
        steps=[(LABELS[name], address[name], name not in open_on) for name in SCREENS],
        back_href=address[SCREENS[place - 1]] if place else url_for("proposals.show", project_id=project.id),
        project=project,
        town=municipalities.by_code(project.municipality_code),
        form=form,
        comments=[(LABELS[key], text, address[key]) for key, text in project.comments.items() if key in address],
        papers={kind.value: answer for kind, answer in queries.answers_of(project).items() if answer.file_key},
        gifts=gifts_of(project) if screen == "gifts" else [],
        obstacles=missing if screen == "confirm" else [],
        parts=summary.parts_of(project) if screen == "confirm" else [],
        address=address,
    )
