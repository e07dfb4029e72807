"""What donors do about the one-stop exception: apply, take back, say that they moved, tell of other donations."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlmodel import select

from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_public_code
from webapp.core.templating import show_date
from webapp.onestop import counting, letters, queries, years
from webapp.onestop.donations import APPLICABLE, Donation
from webapp.onestop.models import ONESTOP, OneStopApplication, OneStopChange, OneStopStatus, VoidCause
from webapp.pledges.models import Pledge

trail.ACTION_LABELS |= {
    "onestop.apply": _l("ワンストップ特例を申請した"),
    "onestop.move": _l("引っ越しや改姓を届け出た"),
    "onestop.move_received": _l("変更届を受け取った"),
}
CODE_LENGTH = 8


@dataclass(frozen=True)
class Details:
    """What the sheet says beside the donation; the My Number is written by hand and never comes here."""

    kana: str = ""
    birth_date: date | None = None
    phone: str = ""
    towns_elsewhere: int = 0


def apply(donation: Donation, details: Details, *, by: Actor) -> OneStopApplication:
    """Apply for one donation, or once more after a refusal. Raises RuleBroken."""
    donation = _held(donation)
    must_take(donation, towns_elsewhere=details.towns_elsewhere)
    row = donation.application
    if row is None:
        row = _new(donation)
        trail.record(row, "onestop.apply", by=by)
    else:
        ONESTOP.apply(row, "apply_again", by=by)
        row.received_on, row.decided_at, row.decision_reason, row.void_cause = None, None, "", None
        (row.name, row.address), row.applied_at = person_of(donation), now()
    for name, value in asdict(details).items():
        setattr(row, name, value)
    session().flush()
    letters.tell_donor(row, letters.applied)
    return row


def apply_all(donations: list[Donation], details: Details, *, by: Actor) -> int:
    """Apply for each that can be applied for, as far as five municipalities go; how many it was. Raises RuleBroken for none."""
    open_ones = [each for each in donations if each.may_apply]
    if not open_ones:
        raise RuleBroken(_("いま申請できる寄附がありません。"))
    made = 0
    for each in open_ones:
        count = counting.count_of(each.pledge, each.received_on.year)
        if count.after(each.pledge.municipality_code) <= years.MOST_TOWNS:
            apply(each, details, by=by)
            made += 1
    if not made:
        must_take(open_ones[0])
    return made


def _held(donation: Donation) -> Donation:
    """As it is now, with its donor locked: two applications at once are not both the fifth, nor both the first."""
    pledge = donation.pledge
    table: type[User | Pledge] = User if pledge.user_id else Pledge
    session().exec(select(table.id).where(table.id == (pledge.user_id or pledge.id)).with_for_update()).one()
    session().refresh(pledge)
    return replace(donation, application=queries.application_of(pledge))


def must_take(donation: Donation, *, towns_elsewhere: int = 0) -> None:
    """Raise RuleBroken when no application can be made for this donation now."""
    year, applied = donation.received_on.year, donation.application
    if years.is_over(year):
        raise RuleBroken(
            _(
                "%(year)s年の寄附のワンストップ特例は、%(day)sで締め切りました。確定申告をすると、控除を受けられます。",
                year=year,
                day=show_date(years.deadline(year)),
            )
        )
    if donation.pledge.status not in APPLICABLE:
        raise RuleBroken(_("返金や確認が済んでいない寄附には、申請できません。"))
    if applied is not None and applied.is_counted:
        raise RuleBroken(_("この寄附の申請は、もうつくってあります。"))
    count = counting.count_of(donation.pledge, year, unnamed=towns_elsewhere)
    if count.after(donation.pledge.municipality_code) > years.MOST_TOWNS:
        raise RuleBroken(
            _(
                "ワンストップ特例を使えるのは、1年に%(most)s市町村までです。この寄附をふくめて6つ以上になるため、申請できません。"
                "寄附はそのまま有効です。すべての寄附を、確定申告で申告してください。",
                most=years.MOST_TOWNS,
            )
        )


def person_of(donation: Donation) -> tuple[str, str]:
    """Name and address for the sheet: of the donation, or of a move that its donor told since, not of one before it."""
    pledge = donation.pledge
    rows = queries.own(pledge.user_id, donation.received_on.year) if pledge.user_id else []
    moves = [move for move in queries.changes_of(rows) if move.created_at >= pledge.agreed_at]
    return (moves[0].new_name, moves[0].new_address) if moves else (pledge.donor_name, pledge.donor_address)


def _new(donation: Donation) -> OneStopApplication:
    pledge = donation.pledge
    name, address = person_of(donation)
    row = OneStopApplication(
        pledge_id=pledge.id,
        municipality_code=pledge.municipality_code,
        year=donation.received_on.year,
        code=new_public_code(CODE_LENGTH),
        name=name,
        address=address,
        is_demo=pledge.is_demo,
    )
    session().add(row)
    session().flush()
    return row


def void(row: OneStopApplication, cause: VoidCause, *, by: Actor) -> None:
    """It counts no more; the town is told where a sheet has arrived, the donor always."""
    had_arrived = row.status in (OneStopStatus.RECEIVED, OneStopStatus.ACCEPTED)
    ONESTOP.apply(row, "void", by=by)
    row.void_cause, row.decided_at = cause, now()
    letters.tell_donor(row, letters.voided)
    if had_arrived:
        letters.tell_town(row, letters.voided_at_desk)


def void_all(rows: list[OneStopApplication], cause: VoidCause, *, by: Actor) -> int:
    """Every one that still counts; how many it was."""
    counted = [row for row in rows if row.is_counted]
    for row in counted:
        void(row, cause, by=by)
    return len(counted)


@dataclass(frozen=True)
class Move:
    """A new name or address on the 住民票, and since when."""

    name: str
    address: str
    changed_on: date


def tell_move(rows: list[OneStopApplication], move: Move, *, by: Actor) -> list[OneStopChange]:
    """One notice to each municipality that was applied to. Raises RuleBroken after the deadline or without a change."""
    counted = [row for row in rows if row.is_counted]
    if not counted:
        raise RuleBroken(_("届け出る先の申請がありません。"))
    if years.is_over(counted[0].year):
        raise RuleBroken(
            _(
                "変更届は、%(day)sで締め切りました。市町村に相談してください。",
                day=show_date(years.deadline(counted[0].year)),
            )
        )
    if move.changed_on > today():
        raise RuleBroken(_("引っ越しや改姓をした日は、今日までの日にしてください。"))
    if all((row.name, row.address) == (move.name, move.address) for row in counted):
        raise RuleBroken(_("氏名も住所も、申請したときと同じです。"))
    first_of_towns: dict[str, OneStopApplication] = {}
    for row in counted:
        first_of_towns.setdefault(row.municipality_code, row)
    notices = [_notice(row, move, by=by) for row in first_of_towns.values()]
    for row in counted:
        row.name, row.address = move.name, move.address
    letters.tell_donor(counted[0], letters.moved)
    return notices


def _notice(row: OneStopApplication, move: Move, *, by: Actor) -> OneStopChange:
    notice = OneStopChange(
        application_id=row.id,
        municipality_code=row.municipality_code,
        year=row.year,
        old_name=row.name,
        old_address=row.address,
        new_name=move.name,
        new_address=move.address,
        changed_on=move.changed_on,
    )
    session().add(notice)
    session().flush()
    trail.record(notice, "onestop.move", by=by)
    return notice


def locked(row: OneStopApplication) -> OneStopApplication:
    """The row as it is now, held until the end of the transaction."""
    chosen = select(OneStopApplication).where(OneStopApplication.id == row.id).with_for_update()
    return session().exec(chosen.execution_options(populate_existing=True)).one()


def own_rows(row: OneStopApplication) -> list[OneStopApplication]:
    """Those of the same donor and year that still count."""
    return queries.siblings(row)
