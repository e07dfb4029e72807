"""The owner's screens by a letter's link, without an account: the same application, and nothing else."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks import ending
from webapp.banks import queries as banks
from webapp.banks.homes import facts, queries, wizard
from webapp.banks.homes.forms import WithdrawForm
from webapp.banks.homes.models import BANK_HOME, EDITABLE
from webapp.core import ratelimit
from webapp.core.actor import system_actor
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow

blueprint = Blueprint("bank_letter", __name__, url_prefix="/banks/letter")
OWNER = system_actor("bank_home.owner_by_letter")
A_DAY, UPLOADS_A_DAY = timedelta(days=1), 40
_SCREEN = "any(home,owner,conditions,papers,consent,confirm)"


@blueprint.get("/<token>")
@allow(PUBLIC)
def show(token: str) -> ResponseReturnValue:
    """The application, or how it stands once it was sent."""
    home = queries.by_token(token)
    if home.status in EDITABLE and home.submitted_at is None and not home.private_address:
        return redirect(url_for(".step", token=token, screen="home"), 303)
    return render_template(
        "banks/homes/by_letter.html",
        home=home,
        bank=banks.by_id(home.bank_id),
        tone=facts.TONES.get(home.status, "neutral"),
        next_step=facts.next_step(home),
        first=url_for(".step", token=token, screen="home") if home.status in EDITABLE else "",
        leave=url_for(".withdraw", token=token) if home.status in BANK_HOME.moves["withdraw"].sources else "",
    )


def _way(token: str) -> wizard.Way:
    home = queries.by_token(token)
    if request.method == "POST":
        home = queries.by_id(home.id, to_change=True)

    def address(screen: str, key: str = "") -> str:
        if key:
            return url_for("bank_letter.upload", token=token, key=key)
        return url_for("bank_letter.step", token=token, screen=screen)

    return wizard.Way(home, OWNER, address, url_for("bank_letter.show", token=token))


@blueprint.get(f"/<token>/<{_SCREEN}:screen>")
@allow(PUBLIC)
def step(token: str, screen: str) -> ResponseReturnValue:
    """One screen."""
    return wizard.step(_way(token), screen)


@blueprint.post(f"/<token>/<{_SCREEN}:screen>")
@allow(PUBLIC)
def save(token: str, screen: str) -> ResponseReturnValue:
    """Save it and go on."""
    return wizard.save(_way(token), screen)


@blueprint.route("/<token>/papers/<any(register,map,plan,photos,identity,consents,tax):key>", methods=["GET", "POST"])
@allow(PUBLIC)
def upload(token: str, key: str) -> ResponseReturnValue:
    """Hand a paper in."""
    way = _way(token)
    if request.method == "POST":
        ratelimit.hit("bank-upload", way.home.id, limit=UPLOADS_A_DAY, per=A_DAY)
    return wizard.upload(way, key, lambda: _way(token))


@blueprint.route("/<token>/withdraw", methods=["GET", "POST"])
@allow(PUBLIC)
def withdraw(token: str) -> ResponseReturnValue:
    """Take the application and every consent in it back."""
    form, home = WithdrawForm(), queries.by_token(token)
    if not form.validate_on_submit():
        page = render_template(
            "banks/homes/withdraw.html", form=form, back=url_for(".show", token=token), is_letter=True
        )
        return page, 422 if form.is_submitted() else 200
    ending.withdraw(queries.by_id(home.id, to_change=True), by=OWNER, reason=form.reason.data or "")
    flash(_("取り下げました。家の情報は、もう公開されていません。"), "success")
    return redirect(url_for(".show", token=token), 303)
