"""The page of a donor without an account, behind the secret link of their letters."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.core.permissions import PUBLIC, allow
from webapp.pledges import queries
from webapp.pledges.pages import show_pledge

blueprint = Blueprint("donations", __name__, url_prefix="/donations")


@blueprint.get("/<key>")
@allow(PUBLIC)
def show(key: str) -> ResponseReturnValue:
    """One pledge: go to pay, or see where it stands; once it has an account, its page is there."""
    owned = queries.pledge_behind(key)
    if owned.user_id is not None:
        return redirect(url_for("pledges.show", pledge_id=owned.id), 303)
    pledge = queries.pledge_by_key(key)
    return show_pledge(pledge, pay=url_for("guest_payments.start", key=key), guest_key=key)
