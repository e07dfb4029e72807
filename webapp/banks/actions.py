"""What happens to a bank: founded, opened, closed; towns join and leave; brokers are listed; costs are shared."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts import queries as accounts
from webapp.banks import letters, licences, queries, sharing
from webapp.banks.models import (
    AKIYA_BANK,
    BANK_MEMBER,
    AkiyaBank,
    BankBroker,
    BankCost,
    BankMember,
    MemberStatus,
)
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "akiya_bank.found": _l("共同空き家バンクの準備を始めた"),
    "akiya_bank.describe": _l("バンクの案内を書いた"),
    "bank_member.invite": _l("まちに参加を呼びかけた"),
    "bank_broker.set": _l("協力業者を書いた"),
    "bank_cost.set": _l("費用の分担を決めた"),
}


def found(municipality_code: str, *, name: str, prefix: str, label: str, by: Actor, is_demo: bool = False) -> AkiyaBank:
    """A new bank run by this town, which is its first member. Raises RuleBroken when the town is in another one."""
    if not (by.is_system or by.may_act_for(municipality_code)):
        raise NotAllowed(_("この市町村の職員だけができる操作です。"))
    bank = AkiyaBank(municipality_code=municipality_code, name=name, prefix=prefix.strip().upper(), is_demo=is_demo)
    session().add(bank)
    session().flush()
    trail.record(bank, "akiya_bank.found", by=by, to_status=bank.status.value)
    _join(_member(bank, municipality_code, label), by=by)
    return bank


def describe(bank: AkiyaBank, changes: Mapping[str, str], *, by: Actor) -> None:
    """Write about it: whom the work is entrusted to, what it is, its rules, where to ask."""
    for name in ("name", "operator", "about", "rules", "contact"):
        if name in changes:
            setattr(bank, name, changes[name].strip())
    trail.record(bank, "akiya_bank.describe", by=by)


def invite(bank: AkiyaBank, municipality_code: str, *, label: str, by: Actor) -> BankMember:
    """Ask another town to take part."""
    member = _member(bank, municipality_code, label)
    trail.record(member, "bank_member.invite", by=by, to_status=member.status.value)
    for person in accounts.desk_of(municipality_code):
        post.queue(person, letters.invited, bank=bank, centre=municipalities.by_code(bank.municipality_code))
    return member


def _member(bank: AkiyaBank, municipality_code: str, label: str) -> BankMember:
    if not municipalities.is_running(municipality_code):
        raise RuleBroken(_("ふたまちに参加している市町村だけが、バンクに入れます。"))
    if queries.standing_in(municipality_code) is not None:
        raise RuleBroken(_("このまちは、すでにほかの共同空き家バンクに入っているか、参加を呼びかけられています。"))
    written = label.strip().upper()
    if any(member.label == written for member, _town in queries.members_of(bank, *MemberStatus)):
        raise RuleBroken(
            _("この記号は、ほかのまちが使っています。登録番号が重ならないように、別の記号にしてください。")
        )
    member = BankMember(bank_id=bank.id, municipality_code=municipality_code, label=written)
    session().add(member)
    session().flush()
    return member


def join(member: BankMember, *, by: Actor) -> None:
    """A town that was asked takes part."""
    if not (by.is_system or by.may_act_for(member.municipality_code)):
        raise NotAllowed(_("参加するかどうかは、そのまちの職員が決めます。"))
    _join(member, by=by)
    bank = queries.by_id(member.bank_id)
    for person in accounts.desk_of(bank.municipality_code):
        post.queue(person, letters.joined, bank=bank, place=municipalities.by_code(member.municipality_code))


def _join(member: BankMember, *, by: Actor) -> None:
    BANK_MEMBER.apply(member, "join", by=by)
    member.joined_on = today()
    session().flush()


def leave(member: BankMember, *, by: Actor, reason: str) -> None:
    """A town takes part no longer; first its homes have to leave the bank's list. The centre cannot."""
    bank = queries.by_id(member.bank_id)
    if member.municipality_code == bank.municipality_code:
        raise RuleBroken(_("中心のまちは脱退できません。バンクの運営を終えてください。"))
    if queries.listed_by_town(bank)[member.municipality_code]:
        raise RuleBroken(_("まだ公開中の家があります。成約か抹消を記録してから、脱退してください。"))
    BANK_MEMBER.apply(member, "leave", by=by, reason=reason)
    member.left_on = today()


def open_bank(bank: AkiyaBank, *, by: Actor) -> None:
    """From now on everybody sees it, owners apply and people register."""
    if not bank.about.strip() or not bank.rules.strip():
        raise RuleBroken(_("案内と利用のきまりを書いてから、運営を始めてください。"))
    AKIYA_BANK.apply(bank, "open", by=by)


def close_bank(bank: AkiyaBank, *, by: Actor, reason: str) -> None:
    """It ends; no home may be left in its list."""
    if sum(queries.listed_by_town(bank).values()):
        raise RuleBroken(_("まだ公開中の家があります。成約か抹消を記録してから、運営を終えてください。"))
    AKIYA_BANK.apply(bank, "close", by=by, reason=reason)


def set_broker(bank: AkiyaBank, values: Mapping[str, Any], *, by: Actor, row: BankBroker | None = None) -> BankBroker:
    """List a broker, or change one. Raises RuleBroken when the licence number cannot be one."""
    licence = licences.read(str(values["licence"]))
    if row is None:
        row = BankBroker(
            bank_id=bank.id, municipality_code=bank.municipality_code, name="", licence="", email="", checked_on=today()
        )
        session().add(row)
    for name in ("name", "association", "contact", "email", "phone"):
        setattr(row, name, str(values.get(name) or "").strip())
    row.licence, row.is_active, row.checked_on = licence, bool(values.get("is_active", True)), today()
    session().flush()
    trail.record(row, "bank_broker.set", by=by)
    return row


def share_cost(bank: AkiyaBank, fiscal_year: int, total_yen: int, split: sharing.Split, *, by: Actor) -> BankCost:
    """Work out a year's shares from today's populations and homes, and keep them; once more replaces them."""
    members = queries.joined(bank)
    if split.population and any(member.population is None for member, _town in members):
        raise RuleBroken(_("人口割には、すべてのまちの人口が必要です。まちの欄に人口と出典を書いてください。"))
    homes = queries.listed_by_town(bank)
    parts = [sharing.Part(m.municipality_code, m.population or 0, homes[m.municipality_code]) for m, _town in members]
    yen = sharing.shares(total_yen, parts, split)
    row = next((cost for cost in queries.costs_of(bank) if cost.fiscal_year == fiscal_year), None)
    if row is None:
        row = BankCost(
            bank_id=bank.id, municipality_code=bank.municipality_code, fiscal_year=fiscal_year, total_yen=total_yen,
            equal_percent=split.equal, population_percent=split.population, homes_percent=split.homes,
        )  # fmt: skip
        session().add(row)
    row.total_yen, row.equal_percent = total_yen, split.equal
    row.population_percent, row.homes_percent = split.population, split.homes
    row.lines = [{**vars(part), "yen": yen[part.municipality_code]} for part in parts]
    row.decided_at, row.decided_by = now(), by.user_id
    session().flush()
    trail.record(row, "bank_cost.set", by=by)
    return row


def count_people(member: BankMember, population: int, source: str) -> None:
    """A town's population as of a source, for sharing costs."""
    member.population, member.population_source = population, source.strip()
