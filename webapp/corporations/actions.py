"""What happens to support corporations: taken up, designated, given their first person, the designation ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.accounts import transfers
from webapp.accounts.models import Membership, OneTimeLink
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import today
from webapp.core.codes import is_corporate_number
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.corporations import letters, queries
from webapp.corporations.models import DESIGNATION, Corporation, Designation, LegalForm, SupportTask
from webapp.municipalities import queries as municipalities


def add(
    number: str,
    *,
    name: str,
    legal_form: LegalForm,
    by: Actor,
    further: Mapping[str, str] | None = None,
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


def designate(
    corporation: Corporation,
    *,
    municipality_code: str,
    on: date,
    tasks: Sequence[str],
    by: Actor,
    number: str = "",
    area: str = "",
    notice_url: str = "",
) -> Designation:
    """The municipality designates the corporation from a day on for some of the five tasks."""
    _check_town(municipality_code, by)
    if not tasks:
        raise RuleBroken(_("業務を一つ以上選んでください。"))
    if on > today():
        raise RuleBroken(_("指定の日には、きょうまでの日を入れてください。"))
    if any(d.is_in_force for d, place in queries.designations_of(corporation) if place.code == municipality_code):
        raise RuleBroken(_("この法人は、すでに指定を受けています。"))
    designation = Designation(
        corporation_id=corporation.id,
        municipality_code=municipality_code,
        designated_on=on,
        tasks=[SupportTask(task).value for task in tasks],
        number=number,
        area=area,
        notice_url=notice_url,
    )
    session().add(designation)
    session().flush()
    trail.record(designation, "designation.designate", by=by, to_status=designation.status.value)
    _tell(designation, corporation, letters.designated)
    return designation


def end_designation(designation: Designation, move: str, *, by: Actor, reason: str) -> None:
    """Revoke or end a designation today. What it carried is paused by the caller in the same transaction."""
    _check_town(designation.municipality_code, by)
    DESIGNATION.apply(designation, move, by=by, reason=reason)
    designation.ended_on = today()
    designation.end_reason = reason.strip()
    _tell(designation, queries.by_id(designation.corporation_id), letters.ended)


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


def _tell(designation: Designation, corporation: Corporation, write: Any) -> None:
    place = municipalities.by_code(designation.municipality_code)
    known: dict[str, post.Addressee] = {u.email: u for u in people.staff_of(corporation.id, Role.CORPORATION)}
    if corporation.contact_email:
        known.setdefault(corporation.contact_email, post.Recipient(corporation.contact_email, corporation.name))
    for to in known.values():
        post.queue(to, write, designation=designation, corporation=corporation, place=place)
