"""The town's screens: what it designates and how it is taken up; designating, revising, ending."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.activities import actions, figures, queries
from webapp.activities.capacity import corporations_of
from webapp.activities.forms import ActivityForm, ReasonForm
from webapp.activities.models import Activity
from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.plots import Series, line_chart
from webapp.core.templating import show_month
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("activities_staff", __name__, url_prefix="/staff/activities")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """What the town designates, how often people took part, what waits."""
    activities = queries.of_towns(current_actor())
    overview = figures.overview(activities)
    labels = [show_month(month.month) for month, _count in overview.months]
    series = [Series(_("証明した参加"), [count for _month, count in overview.months])]
    return render_template(
        "activities/staff/index.html",
        activities=activities,
        overview=overview,
        plot=line_chart(labels, series, title=_("月ごとの参加"), ident="by-month", unit=_("回")),
        towns=_towns(),
    )


def _towns() -> list[Any]:
    return sorted(municipalities.by_codes(set(current_actor().municipalities)).values(), key=lambda town: town.code)


@blueprint.route("/new/<code>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new(code: str) -> ResponseReturnValue:
    """Designate something."""
    if not current_actor().may_act_for(code):
        raise NotThere
    form = _form(code, ActivityForm(data={"starts_on": today(), "minutes": 120, "takes_claims": True}))
    if form.validate_on_submit():
        activity = Activity(municipality_code=code, **_values(form))
        actions.designate(activity, form.attesters.data or [], by=current_actor())
        flash(_("活動を指定しました。次に、開催する日を決めてください。"), "success")
        return redirect(url_for("activities_desk.activity", activity_id=activity.id), 303)
    return _page("activities/staff/edit.html", form, activity=None, town=municipalities.by_code(code))


@blueprint.route("/<activity_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def edit(activity_id: str) -> ResponseReturnValue:
    """Change what it is and who attests it."""
    activity = queries.activity_of_town(current_actor(), activity_id, to_change=request.method == "POST")
    chosen = sorted(corporations_of(activity))
    form = _form(activity.municipality_code, ActivityForm(obj=activity, data={"attesters": chosen}), activity)
    if form.validate_on_submit():
        actions.revise(activity, _values(form), form.attesters.data or [], by=current_actor())
        flash(_("活動の内容を直しました。"), "success")
        return redirect(url_for("activities_desk.activity", activity_id=activity.id), 303)
    town = municipalities.by_code(activity.municipality_code)
    return _page("activities/staff/edit.html", form, activity=activity, town=town)


@blueprint.route("/<activity_id>/end", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def end(activity_id: str) -> ResponseReturnValue:
    """It counts no more."""
    activity = queries.activity_of_town(current_actor(), activity_id, to_change=request.method == "POST")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.end(activity, reason=form.reason.data or "", by=current_actor())
        flash(_("活動の指定を終えました。これまでの証明は、そのまま残ります。"), "success")
        return redirect(url_for(".index"), 303)
    return _page("activities/staff/end.html", form, activity=activity)


@blueprint.post("/<activity_id>/resume")
@allow(*TOWN_ROLES)
def resume(activity_id: str) -> ResponseReturnValue:
    """It counts again."""
    activity = queries.activity_of_town(current_actor(), activity_id, to_change=True)
    actions.resume(activity, by=current_actor())
    flash(_("もう一度指定しました。"), "success")
    return redirect(url_for("activities_desk.activity", activity_id=activity.id), 303)


def _form(code: str, form: ActivityForm, activity: Activity | None = None) -> ActivityForm:
    chosen = queries.may_be_chosen(code) + (queries.attesters_of(activity) if activity else [])
    form.attesters.choices = options({row.id: row.name for row in chosen}.items())
    events = {row.id: row.title for row in queries.events_in(code)}
    if activity and activity.listing_id:
        events.setdefault(activity.listing_id, _("いまの掲載（公開は終わっています）"))
    form.listing_id.choices = options([("", _("結びつけない")), *events.items()])
    return form


def _values(form: ActivityForm) -> dict[str, Any]:
    values = {name: value for name, value in form.data.items() if name not in ("csrf_token", "attesters")}
    return {**values, "listing_id": form.listing_id.data or None}


def _page(template: str, form: Any, **values: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **values), 422 if form.errors else 200
