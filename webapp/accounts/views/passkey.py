"""Passkeys: a question as JSON for the device, its answer as a plain form."""

from datetime import datetime

from flask import jsonify, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from webapp.accounts import passkeys, queries, second_factor, signing
from webapp.accounts.forms import PasswordForm
from webapp.accounts.views import limits
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.second_factor import after_removal, codes_page, must_be_fresh, must_be_strong
from webapp.accounts.views.settings import knows_own_password, me
from webapp.accounts.views.sign_in import home, passed_second_step, welcome
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.forms import tidy
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.security import local_path

_QUESTION = "passkey_question"
_LASTS_SECONDS = 300


def _ask(question: passkeys.Question, purpose: str) -> ResponseReturnValue:
    cookie[_QUESTION] = {"challenge": question.challenge, "at": now().isoformat(), "for": purpose}
    return jsonify(question.options)


def _asked(purpose: str) -> tuple[str, datetime]:
    """The challenge that this browser was given, once, and when. Raises RuleBroken."""
    noted = cookie.pop(_QUESTION, None) or {}
    asked_at = datetime.fromisoformat(noted["at"]) if noted.get("for") == purpose else None
    if asked_at is None or (now() - asked_at).total_seconds() > _LASTS_SECONDS:
        raise RuleBroken(_("時間がたったため、もう一度パスキーのボタンを押してください。"))
    return noted["challenge"], asked_at


def _answer() -> str:
    return request.form.get("credential", "")


@blueprint.post("/sign-in/passkey/question")
@allow(PUBLIC)
def passkey_question() -> ResponseReturnValue:
    """For signing in, alone or as the second step."""
    limits.count_passkey_question()
    waiting = signing.halfway()
    return _ask(passkeys.question_for_sign_in(waiting.user if waiting else None), "step" if waiting else "sign-in")


@blueprint.post("/sign-in/passkey")
@allow(PUBLIC)
def sign_in_by_passkey() -> ResponseReturnValue:
    """A passkey alone: the device has checked finger, face or PIN, so it counts as both factors."""
    challenge, asked_at = _asked("sign-in")
    person = passkeys.check(_answer(), challenge=challenge, asked_at=asked_at, person=None)
    second_factor.cancel_reset(person, by=queries.actor_of(person))
    return welcome(person, local_path(request.form.get("next"), home()), second_factor=True)


@blueprint.post("/sign-in/second-step/passkey")
@allow(PUBLIC)
def second_step_by_passkey() -> ResponseReturnValue:
    """A passkey after the password."""
    challenge, asked_at = _asked("step")
    waiting = signing.halfway()
    if waiting is None:
        raise RuleBroken(_("時間がたったため、はじめからサインインしてください。"))
    limits.count_second_step(waiting.user.id)
    passkeys.check(_answer(), challenge=challenge, asked_at=asked_at, person=waiting.user)
    return passed_second_step(waiting)


@blueprint.post("/settings/passkeys/question")
@allow(SIGNED_IN)
def new_passkey_question() -> ResponseReturnValue:
    """For a new passkey."""
    must_be_strong()
    must_be_fresh()
    return _ask(passkeys.question_for_new(me()), "add")


@blueprint.post("/settings/passkeys")
@allow(SIGNED_IN)
def add_passkey() -> ResponseReturnValue:
    """Keep a new passkey."""
    must_be_strong()
    must_be_fresh()
    challenge, _asked_at = _asked("add")
    label = tidy(request.form.get("label")) or _("この端末")
    codes = passkeys.add(me(), _answer(), challenge=challenge, label=label, by=current_actor())
    signing.renew(second_factor=True)
    return codes_page(codes, _("パスキーを登録しました。"))


@blueprint.route("/settings/passkeys/<passkey_id>/remove", methods=["GET", "POST"])
@allow(SIGNED_IN)
def remove_passkey(passkey_id: str) -> ResponseReturnValue:
    """Stop accepting a passkey, with the password."""
    must_be_strong()
    passkey = queries.passkey_for(current_actor(), passkey_id)
    form = PasswordForm()
    if not form.validate_on_submit() or not knows_own_password(form):
        page = render_template("accounts/remove_factor.html", form=form, what=passkey.label or passkeys.PASSKEY)
        return page, 422 if form.is_submitted() else 200
    passkeys.remove(passkey, by=current_actor())
    return after_removal()
