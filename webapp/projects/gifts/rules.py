"""What the law and the town allow a gift: by its own price, by who gives, and by what all of raising costs."""

from dataclasses import dataclass

from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import AreaKind
from webapp.projects.gifts.models import Gift
from webapp.projects.models import Project

ONE_GIFT = "gift_most_percent"
ALL_COSTS = "raising_most_percent"


@dataclass(frozen=True)
class Answer:
    """The gift that a donor gets, or in words why there is none."""

    gift: Gift | None = None
    why_none: str = ""


def most_cost_yen(municipality_code: str, from_yen: int) -> int:
    """The most that a gift for so much may cost, whole yen, rounded down."""
    return from_yen * int(municipalities.setting(ONE_GIFT, municipality_code)) // 100


def too_dear(municipality_code: str, from_yen: int, cost_yen: int) -> str:
    """Why a gift costs too much, as a sentence; empty when it does not."""
    most = most_cost_yen(municipality_code, from_yen)
    if cost_yen <= most:
        return ""
    return _(
        "調達費（%(cost)s）が、寄附額%(given)sの%(percent)s%%（%(most)s）を超えています。寄附額を上げるか、調達費を下げてください。",
        cost=show_yen(cost_yen),
        given=show_yen(from_yen),
        percent=municipalities.setting(ONE_GIFT, municipality_code),
        most=show_yen(most),
    )


def raising_too_dear(project: Project, expected_yen: int) -> str:
    """Why all of raising costs too much of what is expected, as a sentence; empty when it does not."""
    percent = int(municipalities.setting(ALL_COSTS, project.municipality_code))
    if project.cost_total * 100 <= expected_yen * percent:
        return ""
    return _(
        "募集の経費の合計（%(cost)s）が、寄附の見込み（%(expected)s）の%(percent)s%%を超えています。経費を見直してください。",
        cost=show_yen(project.cost_total),
        expected=show_yen(expected_yen),
        percent=percent,
    )


def is_own_resident(municipality_code: str, home_code: str) -> bool:
    """Whether a donor lives in the town that would give the gift, or in the prefecture that would."""
    town = municipalities.by_code(municipality_code)
    if town.kind is AreaKind.PREFECTURE:
        return municipalities.by_code(home_code).prefecture_code == town.code
    return municipality_code == home_code
