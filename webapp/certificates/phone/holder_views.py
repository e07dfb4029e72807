"""The holder's phone: put a certificate into a wallet, show it live with a code that a screenshot cannot repeat."""

from datetime import timedelta
from urllib.parse import quote

from flask import Blueprint, json, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from webapp.certificates import addresses, queries, tokens
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import TokenForm
from webapp.certificates.paper import codes
from webapp.certificates.phone import actions, metadata
from webapp.core import ratelimit
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.credentials import live
from webapp.credentials.errors import Refused

blueprint = Blueprint("phone", __name__, url_prefix="/my/certificates")
#: a code every 15 seconds, and some for impatience
DRAWINGS_A_MINUTE = 12
#: each uses up an entry of the town's status list for good
BINDINGS_AN_HOUR = 20
OFFERS_AN_HOUR = 20


@blueprint.route("/<certificate_id>/wallet", methods=["GET", "POST"])
@allow(SIGNED_IN)
def wallet(certificate_id: str) -> ResponseReturnValue:
    """Offer the certificate to a wallet; the code and the digits are shown this once."""
    certificate = queries.own_certificate_for(current_actor(), certificate_id)
    form, made, address = ButtonForm(), None, ""
    if form.validate_on_submit():
        ratelimit.hit("wallet.offer", certificate.id, limit=OFFERS_AN_HOUR, per=timedelta(hours=1))
        made = actions.offer(certificate, by=current_actor())
        document = metadata.offer(certificate.municipality_code, certificate.kind, made.code)
        address = "openid-credential-offer://?credential_offer=" + quote(json.dumps(document, separators=(",", ":")))
    return render_template(
        "certificates/phone/wallet.html",
        certificate=certificate,
        kind=kind_of(certificate.kind),
        form=form,
        made=made,
        address=address,
        code=codes.markup(address) if made else None,
    )


@blueprint.get("/<certificate_id>/live")
@allow(SIGNED_IN)
def show(certificate_id: str) -> ResponseReturnValue:
    """The card to hold up: hidden until asked for, with a clock that runs."""
    certificate = queries.own_certificate_for(current_actor(), certificate_id)
    if not queries.is_in_force(certificate):
        raise RuleBroken(_("この証明書は、いまは有効ではないため、表示できません。"))
    return render_template(
        "certificates/phone/live.html",
        certificate=certificate,
        kind=kind_of(certificate.kind),
        issuer=queries.issuer_of(certificate),
        prefix=addresses.check_digits(""),
        form=ButtonForm(),
    )


@blueprint.post("/<certificate_id>/live")
@allow(SIGNED_IN)
def bind(certificate_id: str) -> ResponseReturnValue:
    """Bind a live code to the key of this browser: earlier ones of other devices end."""
    certificate = queries.own_certificate_for(current_actor(), certificate_id)
    try:
        jwk = {name: str(request.get_json()[name]) for name in ("kty", "crv", "x", "y")}
        live.holder_key(jwk)
    except (ValueError, KeyError, TypeError):
        raise RuleBroken(_("この端末の鍵を読み取れませんでした。画面を開き直してください。")) from None
    ratelimit.hit("live.bind", certificate.id, limit=BINDINGS_AN_HOUR, per=timedelta(hours=1))
    made = tokens.derive(certificate, TokenForm.LIVE, by=current_actor(), holder_jwk=jwk)
    tokens.replace_others(made)
    return jsonify(digits=made.body, id=made.id)


@blueprint.post("/<certificate_id>/live/drawing")
@allow(SIGNED_IN)
def drawing(certificate_id: str) -> ResponseReturnValue:
    """The QR code of the digits that the phone has just signed."""
    certificate = queries.own_certificate_for(current_actor(), certificate_id)
    ratelimit.hit("live", certificate.id, limit=DRAWINGS_A_MINUTE, per=timedelta(minutes=1))
    asked = request.get_json(silent=True)
    digits = str(asked.get("digits", "")) if isinstance(asked, dict) else ""
    try:
        credential = live.credential_of(digits)
    except Refused:
        raise NotThere from None
    bound = tokens.token_of(certificate, TokenForm.LIVE)
    is_bound = bound is not None and bound.body == credential
    return jsonify(svg=codes.svg(addresses.check_digits(""), digits) if is_bound else "", is_bound=is_bound)
