"""What an application must fulfil: each rule answers with nothing or with a sentence that says what, why and how."""

from collections.abc import Callable, Iterator

from webapp.core.clock import in_tokyo
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.registrations import progress
from webapp.registrations.answers import Screen
from webapp.registrations.guardians import needs as guardians
from webapp.registrations.guardians.queries import latest
from webapp.registrations.models import Registration
from webapp.residents.models import ConsentPurpose, Resident, Step
from webapp.residents.queries import profile_of_user

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


def screens_are_filled_in(registration: Registration, resident: Resident, _town: Municipality) -> str:
    """The town decides on what was told, so that must be whole; places, frequency and consents have their own words."""
    said_apart = (Screen.BASES, Screen.CONSENTS, Screen.GUARDIAN)
    lacking = [screen for screen in progress.missing(registration, resident) if screen not in said_apart]
    if registration.stay_frequency is None and resident.has_needed(Step.RHYTHM):
        lacking = [screen for screen in lacking if screen is not Screen.STAY]
    if not lacking:
        return ""
    return _(
        "まだ入力していないところがあります（%(screens)s）。市町村が審査に使うので、入力してから送ってください。",
        screens=joined(screen.label for screen in lacking),
    )


def agrees_to_the_review(registration: Registration, _resident: Resident, _town: Municipality) -> str:
    """Nothing is handed over without a yes to today's sentence."""
    if progress.agrees(registration, ConsentPurpose.APPLICATION):
        return ""
    return _(
        "申請の写しを市町村に渡してよいかが選ばれていません。渡さないと市町村が審査できないので、"
        "「%(screen)s」の画面で選んでください。",
        screen=Screen.CONSENTS.label,
    )


def guardian_agrees(registration: Registration, resident: Resident, _town: Municipality) -> str:
    """Somebody under eighteen applies with a guardian's consent, or with the promise of one on paper."""
    if not guardians.is_minor(resident.birth_date) or guardians.is_ready(registration):
        return ""
    return _(
        "18歳になっていない方の申請には、保護者（親権者または未成年後見人）の同意が必要です。"
        "「%(screen)s」の画面で、保護者の方に頼んでください。頼んである場合は、返事を待ってから送ってください。",
        screen=Screen.GUARDIAN.label,
    )


def guardian_still_agrees(registration: Registration, _resident: Resident, _town: Municipality) -> str:
    """A promise is not enough to decide on; the eighteenth birthday ends the need."""
    if not guardians.of_a_minor(registration) or guardians.stands(latest(registration), registration):
        return ""
    return _(
        "保護者の同意がそろっていないため、登録を認められません。申請した方が18歳になっていないからです。"
        "紙の同意書を記録するか、保護者の返事を待ってください。"
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
        "%(town)sの登録には、月に%(least)s日以上の滞在が必要です。申請では、月に%(days)s日くらいの滞在になっています。"
        "登録は、定期的に滞在する人のための制度だからです。もっと長く滞在するときは、「%(step)s」の画面を直してから送ってください。",
        town=town.full_name,
        least=least,
        days=days,
        step=Screen.STAY.label,
    )


BEFORE_START: tuple[Rule, ...] = (takes_part, lives_elsewhere)
BEFORE_SUBMIT: tuple[Rule, ...] = (
    *BEFORE_START,
    screens_are_filled_in,
    stays_long_enough,
    has_a_base,
    has_a_frequency,
    agrees_to_the_review,
    guardian_agrees,
)
BEFORE_APPROVE: tuple[Rule, ...] = (guardian_still_agrees,)


def broken(registration: Registration, resident: Resident, rules: tuple[Rule, ...] = BEFORE_SUBMIT) -> Iterator[str]:
    """The sentences of the rules that this application breaks."""
    town = municipalities.by_code(registration.municipality_code)
    return (sentence for rule in rules if (sentence := rule(registration, resident, town)))


def refuse_if_broken(registration: Registration, resident: Resident, chosen: tuple[Rule, ...]) -> None:
    """Raises RuleBroken with the sentence of every rule that this application breaks."""
    sentences = list(broken(registration, resident, chosen))
    if sentences:
        raise RuleBroken("".join(sentences))


def refuse_if_not_decidable(registration: Registration) -> None:
    """Raises RuleBroken while something that a yes needs is not there."""
    resident = profile_of_user(registration.user_id) or Resident(user_id=registration.user_id)
    refuse_if_broken(registration, resident, BEFORE_APPROVE)
