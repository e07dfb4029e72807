"""Putting objects where ids stand, as a request's `expand` asks for."""

from collections.abc import Mapping

from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.store import Store

DEEPEST_EXPANSION = 4
# Fields that hold an id and can be asked to hold the object instead.
EXPANDABLE: Mapping[str, str] = {
    "payment_intent": "payment_intent",
    "latest_charge": "charge",
    "charge": "charge",
    "balance_transaction": "balance_transaction",
    "failure_balance_transaction": "balance_transaction",
}
# What the source of a balance line is, by the beginning of its number.
SOURCES: Mapping[str, str] = {"ch": "charge", "re": "refund", "dp": "dispute", "po": "payout"}


def expanded(store: Store, body: Object, paths: list[str]) -> Object:
    """The same object, or list of objects, with these fields filled."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST_EXPANSION:
            raise ApiError("You cannot expand more than 4 levels of a property.", param="expand")
        is_list = body.get("object") == "list" and steps[0] == "data"
        for item in body["data"] if is_list else [body]:
            _expand(store, item, steps[1:] if is_list else steps, path)
    return body


def _expand(store: Store, body: Object, steps: list[str], path: str) -> None:
    if not steps:
        return
    name = steps[0]
    if name == "refunds" and body["object"] == "charge":
        found = store.where("refund", charge=body["id"])
        body[name] = as_list("/v1/refunds", found, has_more=False)
        return
    kind = SOURCES.get(str(body.get("source"))[:2]) if name == "source" else EXPANDABLE.get(name)
    if kind is None or name not in body:
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(body[name], str):
        body[name] = store.get(kind, body[name])
    if body[name] is not None:
        _expand(store, body[name], steps[1:], path)


def as_list(url: str, data: list[Object], *, has_more: bool) -> Object:
    """A list as Stripe sends it."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}
