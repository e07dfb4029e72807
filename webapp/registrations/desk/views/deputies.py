"""Who stands in for whom, from a day until a day."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link
from webapp.municipalities import queries as municipalities
from webapp.registrations.desk import deputies as desk
from webapp.registrations.desk.forms import DeputyForm
from webapp.registrations.desk.views.blueprint import blueprint


@blueprint.route("/deputies", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def deputies() -> ResponseReturnValue:
    """Who stands in for whom now and soon; decide another one."""
    actor = current_actor()
    town = min(actor.municipalities)
    form = DeputyForm(valid_from=today(), absent=actor.user_id)
    staff = {person.id: person for person in accounts.staff_of(town, *TOWN_ROLES)}
    may_all = town in actor.organisations(Role.MUNICIPALITY_ADMIN)
    form.absent.choices = options((id_, p.display_name) for id_, p in staff.items() if may_all or id_ == actor.user_id)
    form.deputy.choices = options([("", _("選んでください")), *((id_, p.display_name) for id_, p in staff.items())])
    if form.validate_on_submit() and form.valid_from.data and form.valid_until.data:
        desk.appoint(
            staff[form.absent.data],
            staff[form.deputy.data],
            town,
            since=form.valid_from.data,
            until=form.valid_until.data,
            by=actor,
        )
        flash(_("代理を決め、本人に知らせました。"), "success")
        return redirect(link("registrations_staff.deputies"), 303)
    rows = desk.deputies_in(actor.municipalities)
    page = render_template(
        "registrations/desk/deputies.html",
        form=form,
        rows=rows,
        may_end={row.id for row in rows if row.absent_id == actor.user_id or may_all},
        names=accounts.names_of({id_ for row in rows for id_ in (row.absent_id, row.deputy_id)}),
        town=municipalities.by_code(town),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/deputies/<registration_deputy_id>/end")
@allow(*TOWN_ROLES)
def end_deputy(registration_deputy_id: str) -> ResponseReturnValue:
    """Back earlier than thought."""
    desk.end(desk.deputy_for(current_actor(), registration_deputy_id), by=current_actor())
    flash(_("代理を終えました。"), "success")
    return redirect(link("registrations_staff.deputies"), 303)
