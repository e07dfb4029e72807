"""The frame around what a resident sees: a banner that says what this is, and the way back."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from webapp.desk.preview.reading import harmless


def as_seen(page: str, *, whose: str, back_href: str, note: str = "") -> ResponseReturnValue:
    """`page` is the resident's own page; it is shown to be read, and kept nowhere."""
    answer = make_response(
        render_template("desk/preview.html", inside=harmless(page), whose=whose, back_href=back_href, note=note)
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
