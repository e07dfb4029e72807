"""The page behind a letter's link that stops such letters: no sign-in, and nothing happens before the button."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor, sender_proves_itself
from webapp.notices.stopping import Stop, stop_of

blueprint = Blueprint("stop_letters", __name__, url_prefix="/letters/stop")


@blueprint.get("/<token>")
@allow(PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """What will stop, with a button; programs that look at links ahead change nothing."""
    stop = stop_of(token)
    if stop is None:
        return _gone()
    return render_template("notices/stop.html", stop=stop, token=token, is_foreign=_is_somebody_elses(stop))


@blueprint.post("/<token>")
@allow(PUBLIC)
@sender_proves_itself
def change(token: str) -> ResponseReturnValue:
    """Stop, or let them come again; the sealed token is the proof, because mail programs have no session (RFC 8058)."""
    stop = stop_of(token)
    if stop is None:
        return _gone()
    if "again" in request.form:
        stop.resume(current_actor())
        flash(_("また届くようにしました。"), "success")
    else:
        stop.stop(current_actor())
    if request.form.get("List-Unsubscribe") == "One-Click":
        return "", 200, {"Content-Type": "text/plain; charset=utf-8"}
    return redirect(url_for(".show", token=token), 303)


def _is_somebody_elses(stop: Stop) -> bool:
    actor = current_actor()
    return actor.is_signed_in and stop.user_id is not None and stop.user_id != actor.user_id


def _gone() -> ResponseReturnValue:
    return render_template("notices/stop_gone.html"), 404
