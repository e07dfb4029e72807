"""The addresses of the API that are modelled; every other address is told to be unknown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.accounts import Account
from webapp.payments.local_stripe.api import Api, Work
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.expansion import as_list
from webapp.payments.local_stripe.objects import Object

PAGING = frozenset({"limit", "starting_after", "ending_before", "created", "expand"})


@dataclass(frozen=True)
class Collection:
    """One kind of object that can be read by its id, and listed by some of its fields, or by what is noted beside it."""

    path: str
    kind: str
    filters: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The collection as the client names it."""
        return self.path.replace("/", ".")


COLLECTIONS = (
    Collection("checkout/sessions", "checkout.session", frozenset({"payment_intent", "status"})),
    Collection("payment_intents", "payment_intent"),
    Collection("charges", "charge", frozenset({"payment_intent"})),
    Collection("balance_transactions", "balance_transaction", frozenset({"source", "type"}), frozenset({"payout"})),
    Collection("refunds", "refund", frozenset({"payment_intent", "charge"})),
    Collection("disputes", "dispute", frozenset({"payment_intent", "charge"})),
    Collection("payouts", "payout", frozenset({"status"})),
    Collection("webhook_endpoints", "webhook_endpoint"),
    Collection("events", "event", frozenset({"type"})),
)
# What changes something: the operation, its address (an id where it says so) and the work.
CHANGES: tuple[tuple[str, str, str, Callable[[Account, str, dict[str, Any], Object], Object]], ...] = (
    ("checkout.sessions.create", "POST", "/checkout/sessions", lambda own, _, asked, __: own.checkout.create(asked)),
    (
        "checkout.sessions.expire",
        "POST",
        "/checkout/sessions/<ref>/expire",
        lambda own, ref, _, cause: own.checkout.expire(ref, cause=cause),
    ),
    ("refunds.create", "POST", "/refunds", lambda own, _, asked, cause: own.refunds.create(asked, cause=cause)),
    (
        "refunds.cancel",
        "POST",
        "/refunds/<ref>/cancel",
        lambda own, ref, _, cause: own.refunds.cancel(ref, cause=cause),
    ),
    (
        "disputes.update",
        "POST",
        "/disputes/<ref>",
        lambda own, ref, asked, cause: own.disputes.update(ref, asked, cause=cause),
    ),
    (
        "disputes.close",
        "POST",
        "/disputes/<ref>/close",
        lambda own, ref, _, cause: own.disputes.accept(ref, cause=cause),
    ),
    ("webhook_endpoints.create", "POST", "/webhook_endpoints", lambda own, _, asked, __: own.endpoints.create(asked)),
    (
        "webhook_endpoints.update",
        "POST",
        "/webhook_endpoints/<ref>",
        lambda own, ref, asked, _: own.endpoints.update(ref, asked),
    ),
    (
        "webhook_endpoints.delete",
        "DELETE",
        "/webhook_endpoints/<ref>",
        lambda own, ref, _, __: own.endpoints.delete(ref),
    ),
)


def blueprint(api: Api) -> Blueprint:
    """Every route of the API."""
    routes = Blueprint("api", __name__, url_prefix="/v1")
    for operation, method, path, work in CHANGES:
        routes.add_url_rule(path, operation.replace(".", " "), _changer(api, operation, work), methods=[method])

    @routes.get("/balance")
    def balance() -> Response:
        return api.answer("balance.retrieve", lambda own, _, __: own.balance.now())

    @routes.get("/account")
    def account() -> Response:
        def look(own: Account, _: dict[str, Any], __: Object) -> Object:
            return objects.account(ref=own.id, name=own.name, created=own.created)

        return api.answer("account.retrieve", look)

    @routes.route("/<path:unknown>", methods=["GET", "POST", "DELETE"])
    def unknown(unknown: str) -> Response:
        message = f"Unrecognized request URL ({request.method}: /v1/{unknown})."
        return Response(api.refusal(ApiError(message, status=404)), 404, mimetype="application/json")

    for collection in COLLECTIONS:
        routes.add_url_rule(f"/{collection.path}/<ref>", f"retrieve {collection.path}", _reader(api, collection))
        routes.add_url_rule(f"/{collection.path}", f"list {collection.path}", _lister(api, collection))
    return routes


def _changer(
    api: Api, operation: str, work: Callable[[Account, str, dict[str, Any], Object], Object]
) -> Callable[..., Response]:
    def change(ref: str = "") -> Response:
        done: Work = lambda own, asked, cause: work(own, ref, asked, cause)  # noqa: E731 a name for the type
        return api.answer(operation, done)

    return change


def _reader(api: Api, collection: Collection) -> Callable[[str], Response]:
    def retrieve(ref: str) -> Response:
        return api.answer(f"{collection.name}.retrieve", lambda own, _, __: own.store.get(collection.kind, ref))

    return retrieve


def _lister(api: Api, collection: Collection) -> Callable[[], Response]:
    def page(own: Account, asked: dict[str, Any], _: Object) -> Object:
        for name in asked.keys() - collection.filters - collection.noted - PAGING:
            raise ApiError(f"This local server does not filter by {name}.", code="not_modelled", param=name)
        wanted = {name: asked[name] for name in collection.filters & asked.keys()}
        noted = {name: asked[name] for name in collection.noted & asked.keys()}
        found, has_more = own.store.page(collection.kind, asked, wanted, noted)
        return as_list(f"/v1/{collection.path}", found, has_more=has_more)

    return lambda: api.answer(f"{collection.name}.list", page)
