"""The public check of a receipt: who holds the paper compares it with what stands here; nobody is named."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import PUBLIC, allow
from webapp.municipalities import queries as municipalities
from webapp.receipts import queries

blueprint = Blueprint("receipts_check", __name__, url_prefix="/receipts")


@blueprint.get("/<receipt_id>")
@allow(PUBLIC)
def show(receipt_id: str) -> ResponseReturnValue:
    """Whether it is valid, with its number, sum and day. The address stands on the sheet and cannot be guessed."""
    standing = queries.standing(queries.any_receipt(receipt_id))
    town = municipalities.by_code(standing.receipt.municipality_code)
    return render_template("receipts/check.html", standing=standing, receipt=standing.receipt, town=town)
