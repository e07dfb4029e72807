"""Every kind of certificate by its code: each module of this package with a `KIND` is one."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import webapp.certificates.kinds as package
from webapp.certificates.kinds.spec import KindSpec
from webapp.core.errors import NotThere

_registered: dict[str, KindSpec] = {}


def register(kind: KindSpec) -> KindSpec:
    """Make a kind known; its code and its number in QR codes must be its own."""
    for other in _registered.values():
        if other.code != kind.code and (other.qr_kind == kind.qr_kind or other.number_mark == kind.number_mark):
            raise ValueError(f"{kind.code} and {other.code} share a mark")
    _registered[kind.code] = kind
    return kind


@cache
def _load() -> None:
    for module in iter_modules(package.__path__):
        found = getattr(import_module(f"{package.__name__}.{module.name}"), "KIND", None)
        if found is not None:
            register(found)


def all_kinds() -> list[KindSpec]:
    """Every kind, in the order of its number in QR codes."""
    _load()
    return sorted(_registered.values(), key=lambda kind: kind.qr_kind)


def kind_of(code: str) -> KindSpec:
    """The kind with a code. Raises NotThere."""
    _load()
    if code not in _registered:
        raise NotThere
    return _registered[code]


def kind_in_qr(number: int) -> KindSpec | None:
    """The kind that a QR code names by its number, if there is one."""
    return next((kind for kind in all_kinds() if kind.qr_kind == number), None)
