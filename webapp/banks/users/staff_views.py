"""The towns' screens of the user's side: register people, answer, name a viewing, hand over, note the result."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks import queries as banks
from webapp.banks.homes import queries as homes
from webapp.banks.models import BankBroker
from webapp.banks.users import actions, forms, letters, queries, registering
from webapp.banks.users.beside import beside_talk
from webapp.banks.users.models import BANK_TALK, BANK_USER, BankTalk
from webapp.core.actor import TOWN_ROLES
from webapp.core.database import session
from webapp.core.forms import options
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of

blueprint = Blueprint("bank_users_staff", __name__, url_prefix="/staff")
#: moves that only the person makes, or only the service
OF_OTHERS = {"apply", "withdraw"}


@blueprint.route("/bank-users/<bank_user_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def user(bank_user_id: str) -> ResponseReturnValue:
    """One registration; a reason sent with the button declines or ends it."""
    row, form = queries.user_for(current_actor(), bank_user_id, to_change=request.method == "POST"), forms.ReasonForm()
    moves = {move.name for move in BANK_USER.open_moves(row, by=current_actor())} & {"accept", "decline", "end"}
    if form.validate_on_submit():
        act = registering.decline if "decline" in moves else registering.end
        act(row, reason=form.reason.data or "", by=current_actor())
        flash(_("本人に知らせました。"), "success")
        return redirect(url_for(".user", bank_user_id=row.id), 303)
    page = render_template(
        "banks/users/review.html",
        row=row,
        bank=banks.by_id(row.bank_id),
        name=queries.names_for_staff([row])[row.id],
        is_hidden=queries.is_hidden(row),
        moves=moves,
        form=form,
        events=told(history_of(row)),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/bank-users/<bank_user_id>/accept")
@allow(*TOWN_ROLES)
def accept(bank_user_id: str) -> ResponseReturnValue:
    """Register somebody."""
    row = queries.user_for(current_actor(), bank_user_id, to_change=True)
    registering.accept(row, by=current_actor())
    flash(_("登録しました。本人に知らせました。"), "success")
    return redirect(url_for(".user", bank_user_id=row.id), 303)


@blueprint.get("/bank-talks/<bank_talk_id>")
@allow(*TOWN_ROLES)
def talk(bank_talk_id: str) -> str:
    """One person's way to one home."""
    actor = current_actor()
    row = queries.talk_for(actor, bank_talk_id)
    person, home = queries.user_by_id(row.bank_user_id), homes.by_id(row.home_id)
    is_hidden = queries.is_hidden(person)
    return render_template(
        "banks/users/staff_talk.html",
        talk=row,
        home=home,
        bank=banks.by_id(row.bank_id),
        person=person,
        name=queries.names_for_staff([person])[person.id],
        is_hidden=is_hidden,
        beside=[] if is_hidden else beside_talk(actor, home, person.user_id),
        broker=session().get(BankBroker, row.broker_id) if row.broker_id else None,
        moves=[move for move in BANK_TALK.open_moves(row, by=actor) if move.name not in OF_OTHERS],
        not_a_party=letters.not_a_party(),
        events=told(history_of(row)),
    )


@blueprint.route(
    "/bank-talks/<bank_talk_id>/<any(answer,set_viewing,hand_over,succeed,fail):move>", methods=["GET", "POST"]
)
@allow(*TOWN_ROLES)
def step(bank_talk_id: str, move: str) -> ResponseReturnValue:
    """The page that asks for what a step needs, and the step."""
    row = queries.talk_for(current_actor(), bank_talk_id, to_change=request.method == "POST")
    make, act = _STEPS[move]
    form = make()
    if move == "hand_over":
        found = actions.brokers_for(row)
        form.broker.choices = options((b.id, f"{b.name}（{b.licence}）") for b in found)
    if not form.validate_on_submit():
        values = {"talk": row, "form": form, "move": BANK_TALK.moves[move], "not_a_party": letters.not_a_party()}
        return render_template("banks/users/staff_step.html", **values), 422 if form.is_submitted() else 200
    act(row, form)
    flash(_("記録しました。利用者に知らせました。"), "success")
    return redirect(url_for(".talk", bank_talk_id=row.id), 303)


def _answer(row: BankTalk, form: Any) -> None:
    actions.answer(row, form.answer.data or "", by=current_actor())


def _set_viewing(row: BankTalk, form: Any) -> None:
    actions.set_viewing(row, form.moment, form.note.data or "", by=current_actor())


def _hand_over(row: BankTalk, form: Any) -> None:
    actions.hand_over(row, session().get_one(BankBroker, form.broker.data), by=current_actor())


def _succeed(row: BankTalk, form: Any) -> None:
    actions.succeed(row, on=form.on.data, yen=form.yen.data, by=current_actor())


def _fail(row: BankTalk, form: Any) -> None:
    actions.fail(row, reason=form.reason.data or "", by=current_actor())


_STEPS: dict[str, tuple[type[Any], Callable[[BankTalk, Any], None]]] = {
    "answer": (forms.AnswerForm, _answer),
    "set_viewing": (forms.ViewingForm, _set_viewing),
    "hand_over": (forms.BrokerForm, _hand_over),
    "succeed": (forms.ResultForm, _succeed),
    "fail": (forms.ReasonForm, _fail),
}
