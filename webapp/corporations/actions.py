"""What happens to support corporations: taken up, given their first person, colleagues invited and let go."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.accounts import transfers
from webapp.accounts.models import Membership, OneTimeLink
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import today
from webapp.core.codes import is_corporate_number
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.corporations import queries
from webapp.corporations.models import Corporation


def add(
    number: str,
    *,
    name: str,
    legal_form: str,
    by: Actor,
    further: Mapping[str, Any] | None = None,
    is_demo: bool = False,
) -> Corporation:
    """Take a corporation up under its 13-digit number. Raises RuleBroken for a wrong or a known number."""
    if not (by.is_system or by.has(*TOWN_ROLES)):
        raise NotAllowed(_("支援法人を登録できるのは、市町村の職員です。"))
    if not is_corporate_number(number):
        raise RuleBroken(_("法人番号の検査数字が合いません。13桁の番号を確かめてください。"))
    if queries.by_number(number) is not None:
        raise RuleBroken(_("この法人番号の法人は、すでに登録されています。"))
    corporation = Corporation(number=number, name=name, legal_form=legal_form, created_by=by.user_id, is_demo=is_demo)
    for field, value in (further or {}).items():
        setattr(corporation, field, value)
    session().add(corporation)
    session().flush()
    trail.record(corporation, "corporation.add", by=by)
    return corporation


def invite_first(corporation: Corporation, *, municipality_code: str, email: str, name: str, by: Actor) -> OneTimeLink:
    """Invite a person to work for a corporation that the municipality designated."""
    _check_town(municipality_code, by)
    if queries.designation_in(corporation.id, municipality_code, today()) is None:
        raise RuleBroken(_("指定している法人の職員だけを招待できます。"))
    first = min(queries.designations_of(corporation), key=lambda found: found[0].id)[1]
    if first.code != municipality_code and people.staff_of(corporation.id, Role.CORPORATION):
        raise RuleBroken(_("この法人にはすでに職員がいます。法人の職員か、先に指定した市町村に頼んでください。"))
    return accounts.invite(email, name, Role.CORPORATION, corporation.id, by=by, organisation_name=corporation.name)


def invite_colleague(
    corporation: Corporation,
    *,
    email: str,
    name: str,
    by: Actor,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> OneTimeLink:
    """Invite somebody into one's own corporation, while some town designates it."""
    if corporation.id not in by.corporations:
        raise NotAllowed(_("自分の法人の職員だけを招待できます。"))
    if not queries.designating_towns(corporation.id):
        raise RuleBroken(_("この法人を指定している市町村が、いまはありません。指定を受けてから招待してください。"))
    return accounts.invite(
        email,
        name,
        Role.CORPORATION,
        corporation.id,
        by=by,
        organisation_name=corporation.name,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def end_colleague(membership: Membership, *, on: date, reason: str, by: Actor) -> None:
    """Let a colleague's role end on a day; one's own is for a colleague to end, so that nobody is locked out by mistake."""
    if membership.user_id == by.user_id:
        raise RuleBroken(_("自分の役割は、自分では終わらせられません。同じ法人の職員に頼んでください。"))
    transfers.end_and_hand_over(membership, on=on, reason=reason, by=by)


def _check_town(municipality_code: str, by: Actor) -> None:
    if not (by.is_system or by.may_act_for(municipality_code)):
        raise NotAllowed(_("この市町村の職員だけができる操作です。"))
