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


def share_compiled_routes() -> None:
    """Compile the builder of an address once for each rule's text, not once for each app."""
    compile_builder: Callable[..., Any] = Rule._compile_builder
    kept: dict[Any, Any] = {}

    def remembered(self: Rule, append_unknown: bool = True) -> Any:
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(self, append_unknown)
        return kept[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]


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
