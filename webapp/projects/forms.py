"""Forms of a project, one for each screen of the wizard, and all in one for the town's own."""

from typing import Any

from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from webapp.core.forms import (
    Chosen,
    DayField,
    Form,
    LimitOf,
    NumberField,
    ParagraphField,
    Required,
    TextField,
    YenField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.themes import THEMES, choices
from webapp.projects.choices import Above, Below, SubsidyRule
from webapp.projects.line_fields import BudgetField, ScheduleField
from webapp.projects.models import Project, ProjectPhoto

MOST_YEN = 1_000_000_000


class PercentField(NumberField):
    """A share in whole percent."""

    unit = "%"


class SumField(YenField):
    """An amount that nobody has thought of yet stands empty, not as nought."""

    def process_data(self, value: int | None) -> None:
        """Take what is kept."""
        super().process_data(value or None)


class StoryForm(Form):
    """What it is about, and why."""

    title = TextField(_l("題名"), [Required(), LimitOf(Project, "title")])
    summary = TextField(_l("一文で言うと"), [Required(), LimitOf(Project, "summary")])
    problem = ParagraphField(
        _l("困っていること"),
        [LimitOf(Project, "problem")],
        description=_l("だれが、どんなことで困っているかを書いてください。"),
    )
    story = ParagraphField(
        _l("物語"),
        [Required(), LimitOf(Project, "story")],
        description=_l("なぜ始めるのか、だれが困っているのか、実現すると何が変わるのかを書いてください。"),
    )
    theme = SelectField(_l("テーマ"), choices=options([("", _l("選ばない")), *choices(THEMES)]))
    place = TextField(_l("場所"), [LimitOf(Project, "place")], description=_l("例：奈良井宿の裏通りの蔵"))


class PlanForm(Form):
    """How it is done, by whom, by when."""

    plan = ParagraphField(
        _l("進め方"), [LimitOf(Project, "plan")], description=_l("どんな順に、何をするかを書いてください。")
    )
    team = ParagraphField(
        _l("取り組む人たち"),
        [LimitOf(Project, "team")],
        description=_l("公開されます。個人の名前を書くときは、本人の了解を得てください。"),
    )
    schedule = ScheduleField(
        _l("途中の予定"),
        description=_l(
            "1行に1つ、「年-月-日（空白）すること」の形で書いてください。その日までに報告がないと、公開の画面に「報告が遅れています」と出ます。"
        ),
    )
    ends_on = DayField(_l("取り組みが終わる日"))
    report_due_on = DayField(
        _l("実績報告の期限"), description=_l("空けておくと、終わる日から、まちが決めた日数のあとになります。")
    )


class MoneyForm(Form):
    """How much, for what."""

    goal_yen = SumField(_l("目標額"), [Required()], low=10_000, high=MOST_YEN, description=_l("理想の目標です。"))
    minimum_yen = SumField(
        _l("最低目標"),
        low=0,
        high=MOST_YEN,
        description=_l("ここまで集まれば、小さくても始められる額です。空けておくと目標額と同じです。"),
    )
    budget = BudgetField(
        _l("使いみちの内訳"),
        [Required()],
        description=_l(
            "1行に1つ、「使いみち（空白）金額」の形で書いてください。合計が目標額と同じになるようにします。"
        ),
    )
    stretches = BudgetField(
        _l("次の目標（ストレッチゴール）"),
        description=_l("目標を超えたら何ができるかを、「できること（空白）金額」の形で、少ない順に書いてください。"),
    )
    cost_plan = BudgetField(
        _l("募集にかかる経費の見込み"),
        description=_l(
            "手数料・返礼品・送料・書類など、寄附を集めるための費用です。「費目（空白）金額」の形で書いてください。"
        ),
    )


class PeriodForm(Form):
    """From when until when."""

    opens_on = DayField(_l("受付の初日"), [Required()])
    closes_on = DayField(_l("受付の最終日"), [Required()])

    def validate_closes_on(self, field: DayField) -> None:
        """The last day is not before the first."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("受付の最終日は、初日より後の日にしてください。"))


class PromisesForm(Form):
    """What happens below and above the goal."""

    below_choice = RadioField(
        _l("目標に届かないときの約束"), [Chosen()], choices=options(Below.choices()), default=Below.REDUCED.value
    )
    below_goal = ParagraphField(
        _l("届かないときに、すること"),
        [Required(), LimitOf(Project, "below_goal")],
        description=_l("ふるさと納税は返金しないのがふつうです。届かないときに何に使うかを約束します。"),
    )
    above_choice = RadioField(
        _l("目標を超えたときの約束"), [Chosen()], choices=options(Above.choices()), default=Above.SAME.value
    )
    above_goal = ParagraphField(_l("超えたときに、すること"), [Required(), LimitOf(Project, "above_goal")])
    alternative = TextField(
        _l("別の使いみちの名前"),
        [LimitOf(Project, "alternative")],
        description=_l(
            "使い切れなかったときや、続けられなくなったときに、まちがお金を使う事業です。例：空き家活用基金"
        ),
    )


class TownForm(Form):
    """What the town decides before it publishes."""

    budget_item = TextField(
        _l("予算科目"), [LimitOf(Project, "budget_item")], description=_l("例：2款 総務費 1項 総務管理費 6目 企画費")
    )
    matching_percent = PercentField(
        _l("まちの上乗せ"), low=0, high=1000, description=_l("寄附額に対して、まちが加える割合です。なければ0です。")
    )
    matching_cap_yen = YenField(_l("上乗せの上限"), low=0, high=MOST_YEN)
    subsidy_rule = RadioField(
        _l("使える額の決め方"), [Chosen()], choices=options(SubsidyRule.choices()), default=SubsidyRule.LESS_COST.value
    )
    subsidy_cap_yen = YenField(
        _l("使える額の上限"), low=1, high=MOST_YEN, description=_l("空けておくと、上限はありません。")
    )


class ProjectForm(StoryForm, PlanForm, MoneyForm, PeriodForm, PromisesForm, TownForm):
    """Everything at once: the town's own project."""

    municipality_code = SelectField(_l("市町村"), [Chosen()])


class PhotoForm(Form):
    """Pictures of the page."""

    photos = MultipleFileField(
        _l("写真（JPEG・PNG・WebP・HEIC）"),
        [FileRequired(_l("写真を選んでください。"))],
        description=_l("撮った場所などの情報は消してから公開します。"),
    )
    alt = TextField(
        _l("写っているもの"),
        [LimitOf(ProjectPhoto, "alt")],
        description=_l("目の見えない人にも伝わるように書いてください。例：崩れた石垣と棚田"),
    )


class ReasonForm(Form):
    """Why something is done."""

    reason = ReasonField(_l("理由"), [Required()], ready="project")


def columns(form: Form) -> dict[str, Any]:
    """What was typed on any of these screens, by the table's column."""
    values: dict[str, Any] = {}
    for field in form:
        if isinstance(field, BudgetField):
            values[field.short_name] = field.lines
        elif field.short_name in _EMPTY:
            values[field.short_name] = field.data if field.data is not None else _EMPTY[field.short_name]
        elif field.short_name in _AS_TYPED:
            values[field.short_name] = field.data
        elif field.short_name in _TEXTS:
            values[field.short_name] = field.data or ""
    if "minimum_yen" in values and not values["minimum_yen"]:
        values["minimum_yen"] = values["goal_yen"]
    return values


_AS_TYPED = frozenset(
    {
        "municipality_code", "goal_yen", "opens_on", "closes_on", "ends_on", "report_due_on", "below_choice",
        "above_choice", "subsidy_rule", "subsidy_cap_yen",
    }
)  # fmt: skip
_TEXTS = frozenset(
    {
        "title", "summary", "problem", "story", "theme", "place", "plan", "team", "below_goal", "above_goal",
        "alternative", "budget_item",
    }
)  # fmt: skip
_EMPTY = {"minimum_yen": 0, "matching_percent": 0, "matching_cap_yen": 0}
