"""The resident's screens: progress, one record, an own claim with evidence, taking it back."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.activities import queries as activities
from webapp.activities.forms import ClaimForm, EvidenceForm
from webapp.activities.models import Activity
from webapp.activities.records import actions, evidence, queries
from webapp.activities.records.models import EvidenceKind, RecordStatus
from webapp.activities.records.progress import progress_of
from webapp.activities.wording import duration
from webapp.core import storage
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("my_activities", __name__)
TONES = {"claimed": "info", "attested": "success", "refused": "error", "revoked": "error"}


@blueprint.get("/my/activities")
@allow(Role.RESIDENT)
def mine() -> ResponseReturnValue:
    """How far one is, town by town, and everything that was noted."""
    return render_template("activities/mine.html", progress=progress_of(current_actor()), tones=TONES)


@blueprint.get("/my/activities/<activity_record_id>")
@allow(Role.RESIDENT)
def record(activity_record_id: str) -> ResponseReturnValue:
    """One record: where it stands, who attested it, its files."""
    found = queries.own_record_for(current_actor(), activity_record_id)
    return _show(found, EvidenceForm(formdata=None))


def _show(found: Any, form: EvidenceForm) -> ResponseReturnValue:
    page = render_template(
        "activities/record.html",
        record=found,
        activity=session().get_one(Activity, found.activity_id),
        town=municipalities.by_code(found.municipality_code),
        files=queries.evidence_of(found),
        tone=TONES.get(found.status.value, "neutral"),
        took=duration(found.minutes),
        form=form,
        may_add=found.status is RecordStatus.CLAIMED and len(queries.evidence_of(found)) < evidence.MOST,
        has_arrived="arrived" in request.args,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/my/activities/claim/<activity_id>", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def claim(activity_id: str) -> ResponseReturnValue:
    """Say that one took part, with a file that shows it."""
    activity = activities.activity(activity_id)
    form = ClaimForm(data={"done_on": today(), "minutes": activity.minutes})
    if form.validate_on_submit():
        prepared = _prepared(form)
        if prepared is not None or not form.errors:
            record = actions.claim(
                activities.activity(activity_id),
                done_on=form.done_on.data or today(),
                minutes=form.minutes.data,
                note=form.note.data or "",
                by=current_actor(),
            )
            if prepared is not None:
                evidence.add(record, prepared, by=current_actor())
            flash(_("届けを送りました。主催者か市町村が確かめます。"), "success")
            return redirect(url_for(".record", activity_record_id=record.id), 303)
    town = municipalities.by_code(activity.municipality_code)
    page = render_template("activities/claim.html", form=form, activity=activity, town=town)
    return page, 422 if form.errors else 200


def _prepared(form: Any) -> evidence.Prepared | None:
    """Drawing a picture anew takes seconds: it holds no transaction."""
    data = form.file.data.read() if form.file.data else b""
    if not data:
        return None
    current_scope().commit()
    try:
        prepared = evidence.prepare(data)
    except BadFile as refused:
        form.file.errors = [refused.sentence]
        return None
    session().expire_all()
    return prepared


@blueprint.post("/my/activities/<activity_record_id>/evidence")
@allow(Role.RESIDENT)
def add_evidence(activity_record_id: str) -> ResponseReturnValue:
    """Add one more file while nobody has decided."""
    found = queries.own_record_for(current_actor(), activity_record_id)
    evidence.check_room(found, by=current_actor())
    form = EvidenceForm()
    prepared = _prepared(form) if form.validate_on_submit() else None
    found = queries.own_record_for(current_actor(), activity_record_id, to_change=True)
    if prepared is None:
        form.file.errors = form.file.errors or [_("ファイルを選んでください。")]
        return _show(found, form)
    evidence.add(found, prepared, by=current_actor())
    flash(_("ファイルを添えました。"), "success")
    return redirect(url_for(".record", activity_record_id=found.id), 303)


@blueprint.post("/my/activities/<activity_record_id>/withdraw")
@allow(Role.RESIDENT)
def withdraw(activity_record_id: str) -> ResponseReturnValue:
    """Take back what nobody has decided yet."""
    actions.withdraw(queries.own_record_for(current_actor(), activity_record_id, to_change=True), by=current_actor())
    flash(_("届けを取り下げました。"), "success")
    return redirect(url_for(".mine"), 303)


@blueprint.get("/activities/evidence/<activity_evidence_id>")
@allow(SIGNED_IN)
def file(activity_evidence_id: str) -> ResponseReturnValue:
    """A file, for the person it is about and who may attest it; a PDF is handed over, never shown as a page of ours."""
    found = queries.evidence_for(current_actor(), activity_evidence_id)
    body = storage.load(found.file_key)
    if found.kind is EvidenceKind.PICTURE:
        return Response(body, mimetype="image/webp")
    headers = {"Content-Disposition": f'attachment; filename="evidence-{found.id[-6:]}.pdf"'}
    return Response(body, mimetype="application/pdf", headers=headers)
