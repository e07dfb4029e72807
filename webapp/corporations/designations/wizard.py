"""The application screen by screen: each is saved on its own, and the last one hands everything in."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.clock import today
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.corporations import queries as corporations
from webapp.corporations.designations import actions, facts, queries, rules
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.forms import (
    FIRST_OFFICERS,
    MORE_OFFICERS,
    AccountsForm,
    ConfirmForm,
    OfficersForm,
    StatementForm,
    WorkForm,
    body_form,
    officers_form,
)
from webapp.corporations.designations.models import EDITABLE, Designation, DesignationStatus
from webapp.corporations.designations.screens import HEADINGS, LABELS, SCREENS
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("designation_wizard", __name__, url_prefix="/my/designations")


@blueprint.get("/<designation_id>/<any(corporation,officers,work,accounts,documents,statement,confirm):screen>")
@allow(SIGNED_IN)
def step(designation_id: str, screen: str) -> ResponseReturnValue:
    """One screen."""
    row = _editable(designation_id)
    return _show(row, screen, _form(row, screen))


@blueprint.post("/<designation_id>/<any(corporation,officers,work,accounts,documents,statement):screen>")
@allow(SIGNED_IN)
def save(designation_id: str, screen: str) -> ResponseReturnValue:
    """Save a screen and go on."""
    row = _editable(designation_id)
    form = _form(row, screen)
    if screen == "officers" and "more" in request.form:
        return _show(row, screen, form)
    if not form.validate():
        return _show(row, screen, form), 422
    _keep(row, screen, form)
    following = SCREENS[SCREENS.index(screen) + 1]
    return redirect(url_for(".step", designation_id=row.id, screen=following), 303)


@blueprint.post("/<designation_id>/confirm")
@allow(SIGNED_IN)
def submit(designation_id: str) -> ResponseReturnValue:
    """Hand it in."""
    row, form = _editable(designation_id), ConfirmForm()
    if not form.validate():
        return _show(row, "confirm", form), 422
    actions.submit(row, by=current_actor())
    flash(_("申請を送りました。受付のメールをお送りしています。"), "success")
    return redirect(url_for("designations.show", designation_id=row.id), 303)


def _editable(designation_id: str) -> Designation:
    row = queries.own_for(current_actor(), designation_id, to_change=request.method == "POST")
    if not queries.is_applicant(current_actor(), row):
        raise NotThere
    if row.status not in EDITABLE:
        raise RuleBroken(_("この申請はもう送られているので、変えられません。状況の画面で確かめてください。"))
    return row


def _form(row: Designation, screen: str) -> Any:
    if screen == "corporation":
        return body_form(row, number=row.corporate_number, **_known_body(row))
    if screen == "officers":
        return officers_form(_slots(row), row.officers)
    if screen == "work":
        return WorkForm(data={"tasks": row.tasks, "area": row.area, **{f"plan{t}": p for t, p in row.plans.items()}})
    if screen == "accounts":
        return AccountsForm(data=row.accounts)
    if screen == "statement":
        return StatementForm(data={"none_applies": row.stated_at is not None})
    return ConfirmForm() if screen == "confirm" else ButtonForm()


def _known_body(row: Designation) -> dict[str, Any]:
    """What was written; on the first visit, what the register has of one's own corporation."""
    from datetime import date

    body = dict(row.body)
    if not body:
        own = corporations.of_actor(current_actor())
        body = own[0].model_dump() if len(own) == 1 else {}
    founded = body.get("established_on")
    return {**body, "established_on": date.fromisoformat(founded) if isinstance(founded, str) and founded else founded}


def _slots(row: Designation) -> int:
    sent = sum(1 for name in request.form if name.startswith("name"))
    if sent:
        return sent + (MORE_OFFICERS if "more" in request.form else 0)
    return max(FIRST_OFFICERS, len(row.officers) + 1)


def _keep(row: Designation, screen: str, form: Any) -> None:
    actor = current_actor()
    if isinstance(form, OfficersForm):
        actions.edit(row, {"officers": [dict(officer) for officer in form.rows()]}, by=actor)
    elif isinstance(form, StatementForm):
        actions.state(row, by=actor)
    elif screen != "documents":
        actions.edit(row, form.answers(), by=actor)


def _show(row: Designation, screen: str, form: Any) -> str:
    place = SCREENS.index(screen)
    before = SCREENS[place - 1] if place else ""
    address = {name: url_for(".step", designation_id=row.id, screen=name) for name in SCREENS}
    is_last = screen == "confirm"
    return render_template(
        f"corporations/designations/steps/{screen}.html",
        title=HEADINGS[screen],
        step=place + 1,
        steps=[(LABELS[name], address[name]) for name in SCREENS],
        back_href=address[before] if before else url_for("designations.show", designation_id=row.id),
        row=row,
        town=queries.town_of(row),
        form=form,
        comments=_comments(row, address),
        lines=checklist.lines_of(row, today()) if screen in ("documents", "confirm") else [],
        months=municipalities.setting("designation_bar_months", row.municipality_code),
        obstacles=list(rules.broken(row)) if is_last else [],
        parts=_summary(row) if is_last else [],
        address=address,
    )


def _comments(row: Designation, address: dict[str, str]) -> list[tuple[Any, str, str]]:
    if row.status is not DesignationStatus.CORRECTION:
        return []
    return [(LABELS[key], text, address[key]) for key, text in row.comments.items() if key in address]


def _summary(row: Designation) -> list[tuple[str, Any, list[facts.Fact]]]:
    officers = [(officer["name"], officer["address"]) for officer in row.officers]
    papers = [
        (line.asked.label, line.document.file_name if line.document else "")
        for line in checklist.lines_of(row, today())
    ]
    found = {
        "corporation": facts.body_facts(row), "officers": officers, "work": facts.work_facts(row),
        "accounts": facts.accounts_facts(row), "documents": papers,
    }  # fmt: skip
    return [(screen, LABELS[screen], rows) for screen, rows in found.items()]
