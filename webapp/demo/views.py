"""The demo's letter box and its accounts: open to anybody, only in a demo."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.letters import Letter
from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import settings
from webapp.demo.people import accounts
from webapp.demo.world import PASSWORD

blueprint = Blueprint("demo", __name__, url_prefix="/demo")
SHOWN = 500


@blueprint.before_request
def only_in_a_demo() -> None:
    """Outside of a demo these pages do not exist."""
    if not settings().is_demo:
        raise NotThere


@blueprint.get("/mail")
@allow(PUBLIC)
def mail() -> ResponseReturnValue:
    """The newest letters that are not forgotten yet, newest first."""
    kept = select(Letter).where(col(Letter.subject) != "").order_by(col(Letter.id).desc())
    letters = session().exec(kept.limit(SHOWN)).all()
    return render_template("demo/mail.html", letters=letters)


@blueprint.get("/mail/<letter_id>")
@allow(PUBLIC)
def letter(letter_id: str) -> ResponseReturnValue:
    """One letter as its reader sees it."""
    found = session().get(Letter, letter_id)
    if found is None or not found.subject:
        raise NotThere
    return render_template("demo/letter.html", letter=found)


@blueprint.get("/people")
@allow(PUBLIC)
def people() -> ResponseReturnValue:
    """The account of each role, and the password they share."""
    return render_template("demo/people.html", accounts=accounts(), password=PASSWORD)
