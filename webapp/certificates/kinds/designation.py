"""特定居住支援法人指定書: that a municipality has designated a corporation, and for which tasks."""

from collections.abc import Sequence
from typing import Any

from webapp.certificates.kinds.spec import Draft, KindSpec, mayor_title
from webapp.core.clock import last_day_of_term, today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.models import Designation
from webapp.corporations.models import Corporation, SupportTask
from webapp.municipalities import queries as municipalities

VALID_MONTHS = 12


def drafts_of(designations: Sequence[Designation]) -> list[Draft]:
    """What the register of support corporations says of these now."""
    return [_draft(designation) for designation in designations]


def _draft(designation: Designation) -> Draft:
    town, day = municipalities.by_code(designation.municipality_code), today()
    corporation = session().get_one(Corporation, designation.corporation_id)
    return Draft(
        municipality_code=town.code,
        source_type="designation",
        source_id=designation.id,
        claims={
            "holder_name": corporation.name,
            "corporate_number": corporation.number,
            "seat": corporation.seat,
            "representative": corporation.representative,
            "designation_number": designation.number,
            "designated_on": designation.designated_on.isoformat() if designation.designated_on else "",
            "tasks": sorted(designation.tasks),
            "area": designation.area,
            "issuer": town.official_name,
            "mayor": mayor_title(town.code),
        },
        valid_from=day,
        valid_until=last_day_of_term(day, VALID_MONTHS),
        corporation_id=designation.corporation_id,
        designation_id=designation.id,
        approved_by=designation.decided_by,
        is_demo=designation.is_demo,
    )


def source_stands(certificate: Any) -> bool:
    """The designation is in force."""
    return session().get_one(Designation, certificate.designation_id).is_in_force


def _tasks_in_words(tasks: Sequence[str]) -> list[Any]:
    return [SupportTask(task).label for task in tasks]


KIND = KindSpec(
    code="designation",
    title=_l("特定居住支援法人指定書"),
    holder_label=_l("法人の名称"),
    number_mark="指",
    claims={
        "holder_name": _l("法人の名称"),
        "corporate_number": _l("法人番号"),
        "seat": _l("主たる事務所"),
        "representative": _l("代表者"),
        "designation_number": _l("指定番号"),
        "designated_on": _l("指定した日"),
        "tasks": _l("業務"),
        "area": _l("区域"),
        "issuer": _l("指定した市町村"),
        "mayor": _l("発行者"),
    },
    watched=("holder_name", "seat", "tasks", "area"),
    can=(
        _l("この市町村の特定居住支援法人に指定されていることを示せます。"),
        _l("書かれた業務について、市町村と協力して活動していることを示せます。"),
    ),
    cannot=(
        _l("ほかの市町村での指定や、許認可・資格があることは示しません。"),
        _l("この法人が扱う物件や契約の内容を、市町村が保証するものではありません。"),
    ),
    drafts_of=drafts_of,
    source_stands=source_stands,
    qr_kind=2,
    sentence="上記の法人を、広域的地域活性化のための基盤整備に関する法律第28条の規定により、%(issuer)sの特定居住支援法人に指定していることを証明します。",
    values={"tasks": _tasks_in_words},
    renewed_before=30,
    personal=(),
)
