"""What a project promises before anybody pays, as choices beside its words."""

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled


class Below(Labelled):
    """What happens with the donations when the goal is not reached; they are used, not given back."""

    REDUCED = "reduced", _l("集まった分で、規模を小さくして行う")
    TOPPED_UP = "topped_up", _l("足りない分を、まちや提案者のお金で補って行う")
    CARRIED = "carried", _l("よく似た目的の、まちの事業に使う")
    ALTERNATIVE = "alternative", _l("あらかじめ決めた、別の使いみちに使う")


class Above(Labelled):
    """What happens with what comes in beyond the goal."""

    STRETCH = "stretch", _l("次の目標（ストレッチゴール）に使う")
    SAME = "same", _l("同じ取り組みを、広げるために使う")
    CARRIED = "carried", _l("よく似た目的の、まちの事業に使う")


class SubsidyRule(Labelled):
    """How much of the donations the project may spend; money added by the town and a cap come on top."""

    ALL = "all", _l("寄附の全額（募集の経費は、まちが持つ）")
    LESS_COST = "less_cost", _l("寄附から募集の経費を引いた額")
