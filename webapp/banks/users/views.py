"""A person's screens: be registered with a bank, ask about a home, ask to negotiate, look how it stands."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks import queries as banks
from webapp.banks.homes import queries as homes
from webapp.banks.homes.models import LISTED
from webapp.banks.models import BankBroker
from webapp.banks.users import actions, forms, letters, queries, registering
from webapp.banks.users.beside import beside_talk
from webapp.banks.users.models import BANK_TALK, BankTalk
from webapp.core import ratelimit
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.residents.queries import profile_of

blueprint = Blueprint("bank_users", __name__, url_prefix="/my")
A_DAY, QUESTIONS_A_DAY, APPLICATIONS_A_DAY = timedelta(days=1), 20, 10


@blueprint.route("/bank-users/new/<akiya_bank_id>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def apply(akiya_bank_id: str) -> ResponseReturnValue:
    """Rules, pledge, who you are; then the bank's centre decides."""
    actor, bank = current_actor(), banks.open_for_all(akiya_bank_id)
    if queries.standing_of(actor, bank.id) is not None:
        return redirect(url_for("banks.mine"), 303)
    profile = profile_of(actor)
    form = forms.UserForm(data={"full_name": profile.full_name} if profile else None)
    if form.validate_on_submit():
        ratelimit.hit("bank-user", actor.user_id or "", limit=APPLICATIONS_A_DAY, per=A_DAY)
        registering.apply(bank, form.data, by=actor)
        flash(_("利用登録を申し込みました。結果はメールでもお知らせします。"), "success")
        return redirect(url_for("banks.mine"), 303)
    page = render_template("banks/users/apply.html", bank=bank, form=form, pledge=registering.PLEDGE)
    return page, 422 if form.errors else 200


@blueprint.post("/bank-users/<bank_user_id>/<any(renew,withdraw):move>")
@allow(SIGNED_IN)
def change(bank_user_id: str, move: str) -> ResponseReturnValue:
    """Stay registered, or leave."""
    row = queries.own_user_for(current_actor(), bank_user_id)
    if move == "renew":
        registering.renew(row, by=current_actor())
        flash(_("登録を延ばしました。"), "success")
    else:
        registering.withdraw(row, by=current_actor())
        flash(_("利用登録をやめました。"), "success")
    return redirect(url_for("banks.mine"), 303)


@blueprint.route("/bank-talks/new/<listing_id>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def ask(listing_id: str) -> ResponseReturnValue:
    """Ask about a home; who is not registered is shown how to be."""
    actor, home = current_actor(), homes.of_listing(listing_id)
    if home is None or home.status not in LISTED:
        raise NotThere
    bank = banks.open_for_all(home.bank_id)
    user = queries.standing_of(actor, home.bank_id)
    if user is None or not user.may_ask:
        return render_template("banks/users/not_yet.html", bank=bank, home=home, user=user)
    if (known := queries.open_between(home, user)) is not None:
        return redirect(url_for(".talk", bank_talk_id=known.id), 303)
    form = forms.QuestionForm()
    if form.validate_on_submit():
        ratelimit.hit("bank-question", actor.user_id or "", limit=QUESTIONS_A_DAY, per=A_DAY)
        made = actions.ask(home, user, form.question.data or "", by=actor)
        flash(_("問合せを送りました。まちから答えが届きます。"), "success")
        return redirect(url_for(".talk", bank_talk_id=made.id), 303)
    place = municipalities.by_code(home.municipality_code)
    page = render_template("banks/users/ask.html", bank=bank, home=home, place=place, form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/bank-talks/<bank_talk_id>")
@allow(SIGNED_IN)
def talk(bank_talk_id: str) -> str:
    """How it stands and what one can do."""
    actor = current_actor()
    row = queries.own_talk_for(actor, bank_talk_id)
    home = homes.by_id(row.home_id)
    return render_template(
        "banks/users/talk.html",
        talk=row,
        home=home,
        bank=banks.by_id(row.bank_id),
        place=municipalities.by_code(row.municipality_code),
        broker=session().get(BankBroker, row.broker_id) if row.broker_id else None,
        moves={name for name in ("apply", "withdraw") if row.status in BANK_TALK.moves[name].sources},
        not_a_party=letters.not_a_party(),
        events=told(history_of(row)),
        beside=beside_talk(actor, home, actor.user_id),
    )


@blueprint.route("/bank-talks/<bank_talk_id>/apply", methods=["GET", "POST"])
@allow(SIGNED_IN)
def negotiate(bank_talk_id: str) -> ResponseReturnValue:
    """Ask to negotiate."""

    def act(row: BankTalk, form: Any) -> str:
        actions.apply(row, form.wish.data or "", by=current_actor())
        return _("交渉を申し込みました。まちが、業者に引き継ぎます。")

    return _asked(bank_talk_id, "apply", forms.WishForm(), act)


@blueprint.route("/bank-talks/<bank_talk_id>/withdraw", methods=["GET", "POST"])
@allow(SIGNED_IN)
def withdraw(bank_talk_id: str) -> ResponseReturnValue:
    """Take it back."""

    def act(row: BankTalk, form: Any) -> str:
        actions.withdraw(row, by=current_actor(), reason=form.reason.data or "")
        return _("取り下げました。")

    return _asked(bank_talk_id, "withdraw", forms.WithdrawForm(), act)


def _asked(bank_talk_id: str, move: str, form: Any, act: Callable[[BankTalk, Any], str]) -> ResponseReturnValue:
    row = queries.own_talk_for(current_actor(), bank_talk_id, to_change=request.method == "POST")
    if not form.validate_on_submit():
        values = {"talk": row, "form": form, "move": BANK_TALK.moves[move], "not_a_party": letters.not_a_party()}
        return render_template("banks/users/step.html", **values), 422 if form.is_submitted() else 200
    flash(act(row, form), "success")
    return redirect(url_for(".talk", bank_talk_id=row.id), 303)
