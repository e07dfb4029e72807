"""Pages for everybody: the front page, the way from a dashboard to each role's work, help, the language switch."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.i18n import LOCALES
from webapp.core.permissions import PUBLIC, allow
from webapp.core.security import local_path
from webapp.core.templating import LANGUAGE_COOKIE

blueprint = Blueprint("pages", __name__)
ONE_YEAR_SECONDS = 365 * 24 * 3600


@blueprint.post("/language")
@allow(PUBLIC)
def set_language() -> ResponseReturnValue:
    """Remember the chosen language and go back to the page."""
    response = redirect(local_path(request.form.get("next"), "/"), 303)
    locale = request.form.get("locale", "")
    if locale in LOCALES:
        response.set_cookie(
            LANGUAGE_COOKIE, locale, max_age=ONE_YEAR_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response


@blueprint.get("/help")
@allow(PUBLIC)
def help() -> ResponseReturnValue:
    """How the service works, by the question a person has."""
    return render_template("pages/help.html")
