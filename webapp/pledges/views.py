"""Pledging in three screens, and a donor's own pages."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.database import current_scope
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.security import remote_address
from webapp.municipalities import queries as municipalities
from webapp.pledges import agreement, claiming, queries, rules, wizard
from webapp.pledges.beside import PAY, lent, limit_warning
from webapp.pledges.forms import AmountForm, ConfirmForm, DonorForm
from webapp.pledges.methods import closed_methods
from webapp.pledges.models import Pledge
from webapp.pledges.pages import show_pledge
from webapp.pledges.thanks.overview import stories_of
from webapp.projects import queries as projects
from webapp.projects.gifts.queries import for_donor
from webapp.projects.models import Project

blueprint = Blueprint("pledges", __name__)
SCREENS_AN_HOUR, PLEDGES_AN_HOUR = 120, 30


def _limit(what: str, limit: int) -> None:
    who = current_actor().user_id or remote_address()
    ratelimit.hit(what, who, limit=limit, per=timedelta(hours=1))


def _page(template: str, project: Project, form: Any, **values: Any) -> ResponseReturnValue:
    town = municipalities.by_code(project.municipality_code)
    page = render_template(template, project=project, town=town, form=form, **values)
    return page, 422 if form.errors else 200


def _goes_back() -> bool:
    """Whether the way back was taken by its button, which takes along what is typed."""
    return request.method == "POST" and "back" in request.form


@blueprint.route("/projects/<project_id>/pledge", methods=["GET", "POST"])
@allow(PUBLIC)
def new(project_id: str) -> ResponseReturnValue:
    """How much, after what happens below and above the goal."""
    actor = current_actor()
    project = projects.project_for(actor, project_id)
    rules.must_be_open(project)
    draft = wizard.draft_of(actor, project)
    asked = request.args.get("amount", "")
    begun = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(rules.HIGHEST_YEN)) + 1 else None
    form = AmountForm(data={"amount": begun or (draft.answers.get("amount") if draft else None)}).for_project(project)
    if request.method == "POST" and form.validate():
        _limit("pledge_screen", SCREENS_AN_HOUR)
        wizard.keep(project, {"amount": form.amount.data}, by=actor)
        return redirect(url_for(".who", project_id=project.id), 303)
    lowest = rules.lowest_yen(project)
    suggested = [yen for yen in wizard.SUGGESTED_YEN if yen >= lowest]
    return _page("pledges/amount.html", project, form, suggested=suggested, lowest=lowest)


@blueprint.route("/projects/<project_id>/pledge/who", methods=["GET", "POST"])
@allow(PUBLIC)
def who(project_id: str) -> ResponseReturnValue:
    """Who gives, as on the certificate of residence."""
    actor = current_actor()
    project = projects.project_for(actor, project_id)
    rules.must_be_open(project)
    draft = wizard.draft_of(actor, project)
    if draft is None:
        return redirect(url_for(".new", project_id=project.id), 303)
    form = DonorForm(data={**wizard.already_known(actor), **draft.answers})
    is_hidden = wizard.asks_for_secrecy(actor)
    form.leave_out(has_account=actor.is_signed_in, is_confidential=is_hidden)
    is_valid = request.method == "POST" and form.validate()
    if is_valid or _goes_back():
        _limit("pledge_screen", SCREENS_AN_HOUR)
        wizard.keep(project, form.answers(), by=actor)
        return redirect(url_for(".new" if _goes_back() else ".confirm", project_id=project.id), 303)
    return _page("pledges/who.html", project, form, is_hidden=is_hidden, amount=draft.answers.get("amount"))


@blueprint.route("/projects/<project_id>/pledge/confirm", methods=["GET", "POST"])
@allow(PUBLIC)
def confirm(project_id: str) -> ResponseReturnValue:
    """Everything once more, the way to pay, the agreement; then the payment page."""
    actor = current_actor()
    project = projects.project_for(actor, project_id)
    draft = wizard.last_draft(actor, project)
    is_sent = draft is not None and draft.pledge_id is not None
    if request.method == "POST" and draft is not None and is_sent:
        return _go_to_pay(*wizard.send(draft, project, None, by=actor))
    rules.must_be_open(project)
    if draft is None or is_sent or not wizard.is_whole(draft, actor):
        return redirect(url_for(".new", project_id=project.id), 303)
    amount = draft.answers["amount"]
    warning = limit_warning(actor, amount)
    offered = for_donor(project, amount, draft.answers["home_code"])
    form = ConfirmForm(data={"method": "card", **draft.answers})
    form.for_pledge(project, amount, warns=bool(warning), offers_gift=offered.gift is not None)
    if _goes_back():
        wizard.keep(project, form.choices(), by=actor)
        return redirect(url_for(".who", project_id=project.id), 303)
    if request.method == "POST" and form.validate():
        _limit("pledge", PLEDGES_AN_HOUR)
        wants = "wants_gift" in form and form.wants_gift.data
        return _go_to_pay(*wizard.send(draft, project, form.chosen, wants_gift=wants, by=actor))
    town = municipalities.by_code(project.municipality_code)
    return _page(
        "pledges/confirm.html",
        project,
        form,
        answers=draft.answers,
        home=municipalities.by_code(draft.answers["home_code"]),
        closed=closed_methods(project, amount),
        agreement=agreement.paragraphs(town.full_name, project),
        source=agreement.in_japanese(town.full_name, project),
        warning=warning,
        offered=offered,
    )


def _go_to_pay(pledge: Pledge, is_new: bool) -> ResponseReturnValue:
    """To the provider's page; to the pledge's own page where that cannot be reached or was pressed before."""
    key = wizard.key_of(pledge) if pledge.user_id is None else ""
    own = url_for("donations.show", key=key) if key else url_for(".show", pledge_id=pledge.id)
    pay = lent(PAY)
    if pay is None or not is_new:
        return redirect(own, 303)
    current_scope().commit()  # whatever the provider says, the pledge stands
    try:
        return redirect(pay(pledge, guest_key=key, by=current_actor()), 303)
    except RuleBroken as broken:
        flash(broken.sentence, "error")
        return redirect(own, 303)


@blueprint.get("/my/pledges")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """One's own pledges, and those given without the account that could be added."""
    actor = current_actor()
    rows = queries.pledges_of(actor)
    return render_template(
        "pledges/mine.html", rows=rows, stories=stories_of(rows), claimable=len(claiming.claimable(actor))
    )


@blueprint.post("/my/pledges/claim")
@allow(SIGNED_IN)
def claim() -> ResponseReturnValue:
    """Add what was given with the same address before there was an account."""
    count = claiming.claim(by=current_actor())
    flash(_("%(count)s件の寄附を、自分の寄附に加えました。", count=count), "success")
    return redirect(url_for(".mine"), 303)


@blueprint.get("/my/pledges/<pledge_id>")
@allow(SIGNED_IN)
def show(pledge_id: str) -> ResponseReturnValue:
    """One pledge: go to pay, or see where it stands."""
    pledge = queries.pledge_for(current_actor(), pledge_id)
    return show_pledge(pledge, pay=url_for("payments.start", pledge_id=pledge.id))
