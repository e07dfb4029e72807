"""The town's screens of one home: everything a decision needs, and each step of its way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.banks import ending
from webapp.banks import queries as banks
from webapp.banks.homes import actions, deciding, facts, forms, publishing, queries
from webapp.banks.homes.models import BANK_HOME, BankHome
from webapp.banks.models import BankBroker
from webapp.banks.users import queries as users
from webapp.core import ratelimit
from webapp.core.actor import TOWN_ROLES
from webapp.core.database import session
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import files
from webapp.listings import rules
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("bank_homes_staff", __name__, url_prefix="/staff/bank-homes")
#: moves that a clerk makes as an owner, or that follow from a talk
OF_OTHERS = {"submit", "resubmit", "withdraw", "negotiate", "reopen"}
A_DAY, LETTERS_A_DAY = timedelta(days=1), 30


@blueprint.get("/<bank_home_id>")
@allow(*TOWN_ROLES)
def review(bank_home_id: str) -> str:
    """One home with everything a decision needs."""
    actor = current_actor()
    home = queries.review_for(actor, bank_home_id)
    is_own = home.user_id is not None and home.user_id == actor.user_id
    listing = publishing.listing_of(home) if home.listing_id else None
    talks = users.talks_about(home)
    return render_template(
        "banks/homes/review.html",
        home=home,
        bank=banks.by_id(home.bank_id),
        place=municipalities.by_code(home.municipality_code),
        tone=facts.TONES.get(home.status, "neutral"),
        is_own=is_own,
        moves=[] if is_own else [m for m in BANK_HOME.open_moves(home, by=actor) if m.name not in OF_OTHERS],
        parts=facts.parts_of(home, for_staff=True),
        documents=queries.documents_of(home),
        broker=session().get(BankBroker, home.broker_id) if home.broker_id else None,
        listing=listing,
        obstacles=rules.obstacles(listing) if listing is not None and not listing.is_public else [],
        talks=talks,
        names=users.names_for_staff([user for _talk, user in talks]),
        events=facts.timeline(home),
    )


@blueprint.get("/<bank_home_id>/documents/<bank_document_id>")
@allow(*TOWN_ROLES)
def download(bank_home_id: str, bank_document_id: str) -> Response:
    """A paper that was handed in."""
    found = queries.document(queries.review_for(current_actor(), bank_home_id), bank_document_id)
    return files.download(found.file_key, found.file_name)


@blueprint.post("/<bank_home_id>/<any(check_papers,register,publish):move>")
@allow(*TOWN_ROLES)
def go_on(bank_home_id: str, move: str) -> ResponseReturnValue:
    """A step that needs no words."""
    home = queries.review_for(current_actor(), bank_home_id, to_change=True)
    act, said = {
        "check_papers": (deciding.check_papers, _("書類を確かめました。次に、業者に調査を頼んでください。")),
        "register": (deciding.register, _("登録を決めました。掲載の下書きを仕上げて、公開してください。")),
        "publish": (deciding.publish, _("公開しました。所有者に知らせました。")),
    }[move]
    act(home, by=current_actor())
    return _done(home, said)


@blueprint.route("/<bank_home_id>/<any(ask_correction,decline,remove):move>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def with_reason(bank_home_id: str, move: str) -> ResponseReturnValue:
    """A step whose reason the owner reads."""

    def act(home: BankHome, form: Any) -> str:
        reason, actor = form.reason.data or "", current_actor()
        if move == "ask_correction":
            deciding.ask_correction(home, comment=reason, by=actor)
            return _("直してほしいところを、所有者に知らせました。")
        if move == "decline":
            deciding.decline(home, reason=reason, by=actor)
            return _("登録しないことを、所有者に知らせました。")
        ending.remove(home, reason=reason, by=actor)
        return _("登録を抹消しました。家の情報は、もう公開されていません。")

    return _asked(bank_home_id, move, forms.ReasonForm(), act)


@blueprint.route("/<bank_home_id>/ask_survey", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def ask_survey(bank_home_id: str) -> ResponseReturnValue:
    """Have the house looked at."""
    found = banks.brokers_of(banks.by_id(queries.review_for(current_actor(), bank_home_id).bank_id))
    form = forms.SurveyForm()
    form.broker.choices = options((row.id, f"{row.name}（{row.licence}）") for row in found)

    def act(home: BankHome, form: Any) -> str:
        deciding.ask_survey(home, session().get_one(BankBroker, form.broker.data), by=current_actor())
        return _("業者に調査を頼みました。")

    return _asked(bank_home_id, "ask_survey", form, act)


@blueprint.route("/<bank_home_id>/report_survey", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def report_survey(bank_home_id: str) -> ResponseReturnValue:
    """What was found."""

    def act(home: BankHome, form: Any) -> str:
        deciding.report_survey(home, text=form.text.data or "", on=form.on.data, by=current_actor())
        return _("調査の結果を記録しました。登録するかを決めてください。")

    return _asked(bank_home_id, "report_survey", forms.ReportForm(), act)


@blueprint.route("/<bank_home_id>/contract", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def contract(bank_home_id: str) -> ResponseReturnValue:
    """A contract that was made outside the bank's talks; one from a talk is noted there."""

    def act(home: BankHome, form: Any) -> str:
        dual, yen = bool(form.dual.data), form.yen.data
        ending.contract(home, on=form.on.data, yen=yen, by_dual_resident=dual, by=current_actor())
        return _("成約を記録しました。")

    return _asked(bank_home_id, "contract", forms.ContractForm(), act)


def _asked(bank_home_id: str, move: str, form: Any, act: Callable[[BankHome, Any], str]) -> ResponseReturnValue:
    """A page that asks something before it acts; the row is locked only when it does."""
    home = queries.review_for(current_actor(), bank_home_id)
    if not form.validate_on_submit():
        values = {"home": home, "form": form, "move": BANK_HOME.moves[move]}
        return render_template("banks/homes/ask.html", **values), 422 if form.is_submitted() else 200
    home = queries.review_for(current_actor(), bank_home_id, to_change=True)
    return _done(home, act(home, form))


def _done(home: BankHome, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("bank_homes_staff.review", bank_home_id=home.id), 303)


@blueprint.route("/invite/<akiya_bank_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def invite(akiya_bank_id: str) -> ResponseReturnValue:
    """Write to an owner without an account."""
    actor = current_actor()
    bank, form = banks.of_towns(actor, akiya_bank_id), forms.AskForm()
    mine = [(t.code, t.full_name) for _member, t in banks.joined(bank) if actor.may_act_for(t.code)]
    form.place.choices = options(mine)
    if not form.validate_on_submit():
        page = render_template("banks/homes/invite.html", bank=bank, form=form)
        return page, 422 if form.is_submitted() else 200
    ratelimit.hit("bank-letter", actor.user_id or "", limit=LETTERS_A_DAY, per=A_DAY)
    actions.ask_owner(bank, form.place.data, name=form.name.data or "", email=form.email.data or "", by=actor)
    flash(_("所有者に、申請の手紙を送りました。"), "success")
    return redirect(url_for("banks_staff.show", akiya_bank_id=bank.id), 303)
