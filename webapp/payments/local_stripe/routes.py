"""The addresses of the API that are modelled; every other address is told to be unknown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from webapp.payments.local_stripe.api import Api, as_list
from webapp.payments.local_stripe.checkout import Checkout
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.refunds import Refunds

PAGING = frozenset({"limit", "starting_after", "ending_before", "created", "expand"})


@dataclass(frozen=True)
class Collection:
    """One kind of object that can be read by its id, and listed by some of its fields."""

    path: str
    kind: str
    filters: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """The collection as the client names it."""
        return self.path.replace("/", ".")


COLLECTIONS = (
    Collection("checkout/sessions", "checkout.session", frozenset({"payment_intent", "status"})),
    Collection("payment_intents", "payment_intent"),
    Collection("charges", "charge"),
    Collection("balance_transactions", "balance_transaction"),
    Collection("refunds", "refund", frozenset({"payment_intent", "charge"})),
    Collection("disputes", "dispute", frozenset({"payment_intent", "charge"})),
    Collection("events", "event", frozenset({"type"})),
)


def blueprint(api: Api, checkout: Checkout, refunds: Refunds) -> Blueprint:
    """Every route of the API."""
    routes = Blueprint("api", __name__, url_prefix="/v1")

    @routes.post("/checkout/sessions")
    def create_session() -> Response:
        return api.answer("checkout.sessions.create", lambda asked, _: checkout.create(asked))

    @routes.post("/checkout/sessions/<ref>/expire")
    def expire_session(ref: str) -> Response:
        return api.answer("checkout.sessions.expire", lambda _, cause: checkout.expire(ref, cause=cause))

    @routes.post("/refunds")
    def create_refund() -> Response:
        return api.answer("refunds.create", lambda asked, cause: refunds.create(asked, cause=cause))

    @routes.route("/<path:unknown>", methods=["GET", "POST", "DELETE"])
    def unknown(unknown: str) -> Response:
        message = f"Unrecognized request URL ({request.method}: /v1/{unknown})."
        return Response(api.refusal(ApiError(message, status=404)), 404, mimetype="application/json")

    for collection in COLLECTIONS:
        routes.add_url_rule(f"/{collection.path}/<ref>", f"retrieve {collection.path}", _reader(api, collection))
        if collection.filters is not None:
            routes.add_url_rule(f"/{collection.path}", f"list {collection.path}", _lister(api, collection))
    return routes


def _reader(api: Api, collection: Collection) -> Callable[[str], Response]:
    def retrieve(ref: str) -> Response:
        return api.answer(f"{collection.name}.retrieve", lambda _, __: api.store.get(collection.kind, ref))

    return retrieve


def _lister(api: Api, collection: Collection) -> Callable[[], Response]:
    filters = collection.filters or frozenset()

    def page(asked: dict[str, Any], _: Object) -> Object:
        for name in asked.keys() - filters - PAGING:
            raise ApiError(f"This local server does not filter by {name}.", code="not_modelled", param=name)
        wanted = {name: asked[name] for name in filters & asked.keys()}
        found, has_more = api.store.page(collection.kind, asked, wanted)
        return as_list(f"/v1/{collection.path}", found, has_more=has_more)

    return lambda: api.answer(f"{collection.name}.list", page)
