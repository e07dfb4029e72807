"""The pass a holder opens on the phone: one code, ten minutes, one use."""

from datetime import timedelta
from typing import Final

from sqlmodel import select

from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.uses import rules
from webapp.certificates.benefits.uses.models import PASS_LENGTH, BenefitPass
from webapp.certificates.models import Certificate
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_public_code, read_public_code
from webapp.core.services import settings

LASTS: Final = timedelta(minutes=10)
#: as long as a real one and never given out
_NOBODYS: Final = "U" * PASS_LENGTH


def open_pass(benefit: Benefit, certificate: Certificate, *, by: Actor) -> BenefitPass:
    """The open pass of this certificate for this benefit, or a fresh one. Raises RuleBroken when it could not be used."""
    if certificate.user_id is None or certificate.user_id != by.user_id:
        raise NotThere
    session().refresh(benefit, with_for_update=True)
    chosen = select(BenefitPass).where(
        BenefitPass.benefit_id == benefit.id, BenefitPass.certificate_id == certificate.id
    )
    found = session().exec(chosen.with_for_update()).first()
    if found is not None and found.is_open:
        return found
    rules.must_open(benefit, certificate)
    if found is None:
        found = BenefitPass(
            benefit_id=benefit.id,
            certificate_id=certificate.id,
            municipality_code=benefit.municipality_code,
            expires_at=now() + LASTS,
        )
        session().add(found)
    else:
        found.code, found.redemption_id = new_public_code(PASS_LENGTH), None
        found.opened_at, found.expires_at = now(), now() + LASTS
    session().flush()
    return found


def is_pass_code(typed: str) -> bool:
    """Whether what was typed has the length of a pass's code."""
    return len(read_public_code(typed)) == PASS_LENGTH


def by_code(typed: str) -> BenefitPass:
    """The pass with a code as a person typed it. Raises RuleBroken for an unknown one."""
    code = read_public_code(typed)
    wanted = code if len(code) == PASS_LENGTH else _NOBODYS
    found = session().exec(select(BenefitPass).where(BenefitPass.code == wanted)).first()
    if found is None:
        raise RuleBroken(_("このコードのパスは見つかりません。お客さまの画面の8文字を、もう一度確かめてください。"))
    return found


def address_of(opened: BenefitPass) -> str:
    """What its QR code holds: the page where a partner records the use."""
    return f"{settings().base_url}/desk/benefits/p/{opened.code}"
