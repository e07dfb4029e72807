"""What a town decides about an application: answers, examines, sends back, designates, declines, records from paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, func, select

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations import actions as corporations
from webapp.corporations import queries as known
from webapp.corporations.designations import following, letters, policy, queries, rules
from webapp.corporations.designations.models import DESIGNATION, Designation, DesignationStatus
from webapp.corporations.designations.notices import actions as notices
from webapp.corporations.designations.notices.models import NoticeKind
from webapp.corporations.designations.notices.queries import open_of as open_notices
from webapp.corporations.models import Corporation, SupportTask
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Programme

trail.ACTION_LABELS |= {"designation.record": _l("書面の指定を記録した")}
#: what an application says of a corporation and the shared register keeps
BODY = (
    "name", "kana", "legal_form", "representative", "seat", "address", "purpose", "website", "contact_email",
    "contact_phone", "about",
)  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """What a town grants: from which day, for what, where, under which number (empty: the next one)."""

    on: date
    tasks: Sequence[str]
    area: str = ""
    number: str = ""

    def stored(self) -> dict[str, Any]:
        """As JSON, for the second person."""
        return {"on": self.on.isoformat(), "tasks": list(self.tasks), "area": self.area, "number": self.number}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Terms":
        """What the first person wrote."""
        return cls(date.fromisoformat(stored["on"]), stored["tasks"], stored["area"], stored["number"])


def answer(designation: Designation, text: str, *, by: Actor) -> None:
    """Answer a question asked before applying."""
    rules.must_examine(designation, by)
    DESIGNATION.apply(designation, "answer", by=by, reason=text)
    designation.answer = text.strip()
    letters.tell_corporation(designation, letters.answered)


def start_review(designation: Designation, *, by: Actor) -> None:
    """Begin to examine."""
    rules.must_examine(designation, by)
    DESIGNATION.apply(designation, "start_review", by=by)


def ask_correction(designation: Designation, *, reason: str, comments: dict[str, str], by: Actor) -> None:
    """Send it back with what must be corrected; the town's clock stands still until it comes back."""
    rules.must_examine(designation, by)
    DESIGNATION.apply(designation, "ask_correction", by=by, reason=reason)
    designation.comments = {screen: text.strip() for screen, text in comments.items() if text and text.strip()}
    designation.decision_reason, designation.due_on = reason.strip(), None
    letters.tell_corporation(designation, letters.correction)


def propose(designation: Designation, *, by: Actor, terms: Terms | None = None, reason: str = "") -> None:
    """Ask a second person: with terms to designate, without them to decline for a reason."""
    rules.must_examine(designation, by)
    if terms is not None:
        _refuse_bad_terms(designation, terms)
    elif not reason.strip():
        raise RuleBroken(_("指定しない理由を書いてください。"))
    DESIGNATION.apply(designation, "propose", by=by, reason=reason)
    designation.proposed_by = by.user_id
    designation.proposal = {"terms": terms.stored() if terms else None, "reason": reason.strip()}
    letters.tell_town(designation, letters.proposed)


def send_back(designation: Designation, *, reason: str, by: Actor) -> None:
    """The second person does not agree, or the first one takes the proposal back."""
    rules.must_examine(designation, by)
    DESIGNATION.apply(designation, "send_back", by=by, reason=reason)
    designation.proposed_by, designation.proposal = None, {}


def confirm(designation: Designation, *, by: Actor) -> None:
    """The second person agrees: what was proposed is done."""
    terms, reason = designation.proposal.get("terms"), designation.proposal.get("reason", "")
    if designation.status is not DesignationStatus.PROPOSED:
        raise RuleBroken(_("二人目の確認を待っている申請ではありません。画面を開き直してください。"))
    if terms is not None:
        designate(designation, Terms.of(terms), by=by)
    else:
        decline(designation, reason=reason, by=by)


def designate(designation: Designation, terms: Terms, *, by: Actor) -> None:
    """The town says yes: on the register, its people may act for it, the announcement is drawn up."""
    rules.must_examine(designation, by)
    rules.must_be_second(designation, by)
    _refuse_bad_terms(designation, terms)
    DESIGNATION.apply(designation, "designate", by=by)
    corporation = _taken_up(designation, by)
    designation.corporation_id, designation.corporate_number = corporation.id, corporation.number
    designation.designated_on, designation.tasks = terms.on, [SupportTask(task).value for task in terms.tasks]
    designation.area = terms.area
    _number(designation, terms.number)
    _note_decision(designation, "", by)
    _give_role(designation, corporation, by)
    session().flush()
    notices.make(designation, NoticeKind.DESIGNATION)
    letters.tell_corporation(designation, letters.designated)
    following.tell(designation, by=by)


def decline(designation: Designation, *, reason: str, by: Actor) -> None:
    """The town says no, with a reason."""
    rules.must_examine(designation, by)
    rules.must_be_second(designation, by)
    DESIGNATION.apply(designation, "decline", by=by, reason=reason)
    _note_decision(designation, reason, by)
    letters.tell_corporation(designation, letters.declined)


def record(
    corporation: Corporation,
    terms: Terms,
    *,
    municipality_code: str,
    by: Actor,
    notice_url: str = "",
    is_demo: bool = False,
) -> Designation:
    """Take down a designation that was applied for on paper; two decide here too where the town wants it."""
    if standing := queries.open_of(corporation.number, municipality_code):
        says = (
            _("この法人は、すでに指定を受けています。") if standing.is_in_force else _("この法人の申請が届いています。")
        )
        raise RuleBroken(says)
    body = {name: getattr(corporation, name) for name in BODY}
    row = Designation(
        municipality_code=municipality_code,
        status=DesignationStatus.REVIEW,
        corporation_id=corporation.id,
        corporate_number=corporation.number,
        body=body,
        notice_url=notice_url,
        is_demo=is_demo,
    )
    rules.must_examine(row, by)
    session().add(row)
    session().flush()
    trail.record(row, "designation.record", by=by, to_status=row.status.value)
    if policy.second_look(municipality_code):
        propose(row, terms=terms, by=by)
        return row
    designate(row, terms, by=by)
    if notice_url:
        notices.publish(open_notices(row)[0], on=today(), url=notice_url, by=by)
    return row


def _refuse_bad_terms(designation: Designation, terms: Terms) -> None:
    if not terms.tasks:
        raise RuleBroken(_("業務を一つ以上選んでください。"))
    if terms.on > today():
        raise RuleBroken(_("指定の日には、きょうまでの日を入れてください。"))
    if sentences := rules.before_designating(designation):
        raise RuleBroken("".join(sentences))
    taken = select(Designation.id).where(
        Designation.municipality_code == designation.municipality_code,
        Designation.number == terms.number,
        col(Designation.id) != designation.id,
    )
    if terms.number and session().exec(taken).first():
        raise RuleBroken(_("この指定の番号は、ほかの法人に使われています。番号を確かめてください。"))


def _taken_up(designation: Designation, by: Actor) -> Corporation:
    """The corporation in the shared register; what it says there is changed by notification only, gaps are filled."""
    body = _body_of(designation)
    standing = known.by_number(designation.corporate_number)
    if standing is None:
        further = {name: value for name, value in body.items() if name not in ("name", "legal_form")}
        return corporations.add(
            designation.corporate_number,
            name=designation.name,
            legal_form=designation.body.get("legal_form", "other"),
            by=by,
            further=further,
            is_demo=designation.is_demo,
        )
    for name, value in body.items():
        if not getattr(standing, name):
            setattr(standing, name, value)
    return standing


def _body_of(designation: Designation) -> dict[str, Any]:
    body = {name: designation.body[name] for name in BODY if designation.body.get(name)}
    founded = designation.body.get("established_on")
    return {**body, "established_on": date.fromisoformat(founded)} if founded else body


def _number(designation: Designation, typed: str) -> None:
    """The next number of the town; its programme is locked, so that two designations at once get two numbers."""
    session().get(Programme, designation.municipality_code, with_for_update=True)
    last = select(func.max(Designation.sequence)).where(Designation.municipality_code == designation.municipality_code)
    designation.sequence = (session().exec(last).one() or 0) + 1
    town = municipalities.by_code(designation.municipality_code)
    designation.number = typed or f"{town.name}支援法人第{designation.sequence}号"


def _note_decision(designation: Designation, reason: str, by: Actor) -> None:
    designation.decided_at, designation.decided_by = now(), by.user_id
    designation.decision_reason, designation.due_on = reason.strip(), None


def _give_role(designation: Designation, corporation: Corporation, by: Actor) -> None:
    """Who applied works for the corporation from now on."""
    if designation.applicant_id is None:
        return
    person = people.user(designation.applicant_id)
    held = [m for m in people.memberships_of(person) if m.holds_on(today())]
    if not any(m.role is Role.CORPORATION and m.organisation == corporation.id for m in held):
        accounts.grant(person, Role.CORPORATION, corporation.id, by=by)
