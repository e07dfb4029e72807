"""What a donor can choose on the hosted page, and what is wrong with what they sent."""

from collections.abc import Mapping

from webapp.payments.local_stripe.methods import DECLINES
from webapp.payments.local_stripe.objects import Object

# Choices that lead to another page, with the method they pay by.
CHALLENGES: Mapping[str, str] = {"card_3ds": "card", "paypay": "paypay"}
KINDS: Mapping[str, str] = {
    "card": "card",
    "card_3ds": "card",
    **dict.fromkeys(DECLINES, "card"),
    "konbini": "konbini",
    "paypay": "paypay",
}


def choices(session: Object) -> list[str]:
    """The names of what this page offers, in the order it is shown."""
    return [name for name, kind in KINDS.items() if kind in session["payment_method_types"]]


def problems_of(typed: Mapping[str, str], session: Object) -> list[str]:
    """The names of the words that say what is missing."""
    problems = []
    if typed["method"] not in choices(session):
        problems.append("method_missing")
    if "@" not in typed["email"]:
        problems.append("email_missing")
    if typed["method"] == "konbini" and not typed["name"]:
        problems.append("name_missing")
    return problems
