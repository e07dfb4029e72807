"""What machines may read of a page: schema.org's words as JSON-LD, written beside the page as data that no browser runs."""

import json
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from webapp.core.security import csp_nonce

Thing = dict[str, Any]
SCHEMA = "https://schema.org"


def thing(kind: str, **parts: Any) -> Thing:
    """One thing of schema.org's type `kind`; what is not known is left out, zero and False are known."""
    return {"@type": kind, **{name: value for name, value in parts.items() if value not in (None, "", [], {})}}


def term(name: str) -> str:
    """One of the vocabulary's own values: `InStock` → its address."""
    return f"{SCHEMA}/{name}"


def yen_offer(amount: int | None, **parts: Any) -> Thing | None:
    """What it costs, once, in yen; None where nobody said."""
    return None if amount is None else thing("Offer", price=amount, priceCurrency="JPY", **parts)


def json_ld(told: Thing) -> Markup:
    """The element that carries it, with every sign escaped that could end it.

    A browser takes this type for data and never runs it, so that the policy on scripts does not ask about it. It has
    the nonce all the same: every script element of ours does, and no reader or linter needs to know types.
    """
    data = htmlsafe_json_dumps(
        {"@context": SCHEMA, **told}, dumps=json.dumps, ensure_ascii=False, separators=(",", ":")
    )
    return Markup('<script type="application/ld+json" nonce="{}">{}</script>').format(csp_nonce(), data)
