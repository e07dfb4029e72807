"""One application with everything a decision needs, and the decision itself."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES, Actor
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.registrations import deciding, queries
from webapp.registrations.desk import entering, second_look
from webapp.registrations.desk.checks import checks_of, identity_of
from webapp.registrations.desk.comparing import asked_at_large, compare
from webapp.registrations.desk.forms import ApproveForm, AssignForm, ConfirmForm
from webapp.registrations.desk.lines import TONES
from webapp.registrations.desk.views.assigning import colleagues_to_choose
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.desk.waiting import approvals_in_hand
from webapp.registrations.facts import COMMENTABLE, handover_facts, timeline
from webapp.registrations.models import PENDING, REGISTRATION, Registration, RegistrationStatus
from webapp.residents import queries as residents


@blueprint.get("/<registration_id>")
@allow(*TOWN_ROLES)
def review(registration_id: str) -> ResponseReturnValue:
    """What was handed in, what changed, what to look at, and the ways to answer."""
    registration = queries.review_for(current_actor(), registration_id)
    return show_review(registration, _approve_form(registration))


def show_review(registration: Registration, form: ApproveForm) -> str:
    """The page, with the answer as it was typed."""
    handovers = queries.handovers_of(registration)
    return render_template(
        "registrations/desk/review.html",
        registration=registration,
        name=registration.applicant_name,
        town=queries.town_of(registration),
        tone=TONES.get(registration.status, "neutral"),
        facts=handover_facts(handovers[-1]) if handovers else [],
        compared=compare(handovers, registration.comments),
        asked=asked_at_large(registration.comments),
        records=[(row.manner.label, row.agreed_on, row.saw_document) for row in entering.records_of(registration)],
        events=timeline(registration, for_applicant=False),
        is_secret=registration.is_confidential or bool(residents.confidential_among({registration.user_id})),
        form=form,
        comments=[(COMMENTABLE[key], text, "") for key, text in registration.comments.items() if key in COMMENTABLE],
        following=_following(current_actor(), registration) if request.args.get("done") else None,
        is_done=bool(request.args.get("done")),
        in_hand=approvals_in_hand(current_actor()).get(registration.id),
        **_desk(registration, current_actor()),
    )


def _following(actor: Actor, answered: Registration) -> Registration | None:
    """What waits for an answer with the nearest deadline, for who has just answered."""
    waiting = queries.queue_for(actor, statuses=(RegistrationStatus.SUBMITTED,)).rows
    return next((row for row in waiting if row.user_id != actor.user_id and row.id != answered.id), None)


def _desk(registration: Registration, actor: Actor) -> dict[str, Any]:
    """What only colleagues see: checks, whose desk, and the ways on."""
    is_own = registration.user_id == actor.user_id
    is_pending = registration.status in PENDING
    moves = set() if is_own else {move.name for move in REGISTRATION.open_moves(registration, by=actor)}
    people = {registration.assigned_to, registration.proposed_by, registration.decided_by, registration.entered_by}
    return {
        "is_own": is_own,
        "may_answer": bool(moves & {"approve", "refuse", "end", "ask_correction"}),
        "is_kept": accounts.user(registration.user_id).kept_by == registration.municipality_code,
        "may_withdraw_for": entering.may_withdraw_for(registration, actor),
        "is_pending": is_pending,
        "moves": moves,
        "needs_second": second_look.is_asked(registration.municipality_code),
        "is_proposer": registration.proposed_by == actor.user_id,
        "checks": [*checks_of([registration])[registration.id], identity_of(registration)] if is_pending else [],
        "names": accounts.names_of({id_ for id_ in people if id_}),
        "assign_form": _assign_form(registration) if is_pending and not is_own else None,
        "confirm_form": ConfirmForm(proposed=registration.proposed_move, seen=seen_of(registration)),
    }


def _approve_form(registration: Registration) -> ApproveForm:
    form = ApproveForm(seen=seen_of(registration))
    form.offer(registration.municipality_code)
    return form


def _assign_form(registration: Registration) -> AssignForm:
    form = AssignForm(formdata=None, to=registration.assigned_to or "")
    form.to.choices = colleagues_to_choose(registration.municipality_code, but=registration.user_id)
    return form


def seen_of(registration: Registration) -> str:
    """Which copy of the application a page shows."""
    return str(len(queries.handovers_of(registration)))


def must_have_seen(registration: Registration, seen: str | None) -> None:
    """Raises RuleBroken when the application was sent anew since the page was opened."""
    if seen and seen != seen_of(registration):
        raise RuleBroken(
            _("画面を開いたあとに、申請が送り直されました。新しい内容を確かめてから、もう一度決めてください。")
        )


@blueprint.post("/<registration_id>/approve")
@allow(*TOWN_ROLES)
def approve(registration_id: str) -> ResponseReturnValue:
    """Say yes, or propose it where the town decides with four eyes; the certificate follows in the same transaction."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = _approve_form(registration)
    if not form.validate():
        return show_review(registration, form), 422
    must_have_seen(registration, form.seen.data)
    form.note_use(registration.municipality_code)
    if registration.status is RegistrationStatus.SUBMITTED and second_look.is_asked(registration.municipality_code):
        second_look.propose(registration, "approve", reason=form.words, by=current_actor())
        return done(registration, _("登録を認める案を出しました。ほかの担当者が確かめます。"))
    deciding.approve(registration, by=current_actor(), reason=form.words)
    return done(registration, _("登録を認め、登録証を発行しました。本人に知らせます。"))


@blueprint.post("/<registration_id>/confirm")
@allow(*TOWN_ROLES)
def confirm(registration_id: str) -> ResponseReturnValue:
    """The second person makes the proposed decision."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = ConfirmForm()
    if not form.validate() or registration.proposed_move != form.proposed.data:
        raise RuleBroken(_("画面を開いたあとに、案が変わりました。開き直して、もう一度確かめてください。"))
    must_have_seen(registration, form.seen.data)
    decide = deciding.approve if registration.proposed_move == "approve" else deciding.refuse
    decide(registration, reason=registration.proposed_reason, by=current_actor())
    return done(registration, _("案のとおりに決め、本人に知らせました。"))


def done(registration: Registration, sentence: str) -> ResponseReturnValue:
    """Back to the review, with a sentence."""
    flash(sentence, "success")
    return redirect(url_for("registrations_staff.review", registration_id=registration.id, done=1), 303)
