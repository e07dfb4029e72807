"""Every letter of the service with made-up values: for the walk over topics, and for the kept texts.

A letter is a function in a `letters.py` that returns a draft and says its own subject; the values are made from the
annotations of its parameters, so that a new letter is in the walk without anybody's doing.
"""

import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, SQLModel

from webapp.accounts.models import User
from webapp.core.letters import Draft, SecretDraft, kind_of
from webapp.corporations.models import Corporation
from webapp.hubs.communities.models import Community
from webapp.inquiries.threads import letters as threads
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.notices.models import Notice, Way
from webapp.notices.topics import Topic
from webapp.projects.models import Project

ROOT = Path(__file__).resolve().parents[2] / "webapp"
#: letters that stand elsewhere
ELSEWHERE = ("webapp.payments.days",)
ID, TOWN = "01JKEPT0000000000000000000", "202151"
DAY, MOMENT = date(2026, 4, 1), datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
#: a writer for several letters, not a letter
_GENERIC = {"subject", "words"}
Write = Callable[..., Any]


@dataclass(frozen=True)
class Sample:
    """One letter and how to write it."""

    kind: str
    write: Write

    @property
    def feature(self) -> str:
        """Its first name."""
        return self.kind.split(".", 1)[0]


def every_letter() -> list[Sample]:
    """All of them, by kind."""
    found = [Sample(kind_of(write, {}), write) for module in _modules() for write in _letters_in(module)]
    return sorted(found, key=lambda sample: sample.kind)


def _modules() -> Iterator[Any]:
    for file in sorted(ROOT.rglob("letters.py")):
        if file.parent.name != "core":
            yield import_module(".".join(("webapp", *file.relative_to(ROOT).with_suffix("").parts)))
    yield from map(import_module, ELSEWHERE)


def _letters_in(module: Any) -> Iterator[Write]:
    for write in vars(module).values():
        if inspect.isfunction(write) and write.__module__ == module.__name__:
            told = typing.get_type_hints(write).get("return")
            is_draft = inspect.isclass(told) and issubclass(told, Draft)
            is_words = told == getattr(module, "Words", None) is not None
            if (is_draft or is_words) and not _GENERIC & set(inspect.signature(write).parameters):
                yield write


def written(sample: Sample, session: Session) -> Draft:
    """The draft with made-up values, in the present language."""
    with session.no_autoflush:
        for model in AROUND:
            a_row(model, session)
        draft = sample.write(**values_for(sample.write, session))
    for row in list(session.new):  # a key that a letter makes for its link
        session.expunge(row)
    return Draft(*draft) if isinstance(draft, tuple) else draft


def values_for(write: Write, session: Session) -> dict[str, Any]:
    """A value for each parameter, by its annotation."""
    hints = typing.get_type_hints(write)
    known = inspect.signature(write).parameters.values()
    if write.__module__ == "webapp.notices.letters":
        words = {"subject": "〔subject〕"}
        told = [Notice(user_id=ID, kind="x", topic=topic, words=words, link="/my", way=Way.DIGEST) for topic in Topic]
        return {"notices": told, "user_id": ID}
    return {p.name: _value(p.name, hints[p.name], session) for p in known if p.kind is not p.VAR_KEYWORD}


def _value(name: str, hint: Any, session: Session) -> Any:
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(part for part in typing.get_args(hint) if part is not NoneType)
    origin = typing.get_origin(hint) or hint
    if origin is type:
        return SecretDraft if name == "secret" else Draft
    if inspect.isclass(origin) and issubclass(origin, SQLModel):
        return a_row(origin, session)
    return _plain(name, origin)


def _plain(name: str, hint: Any) -> Any:
    if name in PLAIN and hint not in {int, float}:
        return PLAIN[name]
    if name.endswith("year"):
        return DAY.year
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return next(iter(hint))
    by_type: dict[Any, Any] = {
        bool: False, int: 3, float: 3.0, datetime: MOMENT, date: DAY, time: time(10, 0), dict: {}, list: [], tuple: (),
        str: f"〔{name}〕",
    }  # fmt: skip
    return by_type.get(hint, f"〔{name}〕")


#: where the type does not say enough
PLAIN: dict[str, Any] = {
    "move": "accept",
    "says": threads.asked,
    "cards": [],
    "faults": ["〔fault〕"],
    "missing": [],
    "email": "person@example.jp",
    "corporate_number": "1234567890123",
    "number": "1234567890123",
}
#: rows that letters look up beside what they are given
AROUND = (User, Corporation, Community, Listing, Project)


def a_row(model: type[SQLModel], session: Session) -> Any:
    """A row that the session believes to be stored: queries by its id find it, and nothing is written."""
    if model is Municipality:
        return municipalities.by_code(TOWN)
    held: dict[Any, Any] = session.info.setdefault("samples", {})  # a session itself forgets rows that nobody holds
    if model in held:
        return held[model]
    row = model(**{name: _field(name, field) for name, field in model.model_fields.items()})
    make_transient_to_detached(row)
    session.add(row)
    held[model] = row
    return row


def _field(name: str, field: Any) -> Any:
    hint = field.annotation
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(part for part in typing.get_args(hint) if part is not NoneType)
    hint = typing.get_origin(hint) or hint
    if name == "municipality_code":
        return TOWN
    if name == "id" or name.endswith("_id"):
        return ID
    value = _plain(name, hint)
    for rule in field.metadata:
        if isinstance(value, str) and getattr(rule, "max_length", None):
            value = value[: rule.max_length]
        if isinstance(value, int) and getattr(rule, "ge", None):
            value = max(value, rule.ge)
    return value
