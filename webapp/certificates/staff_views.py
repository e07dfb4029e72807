"""The municipality's desk for certificates: find one, stop it, let it go on, revoke it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates import actions, following, queries
from webapp.certificates.benefits.queries import town_benefits_for
from webapp.certificates.forms import NoteForm, RevokeForm
from webapp.certificates.kinds.registry import all_kinds, kind_of
from webapp.certificates.mass.queries import waiting_for
from webapp.certificates.models import CERTIFICATE, Certificate, CertificateStatus, HeldFor, RevocationReason
from webapp.certificates.views import shown_to
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.forms import Form
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.core.web import asked_page
from webapp.desk.preview.page import as_seen
from webapp.desk.reasons import picking
from webapp.desk.reasons.models import Answer

blueprint = Blueprint("certificates_staff", __name__, url_prefix="/staff/certificates")
STATES = {status.value for status in CertificateStatus} | {"ending"}
MOVES = ("suspend", "resume", "revoke")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """The certificates by kind and state, what waits for a second person, and the benefits they open."""
    actor, chosen = current_actor(), _filters()
    page = asked_page()
    found = queries.desk_for(actor, **chosen, page=page)
    return render_template(
        "certificates/desk.html",
        found=found,
        page=page,
        chosen=chosen,
        names=queries.shown_names(found.rows, to_town=True),
        kinds={kind.code: kind.title for kind in all_kinds()},
        statuses=list(CertificateStatus),
        waiting=waiting_for(actor),
        benefits=town_benefits_for(actor),
        is_admin=actor.has(Role.MUNICIPALITY_ADMIN),
    )


def _filters() -> dict[str, str]:
    known = {kind.code for kind in all_kinds()}
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    return {
        "kind": kind if kind in known else "",
        "state": state if state in STATES else "",
        "word": request.args.get("q", "")[:60],
    }


@blueprint.get("/<certificate_id>")
@allow(*TOWN_ROLES)
def show(certificate_id: str) -> ResponseReturnValue:
    """One certificate with its history and what can be done with it."""
    return _page(certificate_id)


@blueprint.get("/<certificate_id>/preview")
@allow(*TOWN_ROLES)
def preview(certificate_id: str) -> ResponseReturnValue:
    """What its holder sees, without the name where a town's list does not show it."""
    certificate = queries.town_certificate_for(current_actor(), certificate_id)
    page = shown_to(current_actor(), certificate)
    return as_seen(page, whose=certificate.number, back_href=url_for(".show", certificate_id=certificate.id))


@blueprint.post("/<certificate_id>/<any(suspend, resume):move>")
@allow(*TOWN_ROLES)
def pause(certificate_id: str, move: str) -> ResponseReturnValue:
    """Stop a certificate for a while, or let it go on."""
    act: Callable[..., None] = {"suspend": actions.suspend, "resume": actions.resume}[move]
    certificate = queries.town_certificate_for(current_actor(), certificate_id, to_change=True)
    form = NoteForm(prefix=move)
    if not form.validate_on_submit():
        return _page(certificate_id, {move: form}), 422
    act(certificate, by=current_actor(), note=form.note.data or "")
    said = _("証明書を一時停止しました。") if move == "suspend" else _("証明書をまた使えるようにしました。")
    flash(said + _("確認ページにもすぐに出ます。"), "success")
    return redirect(url_for(".show", certificate_id=certificate.id), 303)


@blueprint.post("/<certificate_id>/revoke")
@allow(*TOWN_ROLES)
def revoke(certificate_id: str) -> ResponseReturnValue:
    """Make a certificate invalid at once."""
    certificate = queries.town_certificate_for(current_actor(), certificate_id, to_change=True)
    form = RevokeForm(prefix="revoke")
    ready = picking.ready_for(certificate.municipality_code, Answer.REVOKE)
    if not picking.is_settled(form, "note", ready):
        return _page(certificate_id, {"revoke": form}), picking.status()
    picking.note(certificate.municipality_code, Answer.REVOKE, ready)
    reason = RevocationReason(form.reason.data)
    actions.revoke(certificate, by=current_actor(), reason=reason, note=form.note.data or "")
    flash(_("証明書を取り消しました。確認ページにもすぐに出ます。"), "success")
    return redirect(url_for(".show", certificate_id=certificate.id), 303)


@blueprint.post("/<certificate_id>/issue-again")
@allow(*TOWN_ROLES)
def issue_again(certificate_id: str) -> ResponseReturnValue:
    """A new one after the last was revoked, while the registration or designation goes on."""
    certificate = queries.town_certificate_for(current_actor(), certificate_id, to_change=True)
    made = following.issue_again(certificate, by=current_actor())
    flash(_("新しい番号（%(number)s）で発行し直しました。", number=made.number), "success")
    return redirect(url_for(".show", certificate_id=made.id), 303)


def _page(certificate_id: str, typed: dict[str, Form] | None = None) -> str:
    actor = current_actor()
    certificate = queries.town_certificate_for(actor, certificate_id)
    line = [other for other in queries.line_of(certificate) if other.id != certificate.id]
    is_last = all(other.id < certificate.id for other in line)
    return render_template(
        "certificates/review.html",
        certificate=certificate,
        kind=kind_of(certificate.kind),
        holder=queries.shown_names([certificate], to_town=True)[certificate.id],
        is_in_force=queries.is_in_force(certificate),
        forms=_forms(certificate, typed or {}),
        ready=picking.ready_for(certificate.municipality_code, Answer.REVOKE),
        is_filling=picking.is_filling(),
        line=line,
        may_issue_again=is_last and following.can_be_issued_again(certificate),
        history=told(history_of(certificate)),
        may_sign_outside=certificate.status is CertificateStatus.ISSUED
        and certificate.municipality_code in actor.organisations(Role.MUNICIPALITY_ADMIN),
    )


def _forms(certificate: Certificate, typed: dict[str, Form]) -> dict[str, Any]:
    """By move, its form: what was typed, or an empty one; a hold that came with the source ends with the source."""
    new = {"suspend": NoteForm, "resume": NoteForm, "revoke": RevokeForm}
    possible = {move.name for move in CERTIFICATE.open_moves(certificate, by=current_actor())} & set(MOVES)
    if certificate.held_for is HeldFor.SOURCE:
        possible -= {"resume"}
    return {name: typed.get(name) or new[name](prefix=name, formdata=None) for name in MOVES if name in possible}
