"""What a sheet would do: new listings, changed ones, and every reason why it cannot be done as it is."""

from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.listings import rules
from webapp.listings.kinds import kind_of
from webapp.listings.kinds.ask import Details, is_open
from webapp.listings.models import Listing
from webapp.listings.sheets.columns import NUMBER_HEADING, columns_of
from webapp.listings.sheets.queries import listings_by_number
from webapp.listings.sheets.reading import Problem, Sheet, SheetRow


@dataclass(frozen=True, slots=True)
class Change:
    """One listing that would be written: columns and details as they will be; `listing` is None for a new one."""

    row: SheetRow
    listing: Listing | None
    columns: dict[str, Any]
    details: dict[str, Any]


@dataclass
class Plan:
    """Everything that a sheet would do. With a problem, nothing of it is done."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    still_open: Counter[str] = field(
        default_factory=Counter
    )  # must be answered before it can be sent → in how many rows

    @property
    def count(self) -> int:
        """How many listings would be written."""
        return len(self.new) + len(self.changed)


def plan_for(sheet: Sheet, *, owner: str) -> Plan:
    """Compare a sheet with what its owner has. Reads only."""
    plan = Plan(problems=list(sheet.problems))
    known = listings_by_number(owner, [row.number for row in sheet.rows if row.number])
    has_title = "title" in sheet.names
    for row in sheet.rows:
        listing = known.get(row.number)
        if listing is None:
            plan.new.append(_change(sheet, row, None))
        else:
            _compare(plan, sheet, row, listing)
    if plan.new and not has_title:
        words = _("新しい掲載には「題名」の列が要ります。ある列のどれが題名かを、「列の読み方」で選んでください。")
        plan.problems.append(Problem(1, columns_of(sheet.kind)["title"].heading, words, ""))
        return plan
    for change in [*plan.new, *plan.changed]:
        plan.still_open.update(_missing(sheet, change))
    plan.problems.sort()
    return plan


def _compare(plan: Plan, sheet: Sheet, row: SheetRow, listing: Listing) -> None:
    if listing.kind is not sheet.kind:
        words = _("この番号は、別の種類（%(kind)s）の掲載に使われています。", kind=listing.kind.label)
        plan.problems.append(Problem(row.line, NUMBER_HEADING, words, row.number))
        return
    details = kind_of(sheet.kind).details.read(listing.details)
    changed = [name for name in sheet.names if not _same(_now(listing, details, name), row.values.get(name))]
    if not changed:
        plan.unchanged += 1
    elif listing.status not in rules.OPEN:
        words = _(
            "いまの状態が「%(status)s」のため、書き換えられません。いったん休止するか、この行を元の値に戻してください。",
            status=listing.status.label,
        )
        plan.problems.append(Problem(row.line, columns_of(sheet.kind)[changed[0]].heading, words, ""))
    else:
        plan.changed.append(_change(sheet, row, listing))


def _now(listing: Listing, details: Details, name: str) -> Any:
    return getattr(details, name) if name in type(details).model_fields else getattr(listing, name)


def _same(one: Any, other: Any) -> bool:
    return one == other or (is_open(one) and is_open(other))


def _change(sheet: Sheet, row: SheetRow, listing: Listing | None) -> Change:
    """The values of a row as columns of the listing and as details; an empty cell clears what was there."""
    described = kind_of(sheet.kind)
    fields = described.details.model_fields
    own = {name: value for name, value in row.values.items() if name in fields}
    before = described.details.read(listing.details).model_dump() if listing else {}
    details = described.details.model_validate({**before, **own}).stored()
    columns = {name: _blank(name, value) for name, value in row.values.items() if name not in fields}
    return Change(row, listing, columns, details)


def _blank(name: str, value: Any) -> Any:
    """What an empty cell is in a column that always holds something."""
    if value is None:
        default = Listing.model_fields[name].default
        return default if isinstance(default, str | bool) else None
    return value


def _missing(sheet: Sheet, change: Change) -> list[str]:
    """What has still to be answered before the listing can be sent."""
    row: Any = SimpleNamespace(**as_row(change))
    texts = [("summary", row.summary), ("body", row.body), ("expires_on", row.expires_on)]
    open_texts = [columns_of(sheet.kind)[name].heading for name, value in texts if not value]
    return [*open_texts, *kind_of(sheet.kind).missing(row)]


def as_row(change: Change) -> dict[str, Any]:
    """Every column as it will be."""
    before = change.listing.model_dump() if change.listing else BLANK
    return {**before, **change.columns, "details": change.details}


BLANK: dict[str, Any] = {
    name: info.get_default(call_default_factory=True)
    for name, info in Listing.model_fields.items()
    if not info.is_required()
}
