"""A holder's benefits: what can be used and how often still, the pass to show, what was used."""

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.benefits import terms
from webapp.certificates.benefits.queries import on_offer_in
from webapp.certificates.benefits.uses import passes, queries, quota, rules
from webapp.certificates.paper import codes
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("my_benefits", __name__, url_prefix="/my/benefits")


@blueprint.get("")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """By town, what one's certificate opens; below, what was used."""
    actor = current_actor()
    parts = []
    for certificate in queries.openers_of(actor):
        rows = on_offer_in({certificate.municipality_code})
        left = quota.left_of_all(rows, actor.user_id or "")
        lines = [
            (row, left[row.id], terms.person_quota(row), rules.obstacle(row, certificate, left[row.id])) for row in rows
        ]
        parts.append((municipalities.by_code(certificate.municipality_code), lines))
    return render_template("certificates/benefits/mine.html", parts=parts, uses=queries.uses_of(actor))


@blueprint.post("/<benefit_id>/use")
@allow(SIGNED_IN)
def use(benefit_id: str) -> ResponseReturnValue:
    """Open the pass that a partner scans; what is open already stays."""
    benefit, certificate = queries.opener_of(current_actor(), benefit_id)
    opened = passes.open_pass(benefit, certificate, by=current_actor())
    return redirect(url_for(".show_pass", benefit_pass_id=opened.id), 303)


@blueprint.get("/passes/<benefit_pass_id>")
@allow(SIGNED_IN)
def show_pass(benefit_pass_id: str) -> ResponseReturnValue:
    """The code to show, or what became of it."""
    opened, benefit, certificate = queries.pass_for(current_actor(), benefit_pass_id)
    left = quota.left_of(benefit, certificate.user_id or "")
    page = render_template(
        "certificates/benefits/pass.html",
        opened=opened,
        benefit=benefit,
        town=municipalities.by_code(benefit.municipality_code),
        left=left,
        drawn=codes.markup(passes.address_of(opened)) if opened.is_open else None,
        obstacle="" if opened.is_open else rules.obstacle(benefit, certificate, left),
    )
    return page, 200, {"Cache-Control": "no-store"}


@blueprint.get("/passes/<benefit_pass_id>/state")
@allow(SIGNED_IN)
def pass_state(benefit_pass_id: str) -> Response:
    """For `js/benefit_pass.js`: whether the page shows something that is over."""
    opened, _benefit, _certificate = queries.pass_for(current_actor(), benefit_pass_id)
    return jsonify({"is_open": opened.is_open})
