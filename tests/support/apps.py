"""Makes apps for tests, which share compiled templates, routes and style sheets: making them costs more than most tests."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, cast

import flask
from flask import Flask
from flask.sansio.blueprints import Blueprint
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher


class SharedTemplates(BytecodeCache):
    """Keeps compiled templates for this process, and in a folder for all processes of the run; a changed one is compiled anew.

    Otherwise the first test of a process to open the forms of four features paid for compiling all they stand on.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}
        self.folder: Path | None = None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if the template was compiled before."""
        key = bucket.key, bucket.checksum
        if key not in self.kept and self.folder is not None:
            with suppress(FileNotFoundError), (self.folder / bucket.key).open("rb") as file:
                bucket.load_bytecode(file)
        self.kept.setdefault(key, bucket.code)
        bucket.code = self.kept[key]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a compiled template."""
        self.kept[bucket.key, bucket.checksum] = bucket.code
        if self.folder is not None:
            own = self.folder / f"{bucket.key}.{os.getpid()}"
            with own.open("wb") as file:
                bucket.write_bytecode(file)
            own.rename(self.folder / bucket.key)


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
    if "whole" not in told:
        automatic = told["provide_automatic_options"]  # Flask's own word on a rule
        methods, defaults = frozenset(rule.methods or ()), repr(rule.defaults)
        told["whole"] = (
            *(rule.rule, rule.endpoint, methods, automatic, defaults),
            *(rule.subdomain, rule.host, rule.build_only),
        )
    whole: tuple[Any, ...] = told["whole"]
    return whole


class QuickFlask(Flask):
    """A Flask app whose blueprints bring along the rules that they made for an earlier app: a tenth of every test."""

    url_map_class = SharedRoutes
    made: ClassVar[dict[Blueprint, tuple[list[Rule], dict[str, Any]]]] = {}

    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Add a blueprint; one that has nothing but routes is taken over from the app before."""
        rules = cast("SharedRoutes", self.url_map).waiting
        if blueprint in self.made and not options:
            known, views = self.made[blueprint]
            rules += known
            self.view_functions |= views
            self.blueprints[blueprint.name] = blueprint
            self.template_context_processors[blueprint.name] += blueprint.template_context_processors[None]
            return
        before = len(rules)
        super().register_blueprint(blueprint, **options)
        own = rules[before:]
        if not options and len(own) == len(blueprint.deferred_functions) and not any(_beside_routes(blueprint)):
            self.made[blueprint] = own, {rule.endpoint: self.view_functions[rule.endpoint] for rule in own}


def _beside_routes(blueprint: Any) -> Iterator[Any]:
    yield from (blueprint.error_handler_spec, blueprint.before_request_funcs, blueprint.after_request_funcs)
    yield from (blueprint.teardown_request_funcs, blueprint.url_default_functions, blueprint.url_value_preprocessors)
    yield from (blueprint.cli.commands, blueprint._blueprints, blueprint.has_static_folder)
    yield blueprint.template_context_processors.keys() - {None}


templates = SharedTemplates()
_assets: dict[Path, Any] = {}
flask.Flask = QuickFlask  # type: ignore[misc]


def make_app(settings: Any) -> Flask:
    """The whole service with these settings."""
    from webapp import create_app

    settings.home.mkdir(parents=True, exist_ok=True)
    app = create_app(settings)
    app.jinja_env.bytecode_cache = templates
    own = app.extensions["assets"]
    if not own.watch:
        app.extensions["assets"] = _assets.setdefault(own.folder, own)
    app.testing = True
    return app
