"""The municipality's desk for benefits: offer, decide on proposals, revise, pause, end, see the uses."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.certificates.benefits import actions, queries, terms
from webapp.certificates.benefits.forms import ReasonForm, TownTermsForm
from webapp.certificates.benefits.models import BENEFIT, Benefit, BenefitStatus
from webapp.certificates.benefits.uses import figures, quota
from webapp.certificates.benefits.uses.queries import uses_of_benefit
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import Form, options
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.plots import Series, line_chart
from webapp.core.templating import show_month
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("benefits_staff", __name__, url_prefix="/staff/benefits")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """What the town's certificates open, what partners propose, how it is used."""
    actor = current_actor()
    rows = queries.town_benefits_for(actor)
    overview = figures.overview(rows)
    chosen = request.args.get("status", "")
    return render_template(
        "certificates/benefits/staff/index.html",
        rows=[row for row in rows if chosen in ("", row.status.value)],
        has_any=bool(rows),
        chosen=chosen,
        counts={status: sum(row.status is status for row in rows) for status in BenefitStatus},
        overview=overview,
        plot=_plot(overview),
        left=quota.left_together(rows),
        quotas={row.id: terms.person_quota(row) for row in rows},
        towns=sorted(municipalities.by_codes(set(actor.municipalities)).values(), key=lambda town: town.code),
    )


def _plot(overview: figures.Overview) -> Any:
    labels = [show_month(month.month) for month, _count in overview.months]
    series = [Series(_("利用"), [count for _month, count in overview.months])]
    return line_chart(labels, series, title=_("月ごとの特典の利用"), ident="uses-by-month", unit=_("回"))


@blueprint.get("/<code>/uses.csv")
@allow(*TOWN_ROLES)
def uses_csv(code: str) -> ResponseReturnValue:
    """Every use as a file, without names."""
    if not current_actor().may_act_for(code):
        raise NotThere
    response = Response(figures.csv_of(code), mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="benefit-uses-{code}-{today().isoformat()}.csv"'
    return response


@blueprint.route("/new/<code>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new(code: str) -> ResponseReturnValue:
    """Offer a benefit to holders of the certificate."""
    if not current_actor().may_act_for(code):
        raise NotThere
    form = _form(code, TownTermsForm(data={"starts_on": today(), "times": 1, "per": "month", "total_per": "month"}))
    if form.validate_on_submit():
        made = actions.offer_benefit(Benefit(municipality_code=code, **form.terms()), by=current_actor())
        flash(_("特典を加えました。"), "success")
        return redirect(url_for(".show", benefit_id=made.id), 303)
    return _page("certificates/benefits/staff/edit.html", form, benefit=None, town=municipalities.by_code(code))


@blueprint.get("/<benefit_id>")
@allow(*TOWN_ROLES)
def show(benefit_id: str) -> ResponseReturnValue:
    """One benefit: its terms, its uses, its past, and what can be done with it."""
    actor = current_actor()
    benefit = queries.town_benefit_for(actor, benefit_id)
    overview = figures.overview([benefit])
    names = accounts.names_of(set(benefit.partner_ids))
    return render_template(
        "certificates/benefits/staff/show.html",
        benefit=benefit,
        town=municipalities.by_code(benefit.municipality_code),
        terms=[(label, terms.shown(name, terms.terms_of(benefit)[name])) for name, label in terms.TERMS.items()],
        counters=[names[key] for key in benefit.partner_ids if key in names],
        overview=overview,
        plot=_plot(overview),
        left=quota.left_together([benefit])[benefit.id],
        uses=uses_of_benefit(benefit),
        past=terms.history_of_terms(benefit),
        history=told(history_of(benefit)),
        moves=[move for move in BENEFIT.open_moves(benefit, by=actor) if move.name not in ("propose", "withdraw")],
    )


@blueprint.route("/<benefit_id>/edit", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def edit(benefit_id: str) -> ResponseReturnValue:
    """Change the terms; the earlier ones are kept."""
    benefit = queries.town_benefit_for(current_actor(), benefit_id, to_change=request.method == "POST")
    form = _form(benefit.municipality_code, TownTermsForm(obj=benefit), benefit)
    if form.validate_on_submit():
        actions.revise(benefit, form.terms(), by=current_actor())
        flash(_("特典の内容を直しました。前の内容も記録に残っています。"), "success")
        return redirect(url_for(".show", benefit_id=benefit.id), 303)
    town = municipalities.by_code(benefit.municipality_code)
    return _page("certificates/benefits/staff/edit.html", form, benefit=benefit, town=town)


@blueprint.route("/<benefit_id>/<any(decline, pause, end):move>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def stop(benefit_id: str, move: str) -> ResponseReturnValue:
    """Decline, pause or end it, with a reason."""
    benefit = queries.town_benefit_for(current_actor(), benefit_id, to_change=request.method == "POST")
    form = ReasonForm()
    if form.validate_on_submit():
        return _decided(benefit, move, form.reason.data or "")
    back = url_for(".show", benefit_id=benefit.id)
    return _page("certificates/benefits/reason.html", form, benefit=benefit, move=BENEFIT.moves[move], back=back)


@blueprint.post("/<benefit_id>/<any(accept, resume):move>")
@allow(*TOWN_ROLES)
def go_on(benefit_id: str, move: str) -> ResponseReturnValue:
    """Accept a proposal, or let a benefit go on."""
    return _decided(queries.town_benefit_for(current_actor(), benefit_id, to_change=True), move, "")


def _decided(benefit: Benefit, move: str, reason: str) -> ResponseReturnValue:
    actions.decide(benefit, move, by=current_actor(), reason=reason)
    flash(_("特典は「%(status)s」になりました。", status=benefit.status.label), "success")
    return redirect(url_for(".show", benefit_id=benefit.id), 303)


def _form(code: str, form: TownTermsForm, benefit: Benefit | None = None) -> TownTermsForm:
    people = {person.id: person.display_name for person in accounts.staff_of(code, Role.PARTNER)}
    form.partner_ids.choices = options(people.items())
    if benefit is not None and not form.is_submitted():
        form.partner_ids.data = [key for key in benefit.partner_ids if key in people]
    return form


def _page(template: str, form: Form, **values: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **values), 422 if form.errors else 200
