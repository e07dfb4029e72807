"""Templates: what they call gets what it gets from Jinja itself, and each reader their own language."""

from typing import Any

import pytest
from flask import Flask
from jinja2 import pass_context, pass_environment, pass_eval_context
from jinja2.runtime import Context

from tests.support.client import PageClient

CALLS = """
{%- macro row(value, end="!") -%}<b title="{{ value }}">{{ caller(value) if caller else value }}{{ end }}</b>{%- endmacro -%}
{%- macro many() -%}{{ varargs|join }}{{ kwargs|dictsort }}{%- endmacro -%}
{%- for one in ["<", "&"] -%}
{%- call(inner) row(one, end="?") -%}({{ inner }}{{ seen() }}){%- endcall -%}{{ row(one) }}{{ seen() }}
{%- endfor -%}
{{ many(1, 2, b=3) }}{{ whole(1) }}{{ mode() }}{{ thing(2) }}{{ plain("<", end=">") }}{{ "a".upper() }}{{ dict(a=1) }}
{%- set row = 3 -%}{{ row }}"""


class Thing:
    """A callable that wants the environment."""

    @pass_environment
    def __call__(self, environment: Any, number: int) -> str:
        return f"{type(environment).__name__}{number}"


@pass_context
def seen(context: Context) -> str:
    """What a function sees of the loop it is called in."""
    return f"[{context.get('one')}]"


@pytest.mark.parametrize("autoescape", [True, False])
def test_what_a_template_calls_is_called_as_jinja_calls_it(app: Flask, autoescape: bool) -> None:
    given = {
        "seen": seen,
        "whole": pass_context(lambda context, number: f"{context.name}{number}"),
        "mode": pass_eval_context(lambda mode: str(mode.autoescape)),
        "thing": Thing(),
        "plain": lambda text, end: text + end,
    }
    said = []
    for kind in (app.jinja_env.context_class, Context):
        environment = app.jinja_env.overlay(autoescape=autoescape)
        environment.context_class = kind
        said.append(environment.from_string(CALLS).render(given))
    assert said[0] == said[1]
    assert said[0].startswith('<b title="&lt;">(' if autoescape else '<b title="<">(')


def test_readers_who_ask_in_turns_are_answered_in_their_own_language(client: PageClient) -> None:
    asked = {"en": "en", "ja": "ja", "ja-simple, en;q=0.1": "ja-simple", "fr, en;q=0.4": "en", "": "ja", "en;q=0": "ja"}
    for _ in range(2):
        for header, tag in asked.items():
            page = client.get("/sign-in", headers={"Accept-Language": header}, lint=False)
            assert page.tree.select("html")[0].attrs["lang"] == tag, header
