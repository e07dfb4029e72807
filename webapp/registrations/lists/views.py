"""The page behind a letter's link: what the town holds about somebody on a list, and the person's yes or no."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.permissions import PUBLIC, allow
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.registrations.lists import answering, queries
from webapp.registrations.lists.forms import AnswerForm, BornAnswerForm
from webapp.registrations.lists.models import RegistrantEntry, RegistrantList

blueprint = Blueprint("list_answers", __name__, url_prefix="/lists")


@blueprint.get("/<token>")
@allow(PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """What is held, from where, and what for."""
    entry = queries.by_token(token)
    return _gone() if entry is None else _show(entry, token, _form(entry))


@blueprint.post("/<token>/yes")
@allow(PUBLIC)
def accept(token: str) -> ResponseReturnValue:
    """Register; who is new chooses a password next."""
    entry = queries.by_token(token, to_change=True)
    if entry is None:
        return _gone()
    form = _form(entry)
    if not form.validate():
        return _show(entry, token, form), 422
    registration = answering.say_yes(entry, form.choices(), birth_date=form.birth_date.data)
    secret = answering.link_for_password(accounts.user(registration.user_id))
    flash(_("登録しました。お知らせのメールをお送りしています。"), "success")
    if secret is None:
        return redirect(url_for("accounts.sign_in", next=url_for("registrations.mine")), 303)
    return redirect(url_for("accounts.reset_password", token=secret), 303)


@blueprint.post("/<token>/no")
@allow(PUBLIC)
def refuse(token: str) -> ResponseReturnValue:
    """Forget the person at once."""
    entry = queries.by_token(token, to_change=True)
    if entry is None:
        return _gone()
    town = municipalities.by_code(entry.municipality_code)
    answering.say_no(entry)
    return render_template("registrations/lists/refused.html", town=town)


def _form(entry: RegistrantEntry) -> AnswerForm:
    return AnswerForm() if entry.birth_date else BornAnswerForm()


def _gone() -> ResponseReturnValue:
    return render_template("registrations/lists/gone.html"), 410


def _show(entry: RegistrantEntry, token: str, form: AnswerForm) -> str:
    source = session().get_one(RegistrantList, entry.registrant_list_id)
    home = municipalities.by_code(entry.home_code)
    return render_template(
        "registrations/lists/answer.html",
        form=form,
        token=token,
        source=source,
        town=municipalities.by_code(entry.municipality_code),
        until=source.answer_by,
        facts=[
            (_("お名前"), entry.full_name),
            (_("フリガナ"), joined(part for part in (entry.family_kana, entry.given_kana) if part)),
            (_("生年月日"), show_date(entry.birth_date)),
            (_("メールアドレス"), entry.email),
            (_("住所のある市区町村"), home.full_name),
            (_("会員番号など"), entry.member_number),
            (_("秘匿の希望"), _("はい（名前を一覧に出しません）") if entry.is_confidential else _("いいえ")),
        ],
    )
