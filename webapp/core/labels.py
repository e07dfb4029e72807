"""Enums that carry the words a person reads."""

from enum import StrEnum
from typing import Any, Self


class Labelled(StrEnum):
    """A text enum whose members are written `NAME = "value", lazy("label")`."""

    label: Any

    def __new__(cls, value: str, label: Any = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, Any]]:
        """(value, label) pairs in the order of definition, for a form field."""
        return [(member.value, member.label) for member in cls]
