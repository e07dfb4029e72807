"""A person's own data as one file for machines; the page that used to stand here is the privacy centre now."""

from flask import Blueprint, Response, json, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.privacy.everything import known_of

blueprint = Blueprint("my_data", __name__, url_prefix="/my/data")


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Letters and bookmarks lead here."""
    return redirect(url_for("privacy.index"), 303)


@blueprint.get("/futamachi.json")
@allow(SIGNED_IN)
def download() -> ResponseReturnValue:
    """Profile, consents, letters and applications in one file."""
    body = json.dumps(known_of(current_actor()), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="futamachi.json"'}
    return Response(body, mimetype="application/json", headers=headers)
