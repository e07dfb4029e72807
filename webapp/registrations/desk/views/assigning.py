"""Whose desk an application goes to, one at a time or many at once."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import RuleBroken
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link
from webapp.registrations import queries
from webapp.registrations.desk import assigning
from webapp.registrations.desk.bulk import chosen_for
from webapp.registrations.desk.forms import AssignForm
from webapp.registrations.desk.lines import titles_of
from webapp.registrations.desk.views.blueprint import blueprint


def colleagues_to_choose(municipality_code: str, *, but: str = "") -> list[Any]:
    """Who can be given work in a town, and nobody."""
    staff = [person for person in accounts.staff_of(municipality_code, *TOWN_ROLES) if person.id != but]
    return options([("", _("担当なし")), *((person.id, person.display_name) for person in staff)])


@blueprint.post("/<registration_id>/assign")
@allow(*TOWN_ROLES)
def assign(registration_id: str) -> ResponseReturnValue:
    """Give it to a colleague, take it, or put it back."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = AssignForm()
    form.to.choices = colleagues_to_choose(registration.municipality_code, but=registration.user_id)
    if not form.validate():
        raise RuleBroken(_("担当にする職員を、一覧から選び直してください。"))
    assigning.assign(registration, accounts.user(form.to.data) if form.to.data else None, by=current_actor())
    flash(_("担当を決めました。") if form.to.data else _("担当を外しました。"), "success")
    return redirect(link("registrations_staff.review", registration_id=registration.id), 303)


@blueprint.post("/assign")
@allow(*TOWN_ROLES)
def assign_many() -> ResponseReturnValue:
    """Choose who gets what was selected, then give it."""
    actor = current_actor()
    is_decided = "to" in request.form
    rows = chosen_for(actor, request.form.getlist("registration"), to_change=is_decided)
    form = AssignForm() if is_decided else AssignForm(formdata=None)
    form.to.choices = colleagues_to_choose(rows[0].municipality_code)
    if not is_decided or not form.validate():
        titles = [(row, titles_of(rows)[row.id]) for row in rows]
        page = render_template("registrations/desk/assign_many.html", rows=titles, form=form)
        return page, 422 if is_decided else 200
    to = accounts.user(form.to.data) if form.to.data else None
    for row in rows:
        assigning.assign(row, to, by=actor)
    flash(_("%(n)s件の担当を決めました。", n=len(rows)), "success")
    return redirect(link("registrations_staff.queue", who=form.to.data or "nobody"), 303)
