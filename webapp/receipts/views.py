"""The donor's pages: read a receipt and print it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.receipts import queries

blueprint = Blueprint("receipts", __name__)


@blueprint.get("/my/receipts/<receipt_id>")
@allow(SIGNED_IN)
def show(receipt_id: str) -> ResponseReturnValue:
    """A receipt, made to be printed."""
    found, pledge = queries.receipt_for(current_actor(), receipt_id)
    town = municipalities.by_code(found.municipality_code)
    return render_template(
        "receipts/show.html",
        receipt=found,
        pledge=pledge,
        town=town,
        mayor=municipalities.mayor_on(town.code, found.received_on),
    )
