"""The owner's screens with an account: begin, write, look how it stands, take back."""

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks import ending
from webapp.banks import queries as banks
from webapp.banks.homes import actions, checks, facts, queries, wizard
from webapp.banks.homes.forms import WithdrawForm
from webapp.banks.homes.models import BANK_HOME, EDITABLE
from webapp.core import ratelimit
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.corporations import files
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("bank_homes", __name__, url_prefix="/my/bank-homes")
A_DAY, UPLOADS_A_DAY, STARTS_A_DAY = timedelta(days=1), 100, 10
_SCREEN = "any(home,owner,conditions,papers,consent,confirm)"


@blueprint.route("/new/<akiya_bank_id>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def start(akiya_bank_id: str) -> ResponseReturnValue:
    """What applying means: conditions, papers, what happens next; then the draft is made."""
    bank, form = banks.open_for_all(akiya_bank_id), ButtonForm()
    if form.validate_on_submit():
        ratelimit.hit("bank-home", current_actor().user_id or "", limit=STARTS_A_DAY, per=A_DAY)
        home = actions.start(bank, by=current_actor())
        return redirect(url_for(".step", bank_home_id=home.id, screen="home"), 303)
    return render_template(
        "banks/homes/start.html",
        bank=bank,
        form=form,
        towns=banks.joined(bank),
        conditions=checks.CONDITIONS.values(),
        papers=checks.PAPERS,
    )


@blueprint.get("/<bank_home_id>")
@allow(SIGNED_IN)
def show(bank_home_id: str) -> str:
    """How it stands, what happened, what comes next."""
    home = queries.own_for(current_actor(), bank_home_id)
    return render_template(
        "banks/homes/show.html",
        home=home,
        bank=banks.by_id(home.bank_id),
        place=municipalities.by_code(home.municipality_code),
        tone=facts.TONES.get(home.status, "neutral"),
        next_step=facts.next_step(home),
        parts=facts.parts_of(home),
        documents=queries.documents_of(home),
        is_editable=home.status in EDITABLE,
        may_withdraw=home.status in BANK_HOME.moves["withdraw"].sources,
        events=facts.timeline(home),
    )


def _way(bank_home_id: str) -> wizard.Way:
    home = queries.own_for(current_actor(), bank_home_id, to_change=request.method == "POST")

    def address(screen: str, key: str = "") -> str:
        if key:
            return url_for("bank_homes.upload", bank_home_id=home.id, key=key)
        return url_for("bank_homes.step", bank_home_id=home.id, screen=screen)

    return wizard.Way(home, current_actor(), address, url_for("bank_homes.show", bank_home_id=home.id))


@blueprint.get(f"/<bank_home_id>/<{_SCREEN}:screen>")
@allow(SIGNED_IN)
def step(bank_home_id: str, screen: str) -> ResponseReturnValue:
    """One screen."""
    return wizard.step(_way(bank_home_id), screen)


@blueprint.post(f"/<bank_home_id>/<{_SCREEN}:screen>")
@allow(SIGNED_IN)
def save(bank_home_id: str, screen: str) -> ResponseReturnValue:
    """Save it and go on."""
    return wizard.save(_way(bank_home_id), screen)


@blueprint.route(
    "/<bank_home_id>/papers/<any(register,map,plan,photos,identity,consents,tax):key>", methods=["GET", "POST"]
)
@allow(SIGNED_IN)
def upload(bank_home_id: str, key: str) -> ResponseReturnValue:
    """Hand a paper in."""
    if request.method == "POST":
        ratelimit.hit("bank-upload", current_actor().user_id or "", limit=UPLOADS_A_DAY, per=A_DAY)
    return wizard.upload(_way(bank_home_id), key, lambda: _way(bank_home_id))


@blueprint.get("/<bank_home_id>/documents/<bank_document_id>")
@allow(SIGNED_IN)
def download(bank_home_id: str, bank_document_id: str) -> Response:
    """One's own paper."""
    found = queries.document(queries.own_for(current_actor(), bank_home_id), bank_document_id)
    return files.download(found.file_key, found.file_name)


@blueprint.post("/<bank_home_id>/documents/<bank_document_id>/remove")
@allow(SIGNED_IN)
def remove(bank_home_id: str, bank_document_id: str) -> ResponseReturnValue:
    """Take a paper back."""
    home = queries.own_for(current_actor(), bank_home_id, to_change=True)
    actions.remove_paper(home, queries.document(home, bank_document_id), by=current_actor())
    flash(_("書類を取り下げました。"), "success")
    return redirect(url_for(".step", bank_home_id=home.id, screen="papers"), 303)


@blueprint.route("/<bank_home_id>/withdraw", methods=["GET", "POST"])
@allow(SIGNED_IN)
def withdraw(bank_home_id: str) -> ResponseReturnValue:
    """Take everything back."""
    form = WithdrawForm()
    home = queries.own_for(current_actor(), bank_home_id, to_change=request.method == "POST")
    if not form.validate_on_submit():
        back = url_for(".show", bank_home_id=home.id)
        page = render_template("banks/homes/withdraw.html", form=form, back=back)
        return page, 422 if form.is_submitted() else 200
    ending.withdraw(home, by=current_actor(), reason=form.reason.data or "")
    flash(_("取り下げました。家の情報は、もう公開されていません。"), "success")
    return redirect(url_for(".show", bank_home_id=home.id), 303)
