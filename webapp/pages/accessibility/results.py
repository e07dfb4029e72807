"""The last run of the judges, as it was written down, told by criterion: never more than was looked at."""

import json
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.pages.accessibility.criteria import CRITERIA, Criterion

#: `./dev judges` writes it anew
FILE = Path(__file__).with_name("last_run.json")
#: what each test does, in the words of the page
WAYS = {
    "axe": _l("axe-coreによる検査"),
    "pa11y": _l("HTML CodeSnifferによる検査"),
    "html": _l("Nu Html Checkerによる構文の検査"),
    "keys": _l("キーボードだけで用事を終える試験"),
    "order": _l("Tabキーで画面を一周する試験"),
    "targets": _l("押すところの大きさの計測"),
    "reflow": _l("幅320px（400%に拡大）で横に動かさずに読めるかの計測"),
    "spacing": _l("行と字の間を広げても欠けないかの計測"),
    "again": _l("同じことを二度聞かないかの試験"),
    "proof": _l("貼り付けとパスキーでサインインできるかの試験"),
}


class Outcome(Enum):
    """What may be said of a criterion."""

    ABSENT = "absent"
    CLEAN = "clean"
    FAULTS = "faults"
    NOT_DONE = "not-done"


@dataclass(frozen=True)
class Way:
    """One test of the last run: how many pages or jobs it looked at, faults by criterion (or "" for none in particular)."""

    name: str
    looked_at: int
    faults: dict[str, int]


@dataclass(frozen=True)
class Run:
    """The last run of the judges."""

    day: date
    version: str
    tools: dict[str, str]
    ways: dict[str, Way]

    @property
    def pages(self) -> int:
        """On how many pages the widest test looked."""
        return max((way.looked_at for way in self.ways.values()), default=0)


@dataclass(frozen=True)
class Line:
    """A line of the checklist."""

    criterion: Criterion
    outcome: Outcome
    ways: tuple[Way, ...]

    @property
    def result(self) -> str:
        """In words; a clean result says by what it was found."""
        faults = sum(way.faults.get(self.criterion.number, 0) for way in self.ways)
        return {
            Outcome.ABSENT: _("該当なし"),
            Outcome.CLEAN: _("機械の検査で違反なし"),
            Outcome.FAULTS: _("違反が%(n)sか所", n=faults),
            Outcome.NOT_DONE: _("未実施"),
        }[self.outcome]

    @property
    def remark(self) -> str:
        """How it was looked at, and what was not."""
        if self.outcome is Outcome.ABSENT:
            return str(self.criterion.absent)
        if self.outcome is Outcome.NOT_DONE:
            return _("人が見て判断する項目です。まだ試験していません。")
        return _("・").join(str(WAYS[way.name]) for way in self.ways)


@cache
def last_run() -> Run:
    """What the file says."""
    return run_of(json.loads(FILE.read_text("utf-8")))


def run_of(told: dict[str, Any]) -> Run:
    """A run from its JSON."""
    ways = {name: Way(name, way["looked_at"], way["faults"]) for name, way in told["ways"].items()}
    return Run(date.fromisoformat(told["day"]), told["version"], told["tools"], ways)


def checklist(run: Run) -> list[Line]:
    """Every criterion in order."""
    return [_line(criterion, run) for criterion in sorted(CRITERIA, key=lambda one: one.order)]


def _line(criterion: Criterion, run: Run) -> Line:
    ways = tuple(way for name, way in run.ways.items() if name in criterion.ways and way.looked_at)
    if criterion.absent:
        return Line(criterion, Outcome.ABSENT, ())
    if not ways:
        return Line(criterion, Outcome.NOT_DONE, ())
    has_faults = any(way.faults.get(criterion.number) for way in ways)
    return Line(criterion, Outcome.FAULTS if has_faults else Outcome.CLEAN, ways)
