"""Who saw a person's data or got some of it: pages that were opened, files that left, what was shared with a yes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlmodel import col, select

from webapp.accounts.queries import names_of
from webapp.banks.models import BankBroker
from webapp.banks.users.models import BankTalk, BankUser
from webapp.bookings.models import Booking
from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.uses.models import Redemption
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import TOKYO, today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.corporations.queries import names_of_places
from webapp.identity.models import IdentityCheck
from webapp.municipalities import queries as municipalities
from webapp.participations.models import Participation
from webapp.registrations.lists.queries import disclosures_about
from webapp.registrations.prefectures.queries import of_person
from webapp.residents.reads.models import DataRead
from webapp.tenancy.taken.queries import files_about

MOST = 300


@dataclass(frozen=True)
class Seen:
    """One line: when, which place in which role, what, why or on what ground; `who` only where the place shows names."""

    at: datetime
    place: str
    role: Any
    what: Any
    why: Any
    who: str = ""


def seen_of(actor: Actor) -> list[Seen]:
    """Everything that is known of it, newest first, at most the newest lines."""
    parts = (_read, _taken, _left, _shared, _used, _handed, _at_counter, _prefectures)
    lines = [line for part in parts for line in part(actor)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST]


def _read(actor: Actor) -> Iterator[Seen]:
    chosen = select(DataRead).where(DataRead.user_id == actor.user_id).order_by(col(DataRead.id).desc()).limit(MOST)
    rows = list(session().exec(chosen))
    places = names_of_places({row.organisation for row in rows})
    naming = {code for code in {row.municipality_code for row in rows} if code and _shows_names(code)}
    names = names_of({row.reader_id for row in rows if row.municipality_code in naming})
    for row in rows:
        who = names.get(row.reader_id, "") if row.municipality_code in naming and row.role in TOWN_ROLES else ""
        yield Seen(row.at, places.get(row.organisation, ""), row.role.label, row.what.label, _("画面を開きました"), who)


def _shows_names(code: str) -> bool:
    return str(municipalities.setting("privacy_reader_names", code, on=today())) == "yes"


def _taken(actor: Actor) -> Iterator[Seen]:
    rows = files_about(actor)[:MOST]
    places = names_of_places({row.organisation for row in rows})
    naming = {code for code in {row.municipality_code for row in rows} if _shows_names(code)}
    names = names_of({row.taken_by for row in rows if row.taken_by and row.municipality_code in naming})
    for row in rows:
        is_named = row.municipality_code in naming and row.role in TOWN_ROLES
        who = names.get(row.taken_by or "", "") if is_named else ""
        why = _("ファイルに取り出しました（%(n)s人の分）", n=f"{row.people:,}")
        yield Seen(row.at, places.get(row.organisation, ""), row.role.label, row.what.label, why, who)


def _left(actor: Actor) -> Iterator[Seen]:
    for row, town in disclosures_about(actor):
        yield Seen(row.at, town.full_name, Role.CLERK.label, _("登録者の名簿"), f"{row.receiver.label}：{row.purpose}")


def _shared(actor: Actor) -> Iterator[Seen]:
    """Name and address that the person gave with a booking or an application."""
    for table, moment, what in (
        (Booking, "created_at", _("予約と連絡先")),
        (Participation, "applied_at", _("応募と連絡先")),
    ):
        made: Any = table
        chosen = select(made).where(made.user_id == actor.user_id, made.shares_contact.is_(True))
        rows = list(session().exec(chosen.order_by(made.id.desc()).limit(MOST)))
        places = names_of_places({row.corporation_id or row.municipality_code for row in rows})
        for row in rows:
            place = places.get(row.corporation_id or row.municipality_code, "")
            role = Role.CORPORATION.label if row.corporation_id else Role.CLERK.label
            at = getattr(row, moment)
            yield Seen(at, place, role, what, _("あなたが伝えると選びました"))


def _used(actor: Actor) -> Iterator[Seen]:
    chosen = select(Redemption, Benefit).join(Benefit, col(Benefit.id) == Redemption.benefit_id)
    newest = chosen.where(Redemption.user_id == actor.user_id).order_by(col(Redemption.id).desc()).limit(MOST)
    for use, benefit in session().exec(newest):
        what = _("特典「%(title)s」を使えるか", title=benefit.title)
        yield Seen(use.recorded_at, benefit.partner_name, Role.PARTNER.label, what, _("あなたが証明書を見せました"))


def _handed(actor: Actor) -> Iterator[Seen]:
    """Brokers have no account here: what a town handed over about a home is theirs to read by a letter's link."""
    chosen = (
        select(BankTalk, BankBroker)
        .join(BankUser, col(BankUser.id) == BankTalk.bank_user_id)
        .join(BankBroker, col(BankBroker.id) == BankTalk.broker_id)
        .where(BankUser.user_id == actor.user_id, col(BankTalk.handed_at).is_not(None))
    )
    for talk, broker in session().exec(chosen.limit(MOST)):
        if talk.handed_at is not None:
            why = _("交渉を申し込んだため、まちが引き継ぎました")
            yield Seen(talk.handed_at, broker.name, _("家の取引の業者"), _("家の交渉と連絡先"), why)


def _at_counter(actor: Actor) -> Iterator[Seen]:
    chosen = select(IdentityCheck).where(IdentityCheck.user_id == actor.user_id)
    rows = [row for row in session().exec(chosen) if row.municipality_code]
    places = names_of_places({row.municipality_code or "" for row in rows})
    for row in rows:
        why = _("本人確認のため、書類を確かめました")
        yield Seen(
            row.verified_at, places.get(row.municipality_code or "", ""), Role.CLERK.label, _("本人確認の書類"), why
        )


def _prefectures(actor: Actor) -> Iterator[Seen]:
    for row, place in of_person(actor.user_id or ""):
        at = datetime.combine(row.since, time(), TOKYO)
        yield Seen(at, place.official_name, Role.PREFECTURE.label, _("登録していること"), _("あなたの同意があります"))
