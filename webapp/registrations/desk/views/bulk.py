"""Many at once with a second look: the summary of what will happen, then the page of what happened."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.services import settings
from webapp.desk.waiting.actions import put_off
from webapp.desk.waiting.staff_views import after_asking
from webapp.municipalities import queries as municipalities
from webapp.registrations.desk import bulk as deciding_many
from webapp.registrations.desk.forms import ApproveForm
from webapp.registrations.desk.lines import titles_of
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.desk.waiting import APPROVE_MANY

MARK = "seen-"
Rows = list[tuple[deciding_many.Plan, str]]


@blueprint.post("/bulk")
@allow(*TOWN_ROLES)
def bulk() -> ResponseReturnValue:
    """What would happen to each selected application; nothing happens yet."""
    return _summary(request.form.getlist("registration"), is_sent=False)


def _summary(ids: list[str], *, is_sent: bool) -> ResponseReturnValue:
    actor = current_actor()
    plans = deciding_many.plans_for(actor, deciding_many.chosen_for(actor, ids))
    titles = titles_of([plan.row for plan in plans])
    town = plans[0].row.municipality_code
    form = ApproveForm() if is_sent else ApproveForm(formdata=None)
    form.offer(town)
    if not is_sent:
        form.template.data = form.start()
    else:
        form.validate()
    page = render_template(
        "registrations/desk/bulk.html",
        possible=[(plan, titles[plan.row.id]) for plan in plans if plan.move],
        impossible=[(plan, titles[plan.row.id]) for plan in plans if not plan.move],
        words=deciding_many.WORDS,
        town=municipalities.by_code(town),
        form=form,
        mark=MARK,
        minutes=settings().undo_minutes,
    )
    return page, 422 if is_sent else 200


@blueprint.post("/bulk/confirm")
@allow(*TOWN_ROLES)
def bulk_confirm() -> ResponseReturnValue:
    """Have it done when the minutes are over: then each row is looked at again, and each by itself."""
    actor = current_actor()
    seen = {name.removeprefix(MARK): value for name, value in request.form.items() if name.startswith(MARK)}
    rows = deciding_many.chosen_for(actor, list(seen))
    form = ApproveForm()
    form.offer(rows[0].municipality_code)
    if not form.validate():
        return _summary(list(seen), is_sent=True)
    move = put_off(
        APPROVE_MANY,
        rows[0].municipality_code,
        {"seen": seen, "reason": form.words},
        count=len(rows),
        by=actor,
    )
    return after_asking(move)


@blueprint.get("/bulk/<registration_bulk_id>")
@allow(*TOWN_ROLES)
def bulk_result(registration_bulk_id: str) -> ResponseReturnValue:
    """What became of each row."""
    run = deciding_many.run_for(current_actor(), registration_bulk_id)
    rows = deciding_many.rows_of(run)
    titles = titles_of(list(rows.values()))
    lines: list[dict[str, Any]] = [
        {**outcome, "title": titles.get(outcome["registration"], _("（消去済み）"))} for outcome in run.outcomes
    ]
    return render_template(
        "registrations/desk/bulk_result.html",
        run=run,
        town=municipalities.by_code(run.municipality_code),
        done=[line for line in lines if line["outcome"] == deciding_many.DONE],
        not_done=[line for line in lines if line["outcome"] != deciding_many.DONE],
        labels=deciding_many.OUTCOMES,
    )
