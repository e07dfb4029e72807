"""二地域居住者登録証: that a municipality has somebody on its register, as basic or premium."""

from collections.abc import Sequence
from typing import Any

from webapp.accounts.models import User
from webapp.certificates.kinds.spec import Draft, KindSpec, mayor_title
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import Registration, RegistrationStatus, Tier
from webapp.residents.queries import confidential_among

CODE = "dual_resident"


def drafts_of(registrations: Sequence[Registration]) -> list[Draft]:
    """What the register says of these people now."""
    titles: dict[str, str] = {}
    for code in {registration.municipality_code for registration in registrations}:
        titles[code] = mayor_title(code)
    hidden = confidential_among({registration.user_id for registration in registrations})
    return [_draft(row, titles[row.municipality_code], row.user_id in hidden) for row in registrations]


def _draft(registration: Registration, mayor: str, hides_now: bool) -> Draft:
    town, day = municipalities.by_code(registration.municipality_code), today()
    return Draft(
        municipality_code=town.code,
        source_type="registration",
        source_id=registration.id,
        claims={
            "holder_name": registration.applicant_name,
            "tier": registration.tier.value,
            "issuer": town.official_name,
            "mayor": mayor,
        },
        valid_from=max(day, registration.valid_from or day),
        valid_until=registration.valid_until or day,
        user_id=registration.user_id,
        registration_id=registration.id,
        approved_by=registration.decided_by,
        is_confidential=registration.is_confidential or hides_now,
        is_demo=registration.is_demo,
    )


def source_stands(certificate: Any) -> bool:
    """The registration stands, and so does its holder's account."""
    registration = session().get_one(Registration, certificate.registration_id)
    holder = session().get_one(User, certificate.user_id)
    return holder.is_active and registration.status is RegistrationStatus.APPROVED


KIND = KindSpec(
    code=CODE,
    title=_l("二地域居住者登録証"),
    holder_label=_l("氏名"),
    number_mark="",
    claims={
        "holder_name": _l("氏名"),
        "tier": _l("登録の区分"),
        "issuer": _l("発行した市町村"),
        "mayor": _l("発行者"),
    },
    watched=("holder_name", "tier"),
    can=(
        _l("この市町村に二地域居住者として登録されていることを示せます。"),
        _l("協力店や施設の、登録者向けの特典に使えます。"),
    ),
    cannot=(
        _l("顔写真がないため、これだけでは本人と確かめられません。必要なときは本人確認書類と見比べてください。"),
        _l("住民票や、住所を証明する書類の代わりにはなりません。"),
    ),
    drafts_of=drafts_of,
    source_stands=source_stands,
    qr_kind=1,
    sentence="上記の者は、%(issuer)sにおいて二地域居住者として登録されていることを証明します。",
    values={"tier": lambda value: Tier(value).label},
)
