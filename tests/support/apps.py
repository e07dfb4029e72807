"""Makes apps for tests, which share compiled templates and routes: compiling them costs more than most tests."""

from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher


class SharedTemplates(BytecodeCache):
    """Keeps compiled templates for as long as the test process lives; a changed template is compiled anew."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if the template was compiled before."""
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a compiled template."""
        self.kept[bucket.key, bucket.checksum] = bucket.code


class SharedRoutes(Map):
    """Routes that are joined when somebody first asks for one, and once for all apps that have the same."""

    joined: ClassVar[dict[tuple[Any, ...], tuple[StateMachineMatcher, dict[Any, list[Rule]]]]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        self.waiting: list[Rule] = []
        super().__init__(*args, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        """Note a route."""
        self.waiting += rulefactory.get_rules(self)
        self._remap = True

    def update(self) -> None:
        """Join the noted routes, unless another app joined the same."""
        if not self._remap:
            return
        with self._remap_lock:
            key = (self.host_matching, *map(_whole, self.waiting))
            if key not in self.joined:
                self.joined[key] = self._join()
            self._matcher, self._rules_by_endpoint = self.joined[key]
            self._remap = False

    def _join(self) -> tuple[StateMachineMatcher, dict[Any, list[Rule]]]:
        matcher, by_endpoint = StateMachineMatcher(self.merge_slashes), dict[Any, list[Rule]]()
        for rule in self.waiting:
            rule.bind(self, rebind=True)
            if not rule.build_only:
                matcher.add(rule)
            by_endpoint.setdefault(rule.endpoint, []).append(rule)
        matcher.update()
        for rules in by_endpoint.values():
            rules.sort(key=Rule.build_compare_key)
        return matcher, by_endpoint


def _whole(rule: Rule) -> tuple[Any, ...]:
    told = vars(rule)
    automatic = told["provide_automatic_options"]  # Flask's own word on a rule
    methods = frozenset(rule.methods or ())
    return rule.rule, rule.endpoint, methods, automatic, repr(rule.defaults), rule.subdomain, rule.host, rule.build_only


_templates = SharedTemplates()
Flask.url_map_class = SharedRoutes


def make_app(settings: Any) -> Flask:
    """The whole service with these settings."""
    from webapp import create_app

    settings.home.mkdir(parents=True, exist_ok=True)
    app = create_app(settings)
    app.jinja_env.bytecode_cache = _templates
    app.testing = True
    return app
