"""Mass revocation at the desk: choose, propose, and have somebody else confirm."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.queries import names_of
from webapp.certificates.kinds.registry import all_kinds
from webapp.certificates.mass import actions, queries
from webapp.certificates.mass.forms import DropForm, ProposeForm
from webapp.certificates.mass.models import MassStatus
from webapp.certificates.models import Certificate, RevocationReason
from webapp.certificates.queries import shown_names
from webapp.core.actor import TOWN_ROLES
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of

blueprint = Blueprint("mass_revocation", __name__, url_prefix="/staff/certificates/mass-revocations")


@blueprint.get("/new")
@allow(*TOWN_ROLES)
def new() -> ResponseReturnValue:
    """What will happen to the chosen certificates, before anything is proposed."""
    return _form(ProposeForm())


@blueprint.post("/new")
@allow(*TOWN_ROLES)
def propose() -> ResponseReturnValue:
    """Propose it to a second person."""
    form, chosen = ProposeForm(), _chosen()
    if not chosen or not form.validate_on_submit():
        return _form(form), 422
    reason = RevocationReason(form.reason.data)
    row = actions.propose(chosen, reason=reason, note=form.note.data or "", by=current_actor())
    flash(_("提案しました。ほかの担当者が確認すると、取消しになります。"), "success")
    return redirect(url_for(".show", mass_revocation_id=row.id), 303)


@blueprint.get("/<mass_revocation_id>")
@allow(*TOWN_ROLES)
def show(mass_revocation_id: str) -> ResponseReturnValue:
    """The proposal, to be confirmed or dropped."""
    return _page(mass_revocation_id, DropForm())


@blueprint.post("/<mass_revocation_id>/confirm")
@allow(*TOWN_ROLES)
def confirm(mass_revocation_id: str) -> ResponseReturnValue:
    """Revoke them all."""
    proposal = queries.proposal_for(current_actor(), mass_revocation_id, to_change=True)
    count = actions.confirm(proposal, by=current_actor())
    flash(_("%(count)s件の証明書を取り消しました。", count=count), "success")
    return redirect(url_for(".show", mass_revocation_id=proposal.id), 303)


@blueprint.post("/<mass_revocation_id>/drop")
@allow(*TOWN_ROLES)
def drop(mass_revocation_id: str) -> ResponseReturnValue:
    """Leave everything as it is."""
    proposal = queries.proposal_for(current_actor(), mass_revocation_id, to_change=True)
    form = DropForm()
    if not form.validate_on_submit():
        return _page(mass_revocation_id, form), 422
    actions.drop(proposal, reason=form.reason.data or "", by=current_actor())
    flash(_("取消しの提案を取りやめました。"), "success")
    return redirect(url_for(".show", mass_revocation_id=proposal.id), 303)


def _chosen() -> list[Certificate]:
    """Those that were ticked in the list, as far as they are the town's and can still be revoked."""
    return queries.choosable(current_actor(), request.values.getlist("certificate")[: actions.MOST + 1])


def _form(form: ProposeForm) -> str:
    chosen = _chosen()
    kinds = {kind.code: kind.title for kind in all_kinds()}
    return render_template("certificates/mass/new.html", form=form, rows=chosen, names=shown_names(chosen), kinds=kinds)


def _page(mass_revocation_id: str, form: DropForm) -> str:
    actor = current_actor()
    proposal = queries.proposal_for(actor, mass_revocation_id)
    rows = queries.certificates_of(proposal)
    return render_template(
        "certificates/mass/show.html",
        proposal=proposal,
        rows=rows,
        names=shown_names(rows),
        kinds={kind.code: kind.title for kind in all_kinds()},
        proposer=names_of({proposal.proposed_by or ""}).get(proposal.proposed_by or "", ""),
        is_open=proposal.status is MassStatus.PROPOSED,
        is_own=proposal.proposed_by == actor.user_id,
        form=form,
        history=told(history_of(proposal)),
    )
