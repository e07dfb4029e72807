"""The reasons that staff can choose from: seen by all of them, written by the town's administrators."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.registrations.desk import reasons as desk
from webapp.registrations.desk.forms import ReasonTemplateForm
from webapp.registrations.desk.models import Answer
from webapp.registrations.desk.views.blueprint import blueprint


@blueprint.get("/reasons")
@blueprint.get("/reasons/<code>")
@allow(*TOWN_ROLES)
def reasons(code: str | None = None) -> ResponseReturnValue:
    """Every reason of a town, answer by answer."""
    actor = current_actor()
    towns = municipalities.by_codes(set(actor.municipalities))
    town = towns.get(code or min(towns, default=""))
    if town is None:
        raise NotThere
    return render_template(
        "registrations/desk/reasons.html",
        town=town,
        towns=[towns[key] for key in sorted(towns)],
        answers=[(answer, desk.reasons_of(town.code, answer)) for answer in Answer],
        may_write=town.code in actor.organisations(Role.MUNICIPALITY_ADMIN),
    )


@blueprint.route("/reasons/<code>/<any(approve,correction,refuse):answer>/new", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def new_reason(code: str, answer: str) -> ResponseReturnValue:
    """A reason of the town's own."""
    return _write(_administered(code), Answer(answer), None)


@blueprint.route("/reasons/<code>/<any(approve,correction,refuse):answer>/edit/<reason_key>", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def edit_reason(code: str, answer: str, reason_key: str) -> ResponseReturnValue:
    """Another wording, or no longer offered; every version stays readable."""
    town = _administered(code)
    known = {reason.key: reason for reason in desk.reasons_of(town.code, Answer(answer))}
    if reason_key not in known:
        raise NotThere
    return _write(town, Answer(answer), known[reason_key])


def _administered(code: str) -> Municipality:
    if code not in current_actor().organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    return municipalities.by_code(code)


def _write(town: Municipality, answer: Answer, known: desk.Reason | None) -> ResponseReturnValue:
    form = ReasonTemplateForm(obj=known)
    if form.validate_on_submit():
        desk.write(
            town.code,
            answer,
            key=known.key if known else "",
            title=form.title.data,
            words=form.words.data,
            is_shown=form.is_shown.data,
            by=current_actor(),
        )
        flash(_("理由を保存しました。前の文は、これまでの版に残っています。"), "success")
        return redirect(link("registrations_staff.reasons", code=town.code), 303)
    versions = desk.versions_of(town.code, answer, known.key) if known else []
    page = render_template(
        "registrations/desk/reason.html",
        form=form,
        town=town,
        answer=answer,
        known=known,
        versions=versions,
        built_in=desk.BUILT_IN[answer].get(known.key) if known else None,
        names=accounts.names_of({row.written_by for row in versions if row.written_by}),
    )
    return page, 422 if form.is_submitted() else 200
