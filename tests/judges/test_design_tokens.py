"""Every value we put in the place of the design system's is the one of its package, installed from our lock."""

import re

from tests.judges.tools import design_tokens
from tests.support import tokens


def differing(pairs: list[tuple[str, str]], package: dict[str, str]) -> list[str]:
    return [f"{name}: {value}, not {package.get(name)}" for name, value in pairs if package.get(name) != value]


def installed() -> dict[str, str]:
    return dict(re.findall(r"^\s*--([\w-]+): (.+);$", design_tokens().read_text("utf-8"), re.MULTILINE))


def test_a_wrong_value_and_an_unknown_name_are_noticed() -> None:
    wrong = [("color-primitive-blue-900", "#0017c2"), ("color-primitive-blue-901", "#0017c1")]
    assert len(differing(wrong, installed())) == 2


def test_our_fallbacks_are_the_values_of_the_package() -> None:
    assert len(tokens.fallbacks()) > 40
    assert differing(tokens.fallbacks(), installed()) == []
