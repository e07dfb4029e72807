"""Letters to print and post, and the code with which somebody takes over what was typed in for them."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.accounts import queries as accounts
from webapp.accounts import without_email
from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import DEFAULT_LOCALE, in_language
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link
from webapp.desk.waiting.actions import put_off
from webapp.desk.waiting.models import WaitingStatus
from webapp.desk.waiting.staff_views import after_asking
from webapp.municipalities import queries as municipalities
from webapp.registrations import queries
from webapp.registrations.desk import paper
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.desk.waiting import LETTERS_POSTED


@blueprint.get("/letters")
@allow(*TOWN_ROLES)
def paper_letters() -> ResponseReturnValue:
    """What waits to be posted, or what was."""
    actor, is_posted = current_actor(), request.args.get("show") == "posted"
    return render_template(
        "registrations/desk/paper_letters.html",
        sheets=paper.sheets_of(paper.letters_for(actor, posted=is_posted)),
        is_posted=is_posted,
    )


@blueprint.post("/letters/print")
@allow(*TOWN_ROLES)
def print_letters() -> ResponseReturnValue:
    """The selected letters, each on a sheet of its own."""
    letters = paper.chosen_letters(current_actor(), request.form.getlist("letter"))
    codes = {letter.municipality_code for letter in letters if letter.municipality_code}
    paper.note_print(letters, by=current_actor())
    towns, offices = municipalities.by_codes(codes), {code: municipalities.programme(code) for code in codes}
    sheets = paper.sheets_of(letters)
    pages = []
    for sheet in sheets:
        code = sheet.letter.municipality_code or ""
        pages.append(
            _printed("_paper_letter", sheet.letter.locale, sheet=sheet, town=towns[code], office=offices[code])
        )
    return render_template("registrations/desk/print_letters.html", sheets=sheets, pages=pages)


def _printed(template: str, locale: str, **values: Any) -> Markup:
    """A sheet for somebody else, in their language and not in that of who prints it."""
    with in_language(locale):
        return Markup(render_template(f"registrations/desk/{template}.html", **values))  # noqa: S704 - a template's own, escaped


@blueprint.post("/letters/posted")
@allow(*TOWN_ROLES)
def letters_posted() -> ResponseReturnValue:
    """They went to the post."""
    actor = current_actor()
    letters = paper.chosen_letters(actor, request.form.getlist("letter"))
    for town in sorted({letter.municipality_code or "" for letter in letters}):
        ids = [letter.id for letter in letters if letter.municipality_code == town]
        move = put_off(LETTERS_POSTED, town, {"letters": ids}, count=len(ids), by=actor)
    if move.status is WaitingStatus.WAITING:
        return after_asking(move)
    flash(_("%(n)s通を「出した」にしました。", n=len(letters)), "success")
    return redirect(link("registrations_staff.paper_letters"), 303)


@blueprint.post("/<registration_id>/code")
@allow(*TOWN_ROLES)
def takeover_code(registration_id: str) -> ResponseReturnValue:
    """A new code on a sheet to hand over: shown this once, the one before ends."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    person = accounts.user(registration.user_id)
    code = without_email.new_code(person, by=current_actor())
    town = queries.town_of(registration)
    sheet = _printed("_code_sheet", DEFAULT_LOCALE, registration=registration, code=code, town=town)
    return render_template("registrations/desk/code.html", registration=registration, sheet=sheet)
