"""The page where anybody checks a certificate. Who checked what is neither logged nor stored."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.checking import reading
from webapp.certificates.checking.by_code import check_code
from webapp.certificates.checking.result import Result, State
from webapp.certificates.forms import CheckForm
from webapp.core import ratelimit
from webapp.core.ids import read_public_code
from webapp.core.permissions import PUBLIC, allow
from webapp.core.security import remote_address

blueprint = Blueprint("verify", __name__)
CHECKS_A_MINUTE = 30


@blueprint.route("/verify", methods=["GET", "POST"])
@allow(PUBLIC)
def form() -> ResponseReturnValue:
    """Where anybody types a code, pastes what a QR code holds, or hands in a file."""
    form = CheckForm()
    if request.method == "POST":
        _count()
    if not form.validate_on_submit():
        return render_template("certificates/verify_form.html", form=form), 422 if form.errors else 200
    if form.file.data:
        return _answer(reading.check_file(form.file.data.stream.read(reading.MOST_PDF + 1)))
    typed = form.code.data or ""
    if (code := read_public_code(typed)) and len(code) == 12:
        return redirect(url_for(".code", public_code=code), 303)
    return _answer(reading.check_text(typed))


@blueprint.get("/v/<public_code>")
@allow(PUBLIC)
def code(public_code: str) -> ResponseReturnValue:
    """Three lights and what to compare. An unknown code says so, in the same form."""
    _count()
    return _answer(check_code(public_code))


def _count() -> None:
    ratelimit.hit("verify", remote_address(), limit=CHECKS_A_MINUTE, per=timedelta(minutes=1))


def _answer(result: Result) -> ResponseReturnValue:
    page = render_template("certificates/verify.html", result=result)
    return page, 404 if result.state is State.UNKNOWN else 200, {"Cache-Control": "no-store"}
