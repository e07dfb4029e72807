"""担い手活動証明書: that somebody took part once in an activity that the municipality designated."""

from collections.abc import Sequence
from typing import Any

from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.activities.records.queries import attestation
from webapp.certificates.kinds.spec import Draft, KindSpec, mayor_title
from webapp.core.clock import last_day_of_term, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.residents.queries import profile_of_user

VALID_MONTHS = 12


def drafts_of(records: Sequence[ActivityRecord]) -> list[Draft]:
    """What was attested of each. Raises RuleBroken for what is not attested, or without a name to certify."""
    return [_draft(record) for record in records]


def _draft(record: ActivityRecord) -> Draft:
    told = attestation(record.id)
    profile = profile_of_user(record.user_id) if record.user_id else None
    if told is None:
        raise RuleBroken(_("参加がまだ証明されていないため、証明書は発行できません。"))
    if profile is None or not profile.full_name.strip():
        raise RuleBroken(
            _("証明書に載せる氏名がありません。プロフィールに氏名を入力してから、もう一度お試しください。")
        )
    town, day = municipalities.by_code(record.municipality_code), today()
    return Draft(
        municipality_code=town.code,
        source_type="activity_record",
        source_id=record.id,
        claims={
            "holder_name": profile.full_name,
            "activity": told.title,
            "done_on": told.day.isoformat(),
            "minutes": told.minutes,
            "attester": told.attester,
            "issuer": town.official_name,
            "mayor": mayor_title(town.code),
        },
        valid_from=day,
        valid_until=last_day_of_term(day, VALID_MONTHS),
        user_id=record.user_id,
        approved_by=record.decided_by,
        is_confidential=profile.is_confidential,
        is_demo=record.is_demo,
    )


def source_stands(certificate: Any) -> bool:
    """The attestation was not taken back."""
    return session().get_one(ActivityRecord, certificate.source_id).status is RecordStatus.ATTESTED


KIND = KindSpec(
    code="activity",
    title=_l("担い手活動証明書"),
    holder_label=_l("氏名"),
    number_mark="活",
    claims={
        "holder_name": _l("氏名"),
        "activity": _l("活動"),
        "done_on": _l("活動した日"),
        "minutes": _l("時間（分）"),
        "attester": _l("参加を確かめた団体"),
        "issuer": _l("発行した市町村"),
        "mayor": _l("発行者"),
    },
    watched=("holder_name", "activity", "done_on", "minutes"),
    can=(_l("この日に、市町村が指定した活動に参加したことを示せます。"),),
    cannot=(
        _l("資格や技能を持っていることは示しません。"),
        _l("顔写真がないため、これだけでは本人と確かめられません。"),
    ),
    drafts_of=drafts_of,
    source_stands=source_stands,
    qr_kind=3,
    sentence="上記の者は、%(issuer)sが指定した次の活動に、担い手として参加したことを証明します。",
)
