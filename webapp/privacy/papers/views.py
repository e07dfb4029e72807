"""まとめて受け取る: the file for machines at once, the PDF when the worker has made it, once and for a day."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.privacy.papers import actions
from webapp.privacy.papers.models import PaperStatus

blueprint = Blueprint("own_data_files", __name__, url_prefix="/my/privacy/copy")
#: seconds after which a page that waits looks again
LOOK_AGAIN = "4"


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Both files; while the PDF is in the making the page looks again by itself."""
    row = actions.latest_of(current_actor())
    answer = Response(render_template("privacy/copy.html", row=row))
    if row is not None and row.status is PaperStatus.WAITING:
        answer.headers["Refresh"] = LOOK_AGAIN
    return answer


@blueprint.post("")
@allow(SIGNED_IN)
def ask() -> ResponseReturnValue:
    """Have one made."""
    actions.ask(by=current_actor())
    return redirect(url_for(".index"), 303)


@blueprint.post("/<own_data_file_id>")
@allow(SIGNED_IN)
def take(own_data_file_id: str) -> ResponseReturnValue:
    """The PDF, once: afterwards it is not here any more."""
    content = actions.take(own_data_file_id, by=current_actor())
    headers = {"Content-Disposition": 'attachment; filename="futamachi.pdf"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)
