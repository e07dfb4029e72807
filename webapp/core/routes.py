"""Routes whose maker of addresses is compiled when their first address is wanted."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A route like any other, read and checked at the start.

    Werkzeug writes, compiles and runs two small programs for each route, which build its addresses: with nearly
    900 routes a tenth of the start, and most processes ask for few of them.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        name = "_build_unknown" if append_unknown else "_build"
        compiled = super()._compile_builder

        def first(rule: "LateRule", /, **values: Any) -> tuple[str, str]:
            made: Builder = compiled(append_unknown).__get__(rule)
            setattr(rule, name, made)
            return made(**values)

        return first
