"""The wizard's screens: one form a step; a field has the name of the answer it fills."""

from typing import Any, ClassVar

from flask_babel import LazyString
from wtforms import BooleanField, Field, RadioField, SelectMultipleField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from webapp.core.forms import Chosen, DayField, Form, LimitOf, NumberField, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.core.money import read_yen
from webapp.core.templating import show_month
from webapp.core.textnorm import hiragana
from webapp.core.themes import FACILITIES, LICENCES, SKILLS, THEMES, choices, grouped_theme_choices
from webapp.municipalities import queries as municipalities
from webapp.municipalities.fields import MunicipalityField
from webapp.municipalities.statistics.wishes import MATTER_LABELS
from webapp.residents.models import (
    ASKED_IN_WIZARD,
    Answers,
    Consent,
    ConsentPurpose,
    RemoteWork,
    Resident,
    StayDays,
    Step,
    WantedKind,
)

AREA_COUNT = 5
OLDEST_CHILD = 25


class ChecksField(SelectMultipleField):
    """Several of a table's entries, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class YesNoField(RadioField):
    """Yes, no, or not said."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        answers = [("yes", _l("はい")), ("no", _l("いいえ"))]
        super().__init__(label, validators or [Optional()], choices=options(answers), coerce=_read_yes_no, **kwargs)


def _read_yes_no(value: Any) -> bool:
    if value in (True, "yes"):
        return True
    if value in (False, "no"):
        return False
    raise ValueError(_("「はい」か「いいえ」を選んでください。"))


class AgesField(Field):
    """Ages separated by commas or spaces, as a list of whole numbers."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read 「3、7」. Raises ValueError with a sentence."""
        self.data = []
        typed = valuelist[0] if valuelist else ""
        for separator in "、,，・ 　":
            typed = typed.replace(separator, " ")
        try:
            ages = [read_yen(word.removesuffix("歳").removesuffix("才")) for word in typed.split()]
        except ValueError:
            raise ValueError(_("年齢を数字で、「、」で区切って入力してください。例：3、7")) from None
        if len(ages) > 10 or any(age > OLDEST_CHILD for age in ages):
            raise ValueError(_("%(n)s歳までの年齢を、10人まで入力できます。例：3、7", n=OLDEST_CHILD))
        self.data = ages

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return joined(str(age) for age in self.data or [])


class AreaField(MunicipalityField):
    """A municipality, or a whole prefecture."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Find the prefecture or the one municipality that is meant. Raises ValueError with a sentence."""
        typed = valuelist[0].strip() if valuelist else ""
        named = [p for p in municipalities.prefectures() if typed in (p.code, p.name)]
        if named:
            self.typed, self.data = typed, named[0].code
        else:
            super().process_formdata(valuelist)


class IsKana(Required):
    """Filled, and in kana: the reading is what the town's own register asks for."""

    def __call__(self, form: Any, field: Field) -> None:
        super().__call__(form, field)
        if any(not ("ぁ" <= letter <= "ゟ" or letter in "ー・ 　") for letter in hiragana(field.data)):
            raise ValidationError(_("フリガナはカタカナで入力してください。例：シオジリ"))


class StepForm(Form):
    """One screen. `answers()` gives every field that is in order, so that a half-filled screen can be kept."""

    def answers(self) -> Answers:
        """Answers by the name they have in the profile; call after validate()."""
        return {
            name: field.data
            for name, field in self._fields.items()
            if not field.errors and name in Resident.model_fields
        }


class NameForm(StepForm):
    """Who the person is."""

    family_name = TextField(_l("姓"), [Required(), LimitOf(Resident, "family_name")])
    given_name = TextField(_l("名"), [Required(), LimitOf(Resident, "given_name")])
    family_kana = TextField(_l("姓のフリガナ"), [IsKana(), LimitOf(Resident, "family_kana")])
    given_kana = TextField(_l("名のフリガナ"), [IsKana(), LimitOf(Resident, "given_kana")])
    birth_date = DayField(_l("生年月日"), [Required()])


class HomeForm(StepForm):
    """Where the person's 住所 is."""

    home_code = MunicipalityField(_l("住所のある市区町村"), [Required()])
    is_confidential = BooleanField(_l("住所や名前を人に知られたくない事情がある（秘匿を希望する）"))


class AreasForm(StepForm):
    """Where the person wishes to go."""

    area1 = AreaField(
        _l("行きたい地域 1"), [Required()], description=_l("市町村か都道府県の名前。例：長野県塩尻市、香川県")
    )
    area2 = AreaField(_l("行きたい地域 2"), [Optional()], description="")
    area3 = AreaField(_l("行きたい地域 3"), [Optional()], description="")
    area4 = AreaField(_l("行きたい地域 4"), [Optional()], description="")
    area5 = AreaField(_l("行きたい地域 5"), [Optional()], description="")
    max_distance_km = NumberField(_l("いまの住まいからの距離"), [Optional()], high=3000)
    max_travel_minutes = NumberField(_l("片道の移動時間"), [Optional()], high=1440)
    matters = ChecksField(_l("まちに求めること"), [Optional()], choices=options(list(MATTER_LABELS.items())))

    def __init__(self, obj: Resident | None = None, **kwargs: Any) -> None:
        wished = dict(zip(_AREA_NAMES, obj.wished_areas if obj else [], strict=False))
        super().__init__(obj=obj, **{**wished, **kwargs})

    @property
    def areas(self) -> list[Field]:
        """The five fields, dearest first."""
        return [self[name] for name in _AREA_NAMES]

    def answers(self) -> Answers:
        """The areas as one list without repetitions; a wrong one is left out until it is mended."""
        found = dict.fromkeys(field.data for field in self.areas if field.data and not field.errors)
        return {**super().answers(), "wished_areas": list(found)}


_AREA_NAMES = [f"area{n}" for n in range(1, AREA_COUNT + 1)]


class WishesForm(StepForm):
    """What the person wishes to do."""

    themes = ChecksField(_l("してみたいこと"), [Chosen()], choices=options(choices(THEMES)))
    groups: ClassVar[list[Any]] = grouped_theme_choices()
    wishes = ParagraphField(
        _l("くわしく"),
        [Optional(), LimitOf(Resident, "wishes")],
        description=_l("例：週末に畑を手伝い、いずれは古い家を直して住みたいです。"),
    )


class SkillsForm(StepForm):
    """What the person can do."""

    skills = ChecksField(_l("できること"), [Optional()], choices=options(choices(SKILLS)))
    licences = ChecksField(_l("免許・資格"), [Optional()], choices=options(choices(LICENCES)))
    skills_note = ParagraphField(
        _l("経験"),
        [Optional(), LimitOf(Resident, "skills_note")],
        description=_l("例：ウェブ制作を8年。町内会の会計を3年。"),
    )


class HouseholdForm(StepForm):
    """Who lives with the person."""

    adults = NumberField(_l("大人の人数（ご本人を含む）"), [Required()], low=1, high=20)
    children_ages = AgesField(_l("子どもの年齢"), [Optional()], description=_l("いなければ空のまま。例：3、7"))
    family_comes = YesNoField(_l("家族も一緒に行きますか"))
    facilities = ChecksField(_l("滞在先の近くに必要なもの"), [Optional()], choices=options(choices(FACILITIES)))


class RhythmForm(StepForm):
    """How often, when and how the person stays."""

    days_per_month = NumberField(_l("月に何日くらい滞在しますか"), [Required()], low=1, high=31)
    stay_days = RadioField(_l("滞在する曜日"), [Chosen()], choices=options(StayDays.choices()))
    months = ChecksField(
        _l("滞在する時期"),
        [Optional()],
        coerce=int,
        choices=options([(n, LazyString(show_month, n)) for n in range(1, 13)]),
        description=_l("決まった時期だけのときに選びます。選ばなければ「一年を通して」になります。"),
    )
    remote_work = RadioField(_l("仕事はリモートでできますか"), [Optional()], choices=options(RemoteWork.choices()))
    has_car = YesNoField(_l("滞在先で使える車がありますか"))

    def answers(self) -> Answers:
        """An answer that was not given is None, not an empty text."""
        given = super().answers()
        return {name: None if value == "" else value for name, value in given.items()}


class BudgetForm(StepForm):
    """What the person looks for and what it may cost."""

    kinds = ChecksField(_l("探しているもの"), [Chosen()], choices=options(WantedKind.choices()))
    monthly_budget = NumberField(_l("毎月の家賃・利用料の上限"), [Optional()], high=2_000_000)
    purchase_budget = NumberField(_l("家を買う場合の予算の上限"), [Optional()])


class ConsentsForm(StepForm):
    """One yes or no a purpose; nothing is ticked in advance."""

    matching = BooleanField(ConsentPurpose.MATCHING.label)
    towns = BooleanField(ConsentPurpose.TOWNS.label)
    corporations = BooleanField(ConsentPurpose.CORPORATIONS.label)
    statistics = BooleanField(ConsentPurpose.STATISTICS.label)
    news = BooleanField(ConsentPurpose.NEWS.label)
    asks_again = False

    @classmethod
    def of(cls, standing: dict[ConsentPurpose, Consent]) -> "ConsentsForm":
        """The form with the ticks that count now; it says so when a yes was to an older sentence."""
        form = cls(data={p.value: p in standing and standing[p].counts for p in ASKED_IN_WIZARD})
        form.asks_again = any(row.is_given and not row.counts for row in standing.values())
        return form

    def choices(self) -> dict[ConsentPurpose, bool]:
        """What was ticked."""
        return {purpose: bool(self[purpose.value].data) for purpose in ASKED_IN_WIZARD}


#: which form a step shows; consents are no answers and have their own
FORMS: dict[Step, type[StepForm]] = {
    Step.NAME: NameForm,
    Step.HOME: HomeForm,
    Step.AREAS: AreasForm,
    Step.WISHES: WishesForm,
    Step.SKILLS: SkillsForm,
    Step.HOUSEHOLD: HouseholdForm,
    Step.RHYTHM: RhythmForm,
    Step.BUDGET: BudgetForm,
}
