"""A consent of an application taken back, or given later, at any time."""

from webapp.core.actor import Actor
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.registrations import following
from webapp.registrations.applying import must_be_own
from webapp.registrations.guardians import needs
from webapp.registrations.guardians.queries import latest
from webapp.registrations.models import PENDING, STANDING, Registration
from webapp.residents import actions as residents
from webapp.residents.models import ASKED_PER_APPLICATION, CONSENT_VERSION, ConsentPurpose, ConsentScreen


def change(registration: Registration, purpose: ConsentPurpose, *, is_given: bool, by: Actor) -> None:
    """Note a yes or no, with version and time; what hangs on the registration is brought in line.

    Raises RuleBroken for what a review cannot do without, for what is over, and for a minor's new yes alone.
    """
    must_be_own(registration.user_id, by)
    if purpose not in ASKED_PER_APPLICATION or registration.status not in (*PENDING, *STANDING):
        raise RuleBroken(_("この同意は、いまは変えられません。申請（登録）が続いているあいだだけ変えられます。"))
    if purpose is ConsentPurpose.APPLICATION and not is_given:
        raise RuleBroken(
            _("審査に必要な同意は、申請（登録）を取り下げると取り消されます。取り下げの画面から手続きしてください。")
        )
    if is_given and needs.of_a_minor(registration) and not _is_covered(registration, purpose):
        raise RuleBroken(
            _("18歳になっていない方が使い方を増やすには、保護者の同意が必要です。市町村の窓口に相談してください。")
        )
    residents.consent(
        registration.user_id,
        {purpose: is_given},
        by=by,
        given_to=registration.municipality_code,
        screen=ConsentScreen.CENTRE,
    )
    choice = {"is_given": is_given, "version": CONSENT_VERSION[purpose]}
    consents = {**(registration.details.get("consents") or {}), purpose.value: choice}
    registration.details = {**registration.details, "consents": consents}
    following.tell(registration, by=by)


def _is_covered(registration: Registration, purpose: ConsentPurpose) -> bool:
    """Whether the guardian saw this purpose as chosen."""
    row = latest(registration)
    return row is not None and needs.stands(row, registration) and purpose.value in row.purposes
