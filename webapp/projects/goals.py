"""How far a project has come: what was raised, what the town adds, the goals on one scale, the time that is left."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from webapp.core.clock import TOKYO, now, today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import ngettext
from webapp.core.money import show_yen
from webapp.projects.funding import Funding
from webapp.projects.models import Project, Stretch
from webapp.projects.scenes import scene_of
from webapp.projects.states import AFTER_GIVING

_HOURS_UNTIL_DAYS = 48


@dataclass(frozen=True)
class Goal:
    """Donations and the town's matching money against the goals; whole yen."""

    raised: int
    matching: int
    minimum: int
    ideal: int
    donors: int
    stretches: tuple[Stretch, ...] = ()
    is_over: bool = False
    scene: str = "0"  # the drawing that stands for it
    left: str = ""  # the time that is left, in words; empty where no pledge is taken

    @property
    def total(self) -> int:
        """Donations and matching money together."""
        return self.raised + self.matching

    @property
    def percent(self) -> int:
        """Of the ideal goal, rounded down: 100 is never said too early."""
        return self.total * 100 // self.ideal if self.ideal else 0

    @property
    def has_minimum(self) -> bool:
        """Whether there is a smaller goal worth a mark of its own."""
        return 0 < self.minimum < self.ideal

    @property
    def next_stretch(self) -> Stretch | None:
        """What comes after the ideal goal and is not reached."""
        later = sorted((s for s in self.stretches if s["yen"] > max(self.ideal, self.total)), key=lambda s: s["yen"])
        return later[0] if later else None

    @property
    def top(self) -> int:
        """The right end of the scale: the goal, or the next one once it is reached, never less than what is there."""
        stretch = self.next_stretch if self.total >= self.ideal else None
        return max(self.ideal, self.total, stretch["yen"] if stretch else 0) or 1

    def share(self, yen: int) -> float:
        """Where an amount lies on the scale, 0–1."""
        return min(1.0, yen / self.top)

    @property
    def sentence(self) -> str:
        """What is reached, and what comes next; once it is over, what came of it."""
        if not self.ideal:
            return ""  # a draft
        if self.is_over:
            return self._result
        if self.has_minimum and self.total < self.minimum:
            return _("最低限の目標まで、あと%(yen)sです。", yen=show_yen(self.minimum - self.total))
        if self.total < self.ideal:
            rest = show_yen(self.ideal - self.total)
            if self.has_minimum:
                return _("最低限の目標に届きました。目標まで、あと%(yen)sです。", yen=rest)
            return _("目標まで、あと%(yen)sです。", yen=rest)
        if self.next_stretch is not None:
            rest = show_yen(self.next_stretch["yen"] - self.total)
            return _(
                "目標に届きました。次の目標「%(label)s」まで、あと%(yen)sです。",
                label=self.next_stretch["label"],
                yen=rest,
            )
        return _("目標に届きました。ありがとうございます。")

    @property
    def _result(self) -> str:
        if self.total >= self.ideal:
            return _("目標に届きました。ありがとうございます。")
        if self.has_minimum and self.total >= self.minimum:
            return _("最低限の目標に届きました。集まった分で、約束のとおりに進めます。")
        return _("目標には届きませんでした。集まった分は、約束のとおりに使います。")


def goal_of(project: Project, money: Funding) -> Goal:
    """A project's goals with what came in."""
    return Goal(
        raised=money.raised_yen,
        matching=project.matching_yen(money.raised_yen),
        minimum=project.minimum_yen,
        ideal=project.goal_yen,
        donors=money.donors,
        stretches=tuple(project.stretches),
        is_over=project.status in AFTER_GIVING or project.closes_on < today(),
        scene=scene_of(project),
        left=time_left(project),
    )


def closing_of(project: Project) -> datetime:
    """The instant at which the last day ends in Japan."""
    return datetime.combine(project.closes_on + timedelta(days=1), time.min, TOKYO)


def time_left(project: Project) -> str:
    """「33日」, in the last two days 「31時間」, in the last hour 「12分」; empty once it is over or before it begins."""
    left = closing_of(project) - now()
    if not project.takes_pledges or left <= timedelta():
        return ""
    hours = int(left / timedelta(hours=1))
    if hours >= _HOURS_UNTIL_DAYS:
        return ngettext("%(num)s日", "%(num)s日", (project.closes_on - today()).days)
    if hours:
        return ngettext("%(num)s時間", "%(num)s時間", hours)
    return ngettext("%(num)s分", "%(num)s分", int(left / timedelta(minutes=1)))
