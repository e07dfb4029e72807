"""市町村に請求する: a person's requests about their own data, with the day by which the town answers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import signing
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.privacy.requests import actions, queries
from webapp.privacy.requests.forms import AskForm
from webapp.privacy.requests.models import RequestKind, RequestStatus
from webapp.residents.queries import profile_of

blueprint = Blueprint("privacy_requests", __name__, url_prefix="/my/privacy/requests")
TONES = {
    RequestStatus.ANSWERED: "success",
    RequestStatus.DONE: "success",
    RequestStatus.REFUSED: "warning",
    RequestStatus.EXTENDED: "info",
    RequestStatus.RECEIVED: "info",
    RequestStatus.CHECKED: "info",
}


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Every request with its last day."""
    return render_template("privacy/requests/index.html", rows=queries.own(current_actor()), tones=TONES)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def new() -> ResponseReturnValue:
    """Ask a town."""
    actor, profile = current_actor(), profile_of(current_actor())
    form = AskForm(name=profile.full_name if profile and profile.full_name else signing.myself().display_name)
    form.offer(queries.towns_to_ask())
    if not form.validate_on_submit():
        return render_template("privacy/requests/new.html", form=form), 422 if form.is_submitted() else 200
    kind = RequestKind(form.kind.data)
    row = actions.send(form.town.data, kind, name=form.name.data or "", words=form.words.data or "", by=actor)
    flash(_("請求を送りました。市町村が期限までに答えます。"), "success")
    return redirect(url_for(".show", privacy_request_id=row.id), 303)


@blueprint.get("/<privacy_request_id>")
@allow(SIGNED_IN)
def show(privacy_request_id: str) -> ResponseReturnValue:
    """Where it stands, and what was answered."""
    row = queries.own_request(current_actor(), privacy_request_id)
    return render_template(
        "privacy/requests/show.html",
        row=row,
        town=municipalities.by_code(row.municipality_code),
        tone=TONES.get(row.status, "neutral"),
        history=told(history_of(row)),
    )


@blueprint.post("/<privacy_request_id>/withdraw")
@allow(SIGNED_IN)
def withdraw(privacy_request_id: str) -> ResponseReturnValue:
    """It is needed no more."""
    row = queries.own_request(current_actor(), privacy_request_id, to_change=True)
    actions.withdraw(row, by=current_actor())
    flash(_("請求を取り下げました。"), "success")
    return redirect(url_for(".show", privacy_request_id=row.id), 303)
