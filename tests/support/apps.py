"""Makes apps for tests, which share compiled templates and routes: compiling them costs more than most tests."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class SharedTemplates(BytecodeCache):
    """Keeps compiled templates for as long as the test process lives; a changed template is compiled anew."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if the template was compiled before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a compiled template."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


#: what compiling a rule leaves on it
_COMPILED = ("_parts", "_trace", "_converters", "arguments")


def share_compiled_routes() -> None:
    """Compile a rule and the builder of its address once for each rule's text, not once for each app."""
    compile_builder: Callable[..., Any] = Rule._compile_builder
    compile_rule: Callable[..., None] = Rule.compile
    builders: dict[Any, Any] = {}
    rules: dict[Any, dict[str, Any]] = {}

    def built(self: Rule, append_unknown: bool = True) -> Any:
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in builders:
            builders[key] = compile_builder(self, append_unknown)
        return builders[key]

    def compiled(self: Rule) -> None:
        key = (self.rule, self.subdomain, self.host, repr(self.defaults), self.merge_slashes)
        if key not in rules:
            compile_rule(self)
            rules[key] = {name: getattr(self, name) for name in _COMPILED}
            return
        self.__dict__ |= rules[key]
        self._build = built(self, False).__get__(self, None)
        self._build_unknown = built(self, True).__get__(self, None)

    Rule._compile_builder = built  # type: ignore[method-assign]
    Rule.compile = compiled  # type: ignore[method-assign]


_templates = SharedTemplates()
share_compiled_routes()


def make_app(settings: Any) -> Flask:
    """The whole service with these settings."""
    from webapp import create_app

    settings.home.mkdir(parents=True, exist_ok=True)
    app = create_app(settings)
    app.jinja_env.bytecode_cache = _templates
    app.testing = True
    return app
