"""The guardian's pages, opened by the link in a letter and by nobody else; no account is needed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.database import session
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.municipalities import queries as municipalities
from webapp.registrations.facts import content_of, lines_of
from webapp.registrations.guardians import actions, queries
from webapp.registrations.guardians.forms import DeclineForm, GiveForm
from webapp.registrations.guardians.models import GuardianConsent
from webapp.registrations.models import Registration
from webapp.residents.models import ASKED_PER_APPLICATION
from webapp.residents.queries import profile_of_user

blueprint = Blueprint("guardians", __name__, url_prefix="/guardian")


@blueprint.get("/<token>")
@allow(PUBLIC)
def read(token: str) -> ResponseReturnValue:
    """What is handed over to whom, and the two answers."""
    row = queries.by_answer_token(token)
    return _show(row, token, GiveForm(), DeclineForm())


@blueprint.post("/<token>")
@allow(PUBLIC)
def give(token: str) -> ResponseReturnValue:
    """Yes."""
    row, form = queries.by_answer_token(token, to_change=True), GiveForm()
    if row.is_open and not form.validate():
        return _show(row, token, form, DeclineForm()), 422
    actions.give(row, _registration(row), name=form.name.data or "", relation=form.kind())
    flash(_("同意を受け付けました。取り消すときのリンクを、メールでお送りしました。"), "success")
    return redirect(url_for(".read", token=token), 303)


@blueprint.post("/<token>/decline")
@allow(PUBLIC)
def decline(token: str) -> ResponseReturnValue:
    """No, with a word if the guardian likes."""
    row, form = queries.by_answer_token(token, to_change=True), DeclineForm()
    if not form.validate():
        return _show(row, token, GiveForm(), form), 422
    actions.decline(row, _registration(row), word=form.word.data or "")
    flash(_("同意しないことを、本人に伝えました。"), "success")
    return redirect(url_for(".read", token=token), 303)


@blueprint.get("/withdraw/<token>")
@allow(PUBLIC)
def leave(token: str) -> ResponseReturnValue:
    """Ask before taking a consent back."""
    row = queries.by_withdraw_token(token)
    return render_template("registrations/guardians/withdraw.html", form=ButtonForm(), row=row, **_about(row))


@blueprint.post("/withdraw/<token>")
@allow(PUBLIC)
def withdraw(token: str) -> ResponseReturnValue:
    """Take it back."""
    row = queries.by_withdraw_token(token, to_change=True)
    actions.withdraw(row, _registration(row))
    flash(_("同意を取り消しました。本人と、申請が届いている場合は市町村に知らせました。"), "success")
    return redirect(url_for(".leave", token=token), 303)


def _registration(row: GuardianConsent) -> Registration:
    return session().get_one(Registration, row.registration_id, with_for_update=True)


def _about(row: GuardianConsent) -> dict[str, Any]:
    """Who asks and which town; once the answer is there, no name is shown any more to whoever finds the link."""
    registration = session().get_one(Registration, row.registration_id)
    resident = profile_of_user(registration.user_id)
    return {
        "minor": resident.full_name if resident else "",
        "town": municipalities.by_code(row.municipality_code),
    }


def _show(row: GuardianConsent, token: str, form: GiveForm, no: DeclineForm) -> str:
    if not row.is_open:
        return render_template("registrations/guardians/answered.html", row=row)
    registration = session().get_one(Registration, row.registration_id)
    resident = profile_of_user(registration.user_id)
    content = content_of(registration, resident) if resident else {}
    return render_template(
        "registrations/guardians/read.html",
        row=row,
        form=form,
        no=no,
        decline_action=url_for(".decline", token=token),
        given=[line.label for line in lines_of(content) if line.value],
        purposes=[p.label for p in ASKED_PER_APPLICATION if p.value in row.purposes],
        **_about(row),
    )
