"""What an application says besides the profile, in words: (key, value) pairs for `facts.FIELDS`."""

from datetime import date
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.labels import Labelled
from webapp.core.templating import show_date, show_month
from webapp.registrations.answers import AgeBand, ChildWish, Relation, School, Tie
from webapp.registrations.guardians.models import GuardianRelation
from webapp.registrations.models import BaseKind, StayFrequency
from webapp.residents.models import ASKED_PER_APPLICATION

Said = list[tuple[str, str]]


def application(content: dict[str, Any]) -> Said:
    """The application's own part, in the shape of a handover."""
    details = content.get("details") or {}
    frequency = content.get("stay_frequency")
    return [
        *_person(details),
        *_places(content.get("bases") or []),
        ("stay_frequency", str(StayFrequency(frequency).label) if frequency else ""),
        ("purpose", content.get("purpose") or ""),
        *((f"member{n}", _member(row)) for n, row in enumerate(details.get("members") or [], 1)),
        *((f"child{n}", _child(row)) for n, row in enumerate(details.get("children") or [], 1)),
        ("ties", _labels(Tie, details.get("ties") or [])),
        ("ties_note", details.get("ties_note") or ""),
        ("consents", _consents(details.get("consents") or {})),
        *([("guardian", _guardian(content["guardian"]))] if content.get("guardian") else []),
    ]


def _person(details: dict[str, Any]) -> Said:
    plain = ("former_family_name", "common_name", "phone")
    emergency = ("emergency_name", "emergency_relation", "emergency_phone")
    return [
        *((name, details.get(name) or "") for name in plain),
        ("emergency", joined(details[name] for name in emergency if details.get(name))),
        ("address", in_full(details.get("address") or {})),
    ]


def in_full(address: dict[str, Any]) -> str:
    """An address in one line, with its postal code."""
    code = address.get("postal_code") or ""
    return " ".join(part for part in (f"〒{code[:3]}-{code[3:]}" if code else "", address.get("joined", "")) if part)


def _places(bases: list[dict[str, Any]]) -> Said:
    return [(f"base{n}", _base(base)) for n, base in enumerate(bases, 1)] or [("base1", "")]


def _base(base: dict[str, Any]) -> str:
    since = _("%(day)sから", day=show_date(date.fromisoformat(base["since"]))) if base["since"] else ""
    nights = _("月に%(n)s泊くらい", n=base["nights"]) if base.get("nights") else ""
    months = joined(map(show_month, sorted(base.get("months") or [])))
    return joined(part for part in (BaseKind(base["kind"]).label, base["area"], since, nights, months) if part)


def _member(row: dict[str, Any]) -> str:
    comes = "" if row.get("comes") is None else _("一緒に来ます") if row["comes"] else _("一緒には来ません")
    return joined(part for part in (_label(Relation, row["relation"]), _label(AgeBand, row["age_band"]), comes) if part)


def _child(row: dict[str, Any]) -> str:
    age = _("%(n)s歳", n=row["age"]) if row.get("age") is not None else ""
    wishes = _labels(ChildWish, row["wishes"])
    wished = _("希望：%(wishes)s", wishes=wishes) if wishes else ""
    return joined(part for part in (age, _label(School, row["school"]), wished, row["note"]) if part)


def _consents(chosen: dict[str, Any]) -> str:
    return joined(str(p.label) for p in ASKED_PER_APPLICATION if chosen.get(p.value, {}).get("is_given"))


def _guardian(given: dict[str, Any]) -> str:
    relation = _label(GuardianRelation, given["relation"])
    return _(
        "%(name)s（%(relation)s）、%(day)s",
        name=given["name"],
        relation=relation,
        day=show_date(date.fromisoformat(given["on"])),
    )


def _label(kind: type[Labelled], value: str) -> str:
    return str(kind(value).label) if value else ""


def _labels(kind: type[Labelled], values: list[str]) -> str:
    return joined(str(kind(value).label) for value in values)
