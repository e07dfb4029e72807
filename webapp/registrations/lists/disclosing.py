"""Registrants go out in a file shaped for ふるさと住民登録: only who allows it, never who hides, never without a trace."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.sheets import as_csv
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.registrations.lists.models import DisclosedPerson, Disclosure, Receiver
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents import queries as residents
from webapp.residents.models import ConsentPurpose

trail.ACTION_LABELS |= {"disclosure.make": _l("登録者のファイルを書き出した")}
#: headings after the government's interoperability framework (個人, 住所, 証明・通知), in its words
HEADINGS = (
    "ID", "氏名", "姓", "名", "氏名カナ", "姓カナ", "名カナ", "生年月日", "住所_全国地方公共団体コード", "登録区分コード",
    "登録区分", "登録番号", "登録開始日", "登録終了日", "登録先_全国地方公共団体コード", "登録先_市区町村", "登録先_都道府県コード",
    "登録先_都道府県",
)  # fmt: skip
_AT_ONCE = 5_000


def may_go_out(code: str) -> list[Registration]:
    """Who stands on the register, allows prefecture and national schemes, and does not ask for secrecy."""
    chosen = select(Registration).where(
        Registration.municipality_code == code, Registration.status == RegistrationStatus.APPROVED
    )
    rows = session().exec(chosen.order_by(col(Registration.id))).all()
    kept: list[Registration] = []
    for begin in range(0, len(rows), _AT_ONCE):
        part = [row for row in rows[begin : begin + _AT_ONCE] if not row.is_confidential]
        people = {row.user_id for row in part}
        allowed = residents.allowing(people, ConsentPurpose.SCHEMES, code) - residents.confidential_among(people)
        kept += [row for row in part if row.user_id in allowed]
    return kept


def count_standing(code: str) -> int:
    """How many people stand on the register, whatever they allow."""
    chosen = select(Registration.id).where(
        Registration.municipality_code == code, Registration.status == RegistrationStatus.APPROVED
    )
    return len(session().exec(chosen).all())


def make(code: str, *, receiver: Receiver, purpose: str, by: Actor) -> tuple[Disclosure, str]:
    """The file as text, with its trace in the same transaction. Raises RuleBroken when nobody may go out."""
    if not by.may_act_for(code):
        raise NotThere
    rows = may_go_out(code)
    if not rows:
        raise RuleBroken(_("書き出せる人がいません。国や都道府県の制度に使うことに同意した人だけを書き出せます。"))
    disclosure = Disclosure(
        municipality_code=code, receiver=receiver, purpose=purpose.strip(), people=len(rows), made_by=by.user_id
    )
    session().add(disclosure)
    session().flush()
    session().add_all(
        DisclosedPerson(
            disclosure_id=disclosure.id, registration_id=row.id, user_id=row.user_id, municipality_code=code
        )
        for row in rows
    )
    trail.record(disclosure, "disclosure.make", by=by, reason=purpose.strip())
    return disclosure, as_csv(HEADINGS, _cells(rows, municipalities.by_code(code)))


def _cells(rows: list[Registration], town: Municipality) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        held = row.snapshot
        family, given = held.get("family_name", ""), held.get("given_name", "")
        kana = held.get("family_kana", ""), held.get("given_kana", "")
        yield (
            row.id, f"{family} {given}".strip(), family, given, " ".join(kana).strip(), *kana, held.get("birth_date"),
            held.get("home_code"), row.tier.value, str(row.tier.label), row.reference, row.valid_from, row.valid_until,
            town.code, town.name, town.prefecture_code, town.prefecture_name,
        )  # fmt: skip
