"""What a request may hold: the parameter types of the pinned `stripe` client, closed and enforced at run time."""

import re
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError
from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from stripe.params import (
    AccountRetrieveCurrentParams,
    BalanceRetrieveParams,
    BalanceTransactionListParams,
    BalanceTransactionRetrieveParams,
    ChargeListParams,
    ChargeRetrieveParams,
    DisputeCloseParams,
    DisputeListParams,
    DisputeRetrieveParams,
    DisputeUpdateParams,
    EventListParams,
    EventRetrieveParams,
    PaymentIntentListParams,
    PaymentIntentRetrieveParams,
    PayoutListParams,
    PayoutRetrieveParams,
    RefundCancelParams,
    RefundCreateParams,
    RefundListParams,
    RefundRetrieveParams,
    WebhookEndpointCreateParams,
    WebhookEndpointDeleteParams,
    WebhookEndpointListParams,
    WebhookEndpointRetrieveParams,
    WebhookEndpointUpdateParams,
)
from stripe.params.checkout import (
    SessionCreateParams,
    SessionExpireParams,
    SessionListParams,
    SessionRetrieveParams,
)
from typing_extensions import TypedDict, is_typeddict

from webapp.payments.local_stripe.errors import ApiError

CONTRACTS: Mapping[str, Any] = {
    "account.retrieve": AccountRetrieveCurrentParams,
    "balance.retrieve": BalanceRetrieveParams,
    "balance_transactions.list": BalanceTransactionListParams,
    "balance_transactions.retrieve": BalanceTransactionRetrieveParams,
    "charges.list": ChargeListParams,
    "charges.retrieve": ChargeRetrieveParams,
    "checkout.sessions.create": SessionCreateParams,
    "checkout.sessions.expire": SessionExpireParams,
    "checkout.sessions.list": SessionListParams,
    "checkout.sessions.retrieve": SessionRetrieveParams,
    "disputes.close": DisputeCloseParams,
    "disputes.list": DisputeListParams,
    "disputes.retrieve": DisputeRetrieveParams,
    "disputes.update": DisputeUpdateParams,
    "events.list": EventListParams,
    "events.retrieve": EventRetrieveParams,
    "payment_intents.list": PaymentIntentListParams,
    "payment_intents.retrieve": PaymentIntentRetrieveParams,
    "payouts.list": PayoutListParams,
    "payouts.retrieve": PayoutRetrieveParams,
    "refunds.cancel": RefundCancelParams,
    "refunds.create": RefundCreateParams,
    "refunds.list": RefundListParams,
    "refunds.retrieve": RefundRetrieveParams,
    "webhook_endpoints.create": WebhookEndpointCreateParams,
    "webhook_endpoints.delete": WebhookEndpointDeleteParams,
    "webhook_endpoints.list": WebhookEndpointListParams,
    "webhook_endpoints.retrieve": WebhookEndpointRetrieveParams,
    "webhook_endpoints.update": WebhookEndpointUpdateParams,
}
# Options of the client, not parameters of the request.
OPTIONS = frozenset(RequestOptions.__annotations__)
# Names the SDK imports for type checkers alone.
ONLY_FOR_CHECKERS = {"StripeContext": object, "Mapping": Mapping}
KEY = re.compile(r"\[([^\]]*)\]")


def _whole_number(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}", value):
        return int(value)
    raise ValueError("Invalid integer")


def _truth(value: object) -> object:
    if value in {"true", "false"}:
        return value == "true"
    raise ValueError("Invalid boolean")


PLAIN: Mapping[Any, Any] = {
    int: Annotated[int, BeforeValidator(_whole_number)],
    bool: Annotated[bool, BeforeValidator(_truth)],
}


class Contract:
    """Checks the parameters of each request; a request without a contract here does not exist."""

    def __init__(self) -> None:
        self._adapters: dict[str, TypeAdapter[Any]] = {}

    def _adapter(self, operation: str) -> TypeAdapter[Any]:
        """Made when first needed: few operations are used in one run, and some have hundreds of fields."""
        if operation not in self._adapters:
            self._adapters[operation] = TypeAdapter(_closed(CONTRACTS[operation]))
        return self._adapters[operation]

    def parse(self, operation: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
        """The typed parameters of a form body or query string; ApiError as Stripe words it."""
        data = nested(pairs)
        try:
            parsed: dict[str, Any] = self._adapter(operation).validate_python(data)
        except ValidationError as error:
            raise _refusal(error, data) from error
        return parsed


@cache
def contract() -> Contract:
    """The one copy a process needs."""
    return Contract()


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0][c]=x` as nested dictionaries and lists."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        head = name.split("[", 1)[0]
        node, steps = root, [head, *KEY.findall(name)]
        for step in steps[:-1]:
            node = node.setdefault(step or str(len(node)), {})
            if not isinstance(node, dict):
                raise ApiError(f"Invalid parameter: {name}", param=name)
        node[steps[-1] or str(len(node))] = value
    return {name: value if name == "metadata" else _with_lists(value) for name, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if set(value) == {str(n) for n in range(len(value))}:
        return [_with_lists(value[str(n)]) for n in range(len(value))]
    return {key: part if key == "metadata" else _with_lists(part) for key, part in value.items()}


def _closed(hint: Any) -> Any:
    """The same type without unknown fields and without the SDK's open ends (`Literal[…] | str`)."""
    origin, args = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return _closed_dict(hint)
    if origin in {Union, UnionType}:
        return _closed_union(args)
    if origin is NotRequired:
        return NotRequired[_closed(args[0])]
    if origin is list:
        return list[_closed(args[0])]  # type: ignore[misc]
    return PLAIN.get(hint, hint)


def _closed_dict(hint: Any) -> Any:
    hints = get_type_hints(hint, localns=ONLY_FOR_CHECKERS, include_extras=True)
    fields = {name: _closed(kind) for name, kind in hints.items() if name not in OPTIONS}
    make: Any = TypedDict
    closed = make(hint.__name__, fields, total=hint.__total__)
    closed.__pydantic_config__ = ConfigDict(extra="forbid")
    return closed


def _closed_union(args: tuple[Any, ...]) -> Any:
    kept = [arg for arg in args if get_origin(arg) is not UntypedStripeObject and arg is not UntypedStripeObject]
    names_values = any(get_origin(arg) is Literal and set(get_args(arg)) != {""} for arg in kept)
    return Union[tuple(_closed(arg) for arg in kept if not (names_values and arg is str))]  # noqa: UP007


def _refusal(error: ValidationError, data: Mapping[str, Any]) -> ApiError:
    first = error.errors(include_url=False)[0]
    param = _path(first["loc"], data, is_missing=first["type"] == "missing")
    if first["type"] == "extra_forbidden":
        return ApiError(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)
    if first["type"] == "missing":
        return ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)
    if first["type"] == "literal_error":
        return ApiError(f"Invalid {param}: must be {first['ctx']['expected']}", param=param)
    if "Invalid integer" in first["msg"]:
        return ApiError(f"Invalid integer: {first['input']}", code="parameter_invalid_integer", param=param)
    return ApiError(f"Invalid {param}: {first['msg']}", param=param)


def _path(loc: tuple[int | str, ...], data: Any, *, is_missing: bool) -> str:
    """The parameter's name in Stripe's writing; pydantic mixes names of union members into its path."""
    steps: list[str] = []
    for step in loc:
        is_index = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if is_index or (isinstance(data, dict) and step in data):
            data = data[step]
            steps.append(str(step))
        elif is_missing and step == loc[-1]:
            steps.append(str(step))
    return steps[0] + "".join(f"[{step}]" for step in steps[1:]) if steps else ""
