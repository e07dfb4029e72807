"""The donor's pages: read a receipt, print it, take it as a signed PDF; with an account or with the link of a letter."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.clock import in_tokyo
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.receipts import days, queries, sheets
from webapp.receipts.models import Receipt

blueprint = Blueprint("receipts", __name__)


@blueprint.get("/my/receipts/<receipt_id>")
@allow(SIGNED_IN)
def show(receipt_id: str) -> ResponseReturnValue:
    """A receipt, made to be printed."""
    receipt = queries.receipt_for(current_actor(), receipt_id)
    return _page(receipt, url_for(".pdf", receipt_id=receipt.id))


@blueprint.get("/my/receipts/<receipt_id>/receipt.pdf")
@allow(SIGNED_IN)
def pdf(receipt_id: str) -> ResponseReturnValue:
    """The signed sheet."""
    return _file(queries.receipt_for(current_actor(), receipt_id))


@blueprint.get("/donations/<key>/receipts/<receipt_id>")
@allow(PUBLIC)
def guest_show(key: str, receipt_id: str) -> ResponseReturnValue:
    """The same for a donor without an account."""
    receipt = queries.receipt_by_key(key, receipt_id)
    return _page(receipt, url_for(".guest_pdf", key=key, receipt_id=receipt.id), key)


@blueprint.get("/donations/<key>/receipts/<receipt_id>/receipt.pdf")
@allow(PUBLIC)
def guest_pdf(key: str, receipt_id: str) -> ResponseReturnValue:
    """The signed sheet for a donor without an account."""
    return _file(queries.receipt_by_key(key, receipt_id))


def _page(receipt: Receipt, pdf_href: str, key: str = "") -> str:
    standing = queries.standing(receipt)
    town = municipalities.by_code(receipt.municipality_code)
    newer = standing.replaced_by
    return render_template(
        "receipts/show.html",
        standing=standing,
        receipt=receipt,
        town=town,
        office=municipalities.programme(town.code),
        mayor=municipalities.who_signs(town.code, in_tokyo(receipt.issued_at).date()),
        rule=days.rule_of(standing.pledge),
        pdf_href=pdf_href,
        newer_href=_address(newer, key) if newer else "",
        key=key,
    )


def _address(receipt: Receipt, key: str) -> str:
    if key:
        return url_for(".guest_show", key=key, receipt_id=receipt.id)
    return url_for(".show", receipt_id=receipt.id)


def _file(receipt: Receipt) -> Response:
    response = Response(sheets.finished(queries.standing(receipt)), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="receipt-{receipt.shown_number}.pdf"'
    return response
