"""The counter: scan or type a customer's code, record the use once, take it back the same day."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.benefits import queries as benefits
from webapp.certificates.benefits.forms import ReasonForm
from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.uses import actions, passes, queries, quota, reading, rules
from webapp.certificates.benefits.uses.forms import OnceForm, UseForm
from webapp.certificates.benefits.uses.models import REDEMPTION, BenefitPass
from webapp.certificates.models import Certificate
from webapp.core import ratelimit
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import labelled
from webapp.core.permissions import allow, current_actor
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("partner", __name__, url_prefix="/desk/benefits")
TRIES, SPAN = 200, timedelta(minutes=10)


@blueprint.route("", methods=["GET", "POST"])
@allow(Role.PARTNER, *TOWN_ROLES)
def index() -> ResponseReturnValue:
    """Record a use, and see the last ones and one's own proposals."""
    form, rows = UseForm(), benefits.counter_benefits_for(current_actor())
    offered = [(row.id, labelled(row.partner_name, row.title)) for row in rows]
    form.benefit_id.choices = [("", ""), *offered]
    if not form.validate_on_submit():
        return _counter(form, rows), 422 if form.errors else 200
    _limit()
    typed = form.code.data or ""
    if code := reading.pass_code(typed):
        return redirect(url_for(".confirm", typed=code), 303)
    chosen = form.benefit_id.data or (offered[0][0] if len(offered) == 1 else "")
    if not chosen:
        form.must_choose(offered)
        return _counter(form, rows), 422
    benefit = benefits.counter_benefit_for(current_actor(), chosen)
    try:
        actions.use(benefit, reading.certificate_of(typed), by=current_actor(), key=form.once())
    except RuleBroken as refused:
        form.code.errors = [refused.sentence]
        return _counter(form, rows), 409
    return _done(benefit)


@blueprint.route("/p/<typed>", methods=["GET", "POST"])
@allow(Role.PARTNER, *TOWN_ROLES)
def confirm(typed: str) -> ResponseReturnValue:
    """What the customer's pass is for; one button records it."""
    _limit()
    form = OnceForm()
    try:
        opened = passes.by_code(typed)
        benefit = _of_this_counter(opened)
        if form.validate_on_submit():
            actions.use_pass(opened, by=current_actor(), key=form.once())
            return _done(benefit)
        actions.must_be_open(opened)
        left = rules.must_open(benefit, session().get_one(Certificate, opened.certificate_id))
    except RuleBroken as refused:
        return render_template("certificates/benefits/desk/refused.html", sentence=refused.sentence), 409
    page = render_template("certificates/benefits/desk/confirm.html", form=form, benefit=benefit, left=left)
    return page, 422 if form.errors else 200


@blueprint.route("/uses/<redemption_id>/void", methods=["GET", "POST"])
@allow(Role.PARTNER, *TOWN_ROLES)
def void(redemption_id: str) -> ResponseReturnValue:
    """Take a use back on its own day, with a reason."""
    use, benefit = queries.use_for(current_actor(), redemption_id, to_change=request.method == "POST")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.void(use, by=current_actor(), reason=form.reason.data or "")
        flash(_("利用の記録を取り消しました。記録そのものは残ります。"), "success")
        return redirect(url_for(".index"), 303)
    values = {"benefit": benefit, "move": REDEMPTION.moves["void"], "back": url_for(".index")}
    return render_template("certificates/benefits/reason.html", form=form, **values), 422 if form.errors else 200


def _counter(form: UseForm, rows: list[Benefit]) -> str:
    actor = current_actor()
    codes = actor.organisations(Role.PARTNER)
    if not form.benefit_id.errors and not form.benefit_id.data:
        del form.benefit_id
    return render_template(
        "certificates/benefits/desk/index.html",
        form=form,
        benefits=rows,
        left=quota.left_together(rows),
        uses=queries.uses_recorded_by(actor),
        proposals=benefits.proposals_of(actor),
        towns=sorted(municipalities.by_codes(set(codes)).values(), key=lambda town: town.code),
    )


def _of_this_counter(opened: BenefitPass) -> Benefit:
    benefit = session().get_one(Benefit, opened.benefit_id)
    if not benefits.may_record(current_actor(), benefit):
        raise RuleBroken(
            _("この特典の利用は、この窓口では記録できません。特典を渡す店や施設で使ってもらってください。")
        )
    return benefit


def _done(benefit: Benefit) -> ResponseReturnValue:
    flash(_("利用を記録しました。特典をお渡しください：%(gives)s", gives=benefit.gives or benefit.title), "success")
    return redirect(url_for(".index"), 303)


def _limit() -> None:
    """A busy counter serves one customer in three seconds; a guesser needs a million million tries."""
    ratelimit.hit("benefit-use", current_actor().user_id or "", limit=TRIES, per=SPAN)
