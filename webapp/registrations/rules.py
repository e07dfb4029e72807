"""What an application must fulfil: each rule answers with nothing or with a sentence that says what, why and how."""

from collections.abc import Callable, Iterator

from webapp.core.clock import in_tokyo
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.registrations.models import Registration
from webapp.residents.models import Resident, Step

Rule = Callable[[Registration, Resident, Municipality], str]


def takes_part(_registration: Registration, _resident: Resident, town: Municipality) -> str:
    """Only a municipality with an active programme takes applications."""
    if municipalities.is_running(town.code):
        return ""
    return _(
        "%(town)sは、いま登録の申請を受け付けていません。参加している市町村の一覧から選び直してください。",
        town=town.full_name,
    )


def lives_elsewhere(_registration: Registration, resident: Resident, town: Municipality) -> str:
    """特定居住 is a stay of somebody whose 住所 is outside; wards of Tokyo and cities are told apart by code."""
    if resident.home_code != town.code:
        return ""
    return _(
        "住所のある%(town)sには申請できません。二地域居住の登録は、その地域の外に住所がある人のための制度だからです。"
        "ほかの市町村を選ぶか、引っ越した場合はプロフィールの「いまの住まい」を直してください。",
        town=town.full_name,
    )


def profile_is_complete(_registration: Registration, resident: Resident, _town: Municipality) -> str:
    """The town decides on the profile, so it must be whole."""
    if resident.is_complete:
        return ""
    return _(
        "プロフィールにまだ入力していないところがあります（%(steps)s）。市町村が審査に使うので、入力してから申請してください。",
        steps=joined(step.label for step in resident.missing_steps),
    )


def has_a_base(registration: Registration, _resident: Resident, _town: Municipality) -> str:
    """A 居所 inside the municipality is part of the law's definition; a hotel counts."""
    if registration.bases:
        return ""
    return _(
        "滞在する場所（拠点）が入力されていません。定期的に滞在する場所があることが登録の条件です。"
        "ホテルや「まだ決まっていない」でもかまいませんので、1つ入力してください。"
    )


def has_a_frequency(registration: Registration, _resident: Resident, _town: Municipality) -> str:
    """The stay must be regular."""
    if registration.stay_frequency is not None:
        return ""
    return _(
        "どのくらい滞在するか（頻度）が選ばれていません。定期的な滞在であることが登録の条件です。4つの中から選んでください。"
    )


def stays_long_enough(registration: Registration, resident: Resident, town: Municipality) -> str:
    """The town's own measure of a regular stay, as it was when the application came in first."""
    first = in_tokyo(registration.submitted_at).date() if registration.submitted_at else None
    least = int(municipalities.setting("minimum_days_per_month", town.code, first))
    days = resident.days_per_month
    if days is None or days >= least:
        return ""
    return _(
        "%(town)sの登録には、月に%(least)s日以上の滞在が必要です。プロフィールでは、月に%(days)s日くらいの滞在になっています。"
        "登録は、定期的に滞在する人のための制度だからです。もっと長く滞在するときは、プロフィールの「%(step)s」を直してから送ってください。",
        town=town.full_name,
        least=least,
        days=days,
        step=Step.RHYTHM.label,
    )


BEFORE_START: tuple[Rule, ...] = (takes_part, lives_elsewhere)
BEFORE_SUBMIT: tuple[Rule, ...] = (*BEFORE_START, profile_is_complete, stays_long_enough, has_a_base, has_a_frequency)


def broken(registration: Registration, resident: Resident, rules: tuple[Rule, ...] = BEFORE_SUBMIT) -> Iterator[str]:
    """The sentences of the rules that this application breaks."""
    town = municipalities.by_code(registration.municipality_code)
    return (sentence for rule in rules if (sentence := rule(registration, resident, town)))
