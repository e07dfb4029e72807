"""How any API call is answered: key, version, parameters, idempotency, expansion, and the last look at the result."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import stripe
from flask import Response, request

from webapp.payments.local_stripe.contract import Contract
from webapp.payments.local_stripe.errors import ApiError, LostReply
from webapp.payments.local_stripe.faults import ApiFault, Faults
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import Clock
from webapp.payments.local_stripe.spec import StripeSpec
from webapp.payments.local_stripe.store import Reply, Store

API_VERSION = stripe.api_version
DEEPEST_EXPANSION = 4
LONGEST_KEY = 255
# Fields that hold an id and can be asked to hold the object instead.
EXPANDABLE: Mapping[str, str] = {
    "payment_intent": "payment_intent",
    "latest_charge": "charge",
    "charge": "charge",
    "balance_transaction": "balance_transaction",
}
TOO_MANY = ApiError("Too many requests", status=429, code="rate_limit")
IN_USE = ApiError(
    "There is currently another in-progress request using this idempotency key.",
    status=409,
    kind="idempotency_error",
    code="idempotency_key_in_use",
)
BROKEN = ApiError("An unknown error occurred", status=500, kind="api_error")

Work = Callable[[dict[str, Any], Object], Object]


@dataclass(frozen=True)
class Call:
    """One request on its way through the API."""

    operation: str
    work: Work
    request_id: str
    key: str | None
    fault: ApiFault | None


@dataclass(frozen=True)
class Api:
    """Turns a request into an answer; the routes only name the operation and the work."""

    store: Store
    spec: StripeSpec
    contract: Contract
    clock: Clock
    faults: Faults

    def answer(self, operation: str, work: Work) -> Response:
        """Do the work once per idempotency key and send what came of it."""
        time.sleep(self.faults.api_delay)
        key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
        fault = self.faults.take_api_fault(operation)
        call = Call(operation, work, "req_" + secrets.token_hex(7), key, fault)
        is_replay = False
        try:
            status, body, is_replay = self._admit(call)
        except ApiError as error:
            status, body = error.status, self.refusal(error)
        if fault == "lost_reply":
            raise LostReply
        return Response(body, status, _headers(call, status, is_replay=is_replay), mimetype="application/json")

    def refusal(self, error: ApiError) -> str:
        """The body of an error answer."""
        return self._sealed(error.body())

    def _admit(self, call: Call) -> tuple[int, str, bool]:
        """What is refused here never began, so no key remembers it."""
        _authenticate()
        if call.key is not None and not 1 <= len(call.key) <= LONGEST_KEY:
            raise ApiError(f"Idempotency keys hold 1 to {LONGEST_KEY} characters.", kind="idempotency_error")
        asked = self.contract.parse(call.operation, _pairs())
        if call.fault == "rate_limit":
            raise TOO_MANY
        if call.fault == "in_use":
            raise IN_USE
        if call.key is None:
            return *self._execute(call, asked), False
        return self._once(call, call.key, asked)

    def _once(self, call: Call, key: str, asked: dict[str, Any]) -> tuple[int, str, bool]:
        fingerprint = hashlib.sha256(json.dumps([request.path, asked], sort_keys=True).encode()).hexdigest()
        with self.store.transaction():
            kept = self.store.reply(key)
            if kept and kept.fingerprint != fingerprint:
                message = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                    f"Try using a key other than '{key}' if you meant to execute a different request."
                )
                raise ApiError(message, kind="idempotency_error")
            if kept:
                return kept.status, kept.body, True
            status, body = self._execute(call, asked)
            self.store.keep_reply(key, Reply(fingerprint, status, body), now=self.clock.now())
        return status, body, False

    def _execute(self, call: Call, asked: dict[str, Any]) -> tuple[int, str]:
        try:
            if call.fault == "error_500":
                raise BROKEN
            with self.store.transaction():
                cause = {"id": call.request_id, "idempotency_key": call.key}
                result = self._expanded(call.work(asked, cause), asked.get("expand", []))
                return 200, self._sealed(result)
        except ApiError as error:
            return error.status, self.refusal(error)

    def _sealed(self, body: Object) -> str:
        self.spec.check(body)
        return json.dumps(body, ensure_ascii=False)

    def _expanded(self, body: Object, paths: list[str]) -> Object:
        for path in paths:
            steps = path.split(".")
            if len(steps) > DEEPEST_EXPANSION:
                raise ApiError("You cannot expand more than 4 levels of a property.", param="expand")
            is_list = body.get("object") == "list" and steps[0] == "data"
            for item in body["data"] if is_list else [body]:
                self._expand(item, steps[1:] if is_list else steps, path)
        return body

    def _expand(self, body: Object, steps: list[str], path: str) -> None:
        if not steps:
            return
        name = steps[0]
        if name == "refunds" and body["object"] == "charge":
            found = self.store.where("refund", charge=body["id"])
            body[name] = as_list("/v1/refunds", found, has_more=False)
            return
        if name not in EXPANDABLE or name not in body:
            raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
        if isinstance(body[name], str):
            body[name] = self.store.get(EXPANDABLE[name], body[name])
        if body[name] is not None:
            self._expand(body[name], steps[1:], path)


def as_list(url: str, data: list[Object], *, has_more: bool) -> Object:
    """A list as Stripe sends it."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _pairs() -> list[tuple[str, str]]:
    values = request.form if request.method == "POST" else request.args
    return list(values.items(multi=True))


def _authenticate() -> None:
    given = request.authorization
    key = (given.token or given.username or "") if given else ""
    if not key:
        raise ApiError("You did not provide an API key.", status=401)
    if not key.startswith("sk_test_"):
        message = f"Invalid API Key provided: {key[:8]}************. Only sk_test_ keys are taken here."
        raise ApiError(message, status=401)
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        raise ApiError(f"This local server speaks {API_VERSION} only, not {version}.")
    if request.headers.get("Stripe-Account"):
        raise ApiError("This local server does not model connected accounts.", code="not_modelled")


def _headers(call: Call, status: int, *, is_replay: bool) -> dict[str, str]:
    headers = {"Request-Id": call.request_id, "Stripe-Version": API_VERSION}
    if call.key is not None:
        headers["Idempotency-Key"] = call.key
    if is_replay:
        headers["Idempotent-Replayed"] = "true"
    if status >= 500:
        headers["Stripe-Should-Retry"] = "false"
    return headers
