"""Reads the table of roles in `static/css/tokens.css`, and the one that explains it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_DECLARED = re.compile(r"^\s*--([\w-]+):\s*(.+);$", re.MULTILINE)
_READ = re.compile(r"var\(--([\w-]+), ([^)]+)\)")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass
class Row:
    """One line of the explained table."""

    light: str
    dark: str
    why: str


@cache
def _halves() -> list[str]:
    return (
        (ROOT / "static" / "css" / "tokens.css")
        .read_text("utf-8")
        .split("@media screen and (prefers-color-scheme: dark)")
    )


def light() -> dict[str, str]:
    """Every role with what stands for it."""
    return dict(_DECLARED.findall(_halves()[0]))


def dark() -> dict[str, str]:
    """The roles that are different on a dark ground."""
    return dict(_DECLARED.findall(_halves()[1]))


def names_in(value: str) -> list[tuple[str, str]]:
    """Names of the package with their fallbacks."""
    return _READ.findall(value)


def source_of(value: str) -> str:
    """The value as the table writes it: names of the package without their fallbacks."""
    return _READ.sub(r"\1", value)


def fallbacks() -> list[tuple[str, str]]:
    """Each name that is read from the package, and what we put in its place."""
    return [pair for half in (light(), dark()) for value in half.values() for pair in names_in(value)]


def documented() -> dict[str, Row]:
    """The table of docs/design-tokens.md."""
    lines = (ROOT / "docs" / "design-tokens.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {role: Row(*rest) for role, *rest in cells[1:]}


def colours(*, on_dark: bool) -> dict[str, str]:
    """Role → #rrggbb."""
    values = light() | (dark() if on_dark else {})
    return {role: found[0] for role, value in values.items() if (found := _COLOUR.findall(value))}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
