"""Google's CSP evaluator on the policy that every page carries."""

import json

import pytest
from flask import Flask

from tests.judges.bad_site import BAD_POLICY
from tests.judges.tools import command, node_package, node_program
from tests.support.client import PageClient

SCRIPT = """
const {CspEvaluator} = require(process.argv[1] + '/dist/evaluator.js');
const {CspParser} = require(process.argv[1] + '/dist/parser.js');
console.log(JSON.stringify(new CspEvaluator(new CspParser(process.argv[2]).csp).evaluate()));
"""
HIGH_TO_MEDIUM = 30


def serious(policy: str) -> list[str]:
    """Findings of severity high or medium, also the possible ones."""
    result = command([node_program(), "-e", SCRIPT, node_package("csp_evaluator"), policy])
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    return [f"{f['directive']}: {f['description']}" for f in found if f["severity"] <= HIGH_TO_MEDIUM]


@pytest.mark.settings(base_url="https://futamachi.example", stripe_api_base="https://api.stripe.com")
@pytest.mark.parametrize("path", ["/", "/nothing-here"])
def test_the_policy_has_no_serious_gap(app: Flask, path: str) -> None:
    policy = PageClient(app).raw.get(path).headers["Content-Security-Policy"]
    assert serious(policy) == []


def test_control_a_lax_policy_is_found() -> None:
    assert len(serious(BAD_POLICY)) >= 2
