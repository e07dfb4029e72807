"""How any API call is answered: key, version, parameters, idempotency, and the last look at the result."""

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import stripe
from flask import Response, request

from webapp.payments.local_stripe.accounts import KEY_PREFIX, Account, Accounts
from webapp.payments.local_stripe.contract import Contract
from webapp.payments.local_stripe.errors import ApiError, LostReply
from webapp.payments.local_stripe.expansion import expanded
from webapp.payments.local_stripe.faults import ApiFault, Faults
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import Clock
from webapp.payments.local_stripe.spec import StripeSpec
from webapp.payments.local_stripe.store import Reply

API_VERSION = stripe.api_version
LONGEST_KEY = 255
TOO_MANY = ApiError("Too many requests", status=429, code="rate_limit")
IN_USE = ApiError(
    "There is currently another in-progress request using this idempotency key.",
    status=409,
    kind="idempotency_error",
    code="idempotency_key_in_use",
)
BROKEN = ApiError("An unknown error occurred", status=500, kind="api_error")

Work = Callable[[Account, dict[str, Any], Object], Object]


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

    accounts: Accounts
    spec: StripeSpec
    contract: Contract
    clock: Clock
    faults: Faults
    _under_way: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, operation: str, work: Work) -> Response:
        """Do the work once per idempotency key and send what came of it."""
        time.sleep(self.faults.api_delay)
        key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
        fault = self.faults.take_api_fault(operation)
        if fault == "lost_request":
            raise LostReply
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
        account = self._authenticated()
        if call.key is not None and not 1 <= len(call.key) <= LONGEST_KEY:
            raise ApiError(f"Idempotency keys hold 1 to {LONGEST_KEY} characters.", kind="idempotency_error")
        asked = self.contract.parse(call.operation, _pairs())
        if call.fault == "rate_limit" or self.faults.is_too_many():
            raise TOO_MANY
        if call.fault == "in_use":
            raise IN_USE
        with self._reserved(account, call.key):
            self.faults.stand(call.operation, "before")
            outcome = self._done(account, call, asked)
            self.faults.stand(call.operation, "after")
        return outcome

    @contextmanager
    def _reserved(self, account: Account, key: str | None) -> Iterator[None]:
        """A key is used by one request at a time; a second one that comes meanwhile is told so."""
        if key is None:
            yield
            return
        mark = (account.id, key)
        with self._lock:
            if mark in self._under_way:
                raise IN_USE
            self._under_way.add(mark)
        try:
            yield
        finally:
            with self._lock:
                self._under_way.discard(mark)

    def _done(self, account: Account, call: Call, asked: dict[str, Any]) -> tuple[int, str, bool]:
        if call.key is None:
            return *self._execute(account, call, asked), False
        return self._once(account, call, call.key, asked)

    def _once(self, account: Account, call: Call, key: str, asked: dict[str, Any]) -> tuple[int, str, bool]:
        fingerprint = hashlib.sha256(json.dumps([request.path, asked], sort_keys=True).encode()).hexdigest()
        with account.store.transaction():
            kept = account.store.reply(key)
            if kept and kept.fingerprint != fingerprint:
                message = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                    f"Try using a key other than '{key}' if you meant to execute a different request."
                )
                raise ApiError(message, kind="idempotency_error")
            if kept:
                return kept.status, kept.body, True
            status, body = self._execute(account, call, asked)
            account.store.keep_reply(key, Reply(fingerprint, status, body), now=self.clock.now())
        return status, body, False

    def _execute(self, account: Account, call: Call, asked: dict[str, Any]) -> tuple[int, str]:
        try:
            if call.fault == "error_500":
                raise BROKEN
            with account.store.transaction():
                cause = {"id": call.request_id, "idempotency_key": call.key}
                result = expanded(account.store, call.work(account, asked, cause), asked.get("expand", []))
                return 200, self._sealed(result)
        except ApiError as error:
            return error.status, self.refusal(error)

    def _sealed(self, body: Object) -> str:
        self.spec.check(body)
        return json.dumps(body, ensure_ascii=False)

    def _authenticated(self) -> Account:
        given = request.authorization
        key = (given.token or given.username or "") if given else ""
        if not key:
            raise ApiError("You did not provide an API key.", status=401)
        account = self.accounts.by_key(key) if key.startswith(KEY_PREFIX) else None
        if account is None:
            message = f"Invalid API Key provided: {key[:8]}************. Only {KEY_PREFIX} keys we know are taken here."
            raise ApiError(message, status=401)
        version = request.headers.get("Stripe-Version", API_VERSION)
        if version != API_VERSION:
            raise ApiError(f"This local server speaks {API_VERSION} only, not {version}.")
        if request.headers.get("Stripe-Account"):
            raise ApiError("This local server does not model connected accounts.", code="not_modelled")
        return account


def _pairs() -> list[tuple[str, str]]:
    values = request.form if request.method == "POST" else request.args
    return list(values.items(multi=True))


def _headers(call: Call, status: int, *, is_replay: bool) -> dict[str, str]:
    headers = {"Request-Id": call.request_id, "Stripe-Version": API_VERSION}
    if call.key is not None:
        headers["Idempotency-Key"] = call.key
    if is_replay:
        headers["Idempotent-Replayed"] = "true"
    if status >= 500:
        headers["Stripe-Should-Retry"] = "false"
    return headers
