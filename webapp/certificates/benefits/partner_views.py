"""A partner's own proposals: propose a benefit, rewrite it, take it back, pause it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.benefits import actions, queries, terms
from webapp.certificates.benefits.forms import ReasonForm, TermsForm
from webapp.certificates.benefits.models import BENEFIT, Benefit
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import Form
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("benefit_proposals", __name__, url_prefix="/desk/benefits")


@blueprint.route("/propose/<code>", methods=["GET", "POST"])
@allow(Role.PARTNER)
def new(code: str) -> ResponseReturnValue:
    """Propose a benefit to the municipality."""
    if code not in current_actor().organisations(Role.PARTNER):
        raise NotThere
    form = TermsForm(data={"starts_on": today(), "times": 1, "per": "month", "total_per": "month"})
    if form.validate_on_submit():
        made = actions.propose(Benefit(municipality_code=code, **form.terms()), by=current_actor())
        flash(_("特典を提案しました。市町村が決めると、メールでお知らせします。"), "success")
        return redirect(url_for(".show", benefit_id=made.id), 303)
    return _page("certificates/benefits/desk/propose.html", form, benefit=None, town=municipalities.by_code(code))


@blueprint.get("/<benefit_id>")
@allow(Role.PARTNER)
def show(benefit_id: str) -> ResponseReturnValue:
    """One proposal and what became of it."""
    actor = current_actor()
    benefit = queries.proposal_for(actor, benefit_id)
    moves = [move for move in BENEFIT.open_moves(benefit, by=actor) if Role.PARTNER in move.roles]
    return render_template(
        "certificates/benefits/desk/show.html",
        benefit=benefit,
        town=municipalities.by_code(benefit.municipality_code),
        terms=[(label, terms.shown(name, terms.terms_of(benefit)[name])) for name, label in terms.TERMS.items()],
        history=told(history_of(benefit)),
        moves={move.name for move in moves} - ({"resume"} if benefit.is_held_by_town else set()),
        may_rewrite=benefit.status in actions.OPEN_TO_PARTNER,
    )


@blueprint.route("/<benefit_id>/edit", methods=["GET", "POST"])
@allow(Role.PARTNER)
def edit(benefit_id: str) -> ResponseReturnValue:
    """Rewrite an open proposal; a declined one is proposed again."""
    benefit = queries.proposal_for(current_actor(), benefit_id, to_change=request.method == "POST")
    form = TermsForm(obj=benefit)
    if form.validate_on_submit():
        actions.revise(benefit, form.terms(), by=current_actor())
        flash(_("提案を直して送りました。"), "success")
        return redirect(url_for(".show", benefit_id=benefit.id), 303)
    town = municipalities.by_code(benefit.municipality_code)
    return _page("certificates/benefits/desk/propose.html", form, benefit=benefit, town=town)


@blueprint.route("/<benefit_id>/pause", methods=["GET", "POST"])
@allow(Role.PARTNER)
def pause(benefit_id: str) -> ResponseReturnValue:
    """Pause one's own benefit, with a reason."""
    benefit = queries.proposal_for(current_actor(), benefit_id, to_change=request.method == "POST")
    form = ReasonForm()
    if form.validate_on_submit():
        return _moved(benefit, "pause", form.reason.data or "")
    back = url_for(".show", benefit_id=benefit.id)
    return _page("certificates/benefits/reason.html", form, benefit=benefit, move=BENEFIT.moves["pause"], back=back)


@blueprint.post("/<benefit_id>/<any(resume, withdraw):move>")
@allow(Role.PARTNER)
def go_on(benefit_id: str, move: str) -> ResponseReturnValue:
    """Let it go on, or take the proposal back."""
    return _moved(queries.proposal_for(current_actor(), benefit_id, to_change=True), move, "")


def _moved(benefit: Benefit, move: str, reason: str) -> ResponseReturnValue:
    actions.decide(benefit, move, by=current_actor(), reason=reason)
    flash(_("特典は「%(status)s」になりました。", status=benefit.status.label), "success")
    return redirect(url_for(".show", benefit_id=benefit.id), 303)


def _page(template: str, form: Form, **values: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **values), 422 if form.errors else 200
