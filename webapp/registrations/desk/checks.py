"""What a clerk wants to know before deciding, at a glance: each check with its sentence, for many rows at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.templating import show_date
from webapp.identity.queries import standing_check
from webapp.municipalities import queries as municipalities
from webapp.registrations.guardians.models import GuardianConsent
from webapp.registrations.guardians.needs import of_a_minor, stands
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents import queries as residents
from webapp.residents.models import Resident

Person = tuple[str, str, date]


@dataclass(frozen=True)
class Check:
    """One question with its answer. tone: success | warning (look closely) | info."""

    code: str
    label: str
    sentence: str
    tone: str

    @property
    def is_clear(self) -> bool:
        """Whether nobody needs to look at it singly."""
        return self.tone != "warning"


def checks_of(rows: Sequence[Registration]) -> dict[str, list[Check]]:
    """The checks of each registration by its id; the questions to the database are as many for one row as for 200."""
    if not rows:
        return {}
    same, refused, consents = _same_people(rows), _refused_before(rows), _latest_consents({row.id for row in rows})
    hidden, least = residents.confidential_among({row.user_id for row in rows}), _least_days(rows)
    return {
        row.id: [
            _lives_elsewhere(row),
            _stays_long_enough(row, least[row.id]),
            _has_base(row),
            *_guardian(row, consents.get(row.id)),
            _duplicate(same[row.id]),
            _earlier(refused[row.id]),
            *_secrecy(row.is_confidential or row.user_id in hidden),
        ]
        for row in rows
    }


def identity_of(row: Registration) -> Check:
    """Whether somebody saw who this is; a basic registration does not ask for it."""
    found = standing_check(row.user_id)
    if found is None:
        return Check("identity", _("本人確認"), _("まだです。プレミアム登録のときに必要です。"), "info")
    return Check(
        "identity", _("本人確認"), _("%(day)sに確かめてあります。", day=show_date(found.verified_at)), "success"
    )


def _lives_elsewhere(row: Registration) -> Check:
    home = row.snapshot.get("home_code")
    if not home:
        return Check("home", _("住所"), _("住所が入力されていません。"), "warning")
    if home == row.municipality_code:
        return Check("home", _("住所"), _("住所がこのまちの中にあります。登録の対象になりません。"), "warning")
    return Check("home", _("住所"), _("住所はこのまちの外にあります。"), "success")


def _stays_long_enough(row: Registration, least: int) -> Check:
    days = row.snapshot.get("days_per_month")
    if days is None:
        return Check("days", _("滞在日数"), _("月の滞在日数が入力されていません。"), "warning")
    words = _("月に%(days)s日くらい（このまちの目安：%(least)s日以上）", days=days, least=least)
    return Check("days", _("滞在日数"), words, "success" if int(days) >= least else "warning")


def _least_days(rows: Sequence[Registration]) -> dict[str, int]:
    """What each row is measured by: the town's parameter of the day it came in first, asked once a day and town."""
    asked = {row.id: (row.municipality_code, _first_day(row)) for row in rows}
    known = {key: int(municipalities.setting("minimum_days_per_month", *key)) for key in set(asked.values())}
    return {id_: known[key] for id_, key in asked.items()}


def _first_day(row: Registration) -> date | None:
    return in_tokyo(row.submitted_at).date() if row.submitted_at else None


def _has_base(row: Registration) -> Check:
    if not row.bases:
        return Check("base", _("拠点"), _("滞在する場所が入力されていません。"), "warning")
    return Check("base", _("拠点"), _("%(n)sか所の入力があります。", n=len(row.bases)), "success")


def _guardian(row: Registration, consent: GuardianConsent | None) -> list[Check]:
    if not of_a_minor(row):
        return []
    if stands(consent, row):
        return [Check("guardian", _("保護者"), _("未成年の方です。保護者の同意があります。"), "success")]
    return [Check("guardian", _("保護者"), _("未成年の方です。保護者の同意がまだそろっていません。"), "warning")]


def _latest_consents(registration_ids: set[str]) -> dict[str, GuardianConsent]:
    chosen = select(GuardianConsent).where(col(GuardianConsent.registration_id).in_(registration_ids))
    return {row.registration_id: row for row in session().exec(chosen.order_by(col(GuardianConsent.id)))}


def _duplicate(found: list[str]) -> Check:
    if found:
        numbers = joined(found)
        words = _("同じ名前と生年月日の、別の申請か登録があります（%(numbers)s）。", numbers=numbers)
        return Check("duplicate", _("重なり"), words, "warning")
    return Check("duplicate", _("重なり"), _("同じ名前と生年月日の申請はありません。"), "success")


def _earlier(found: list[str]) -> Check:
    if found:
        words = _("以前に登録を断っています（%(numbers)s）。そのときの理由を確かめてください。", numbers=joined(found))
        return Check("earlier", _("これまで"), words, "warning")
    return Check("earlier", _("これまで"), _("以前に断った申請はありません。"), "success")


def _secrecy(asked: bool) -> list[Check]:
    sentence = _("秘匿希望の方です。一件ずつ確かめてください。")
    return [Check("secrecy", _("秘匿"), sentence, "warning")] if asked else []


def _same_people(rows: Sequence[Registration]) -> defaultdict[str, list[str]]:
    """References of what others of the same name and birth date have open or standing in the same town."""
    people = _people({row.user_id for row in rows})
    wanted = set(people.values())
    found: defaultdict[str, list[str]] = defaultdict(list)
    if not wanted:
        return found
    key = (col(Resident.family_name), col(Resident.given_name), col(Resident.birth_date))
    chosen = (
        select(Registration, Resident)
        .join(Resident, col(Resident.user_id) == Registration.user_id)
        .where(
            col(Registration.municipality_code).in_({row.municipality_code for row in rows}),
            col(Registration.status).not_in((RegistrationStatus.DRAFT, RegistrationStatus.WITHDRAWN)),
            sa.tuple_(*key).in_(sorted(wanted)),
        )
        .order_by(col(Registration.id))
    )
    others: defaultdict[tuple[str, Person], list[Registration]] = defaultdict(list)
    for other, resident in session().exec(chosen):
        others[other.municipality_code, _person(resident)].append(other)
    for row in rows:
        if row.user_id in people:
            same = others[row.municipality_code, people[row.user_id]]
            found[row.id] = [other.reference for other in same if other.user_id != row.user_id]
    return found


def _people(user_ids: set[str]) -> dict[str, Person]:
    chosen = select(Resident).where(
        col(Resident.user_id).in_(user_ids), Resident.family_name != "", col(Resident.birth_date).is_not(None)
    )
    return {resident.user_id: _person(resident) for resident in session().exec(chosen)}


def _person(resident: Resident) -> Any:
    return (resident.family_name, resident.given_name, resident.birth_date)


def _refused_before(rows: Sequence[Registration]) -> defaultdict[str, list[str]]:
    """References of what the same town refused the same person before."""
    chosen = select(Registration).where(
        col(Registration.user_id).in_({row.user_id for row in rows}),
        col(Registration.municipality_code).in_({row.municipality_code for row in rows}),
        Registration.status == RegistrationStatus.REFUSED,
    )
    refused = list(session().exec(chosen.order_by(col(Registration.id))))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row.id] = [
            other.reference
            for other in refused
            if (other.user_id, other.municipality_code) == (row.user_id, row.municipality_code) and other.id != row.id
        ]
    return found
