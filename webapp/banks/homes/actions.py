"""What an owner does: begin, write, hand in papers, send, take back. A town may begin for somebody by letter."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from webapp.accounts.links import hash_token
from webapp.banks import queries as banks
from webapp.banks.homes import checks, letters, publishing, queries
from webapp.banks.homes.models import BANK_HOME, EDITABLE, BankDocument, BankHome, HomeStatus
from webapp.banks.models import AkiyaBank, BankStatus
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.ids import new_token
from webapp.corporations.files import Upload
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "bank_home.start": _l("申請を書き始めた"),
    "bank_home.ask_owner": _l("所有者に申請の手紙を送った"),
    "bank_home.revise": _l("申請を書いた"),
    "bank_home.add_document": _l("書類を出した"),
    "bank_home.remove_document": _l("書類を取り下げた"),
}
MOST_DRAFTS = 5


def start(bank: AkiyaBank, *, by: Actor, municipality_code: str = "", is_demo: bool = False) -> BankHome:
    """A new draft of one's own."""
    if bank.status is not BankStatus.OPEN:
        raise RuleBroken(_("このバンクは、いま申請を受け付けていません。"))
    drafts = [row for row in queries.mine(by) if row.status is HomeStatus.DRAFT] if by.user_id else []
    if len(drafts) >= MOST_DRAFTS:
        raise RuleBroken(_("書きかけの申請がいくつもあります。先に、それを送るか取り下げてください。"))
    code = municipality_code or bank.municipality_code
    home = BankHome(bank_id=bank.id, municipality_code=code, user_id=by.user_id, is_demo=is_demo)
    session().add(home)
    session().flush()
    trail.record(home, "bank_home.start", by=by, to_status=home.status.value)
    return home


def ask_owner(bank: AkiyaBank, municipality_code: str, *, name: str, email: str, by: Actor) -> BankHome:
    """A town begins for an owner without an account: the letter's link opens the application, and only that one."""
    if not by.may_act_for(municipality_code) or banks.member_in(bank.id, municipality_code) is None:
        raise NotAllowed(_("バンクに参加しているまちの職員だけができる操作です。"))
    token = new_token()
    home = BankHome(
        bank_id=bank.id,
        municipality_code=municipality_code,
        owner_name=name.strip(),
        owner_email=email.strip().lower(),
        token_hash=hash_token(token),
    )
    session().add(home)
    session().flush()
    trail.record(home, "bank_home.ask_owner", by=by, to_status=home.status.value)
    place = municipalities.by_code(municipality_code)
    post.queue(post.Recipient(home.owner_email, name), letters.asked, bank=bank, place=place, token=token)
    return home


def revise(home: BankHome, changes: Mapping[str, Any], *, by: Actor) -> None:
    """Write answers down; nothing has to be complete yet. `facts` are added to those there are."""
    _check_editable(home)
    for name, value in changes.items():
        setattr(home, name, {**home.facts, **value} if name == "facts" else value)
    if home.municipality_code not in {town.code for _member, town in banks.joined(banks.by_id(home.bank_id))}:
        raise RuleBroken(_("家のあるまちには、バンクに参加しているまちを選んでください。"))
    session().flush()
    trail.record(home, "bank_home.revise", by=by)


def _check_editable(home: BankHome) -> None:
    if home.status not in EDITABLE:
        raise RuleBroken(_("この申請はもう送られているので、変えられません。状況の画面で確かめてください。"))


def add_paper(home: BankHome, key: str, upload: Upload, *, by: Actor) -> BankDocument:
    """Hand a file in under a line of the checklist; an earlier one under the same line goes."""
    _check_editable(home)
    if key not in {paper.key for paper in checks.PAPERS}:
        raise RuleBroken(_("この書類は、いまは求められていません。画面を開き直してください。"))
    for document in queries.documents_of(home):
        if document.key == key:
            session().delete(document)
    row = BankDocument(
        home_id=home.id, key=key, file_key=upload.key, file_name=upload.name, mime=upload.mime, size=upload.size
    )
    session().add(row)
    session().flush()
    trail.record(home, "bank_home.add_document", by=by, reason=key)
    return row


def remove_paper(home: BankHome, document: BankDocument, *, by: Actor) -> None:
    """Take a paper back before it is sent."""
    _check_editable(home)
    session().delete(document)
    session().flush()
    trail.record(home, "bank_home.remove_document", by=by, reason=document.key)


def submit(home: BankHome, *, by: Actor) -> None:
    """Send it to the town where the house stands. Raises RuleBroken with everything that is missing."""
    if found := checks.missing(home):
        raise RuleBroken(" ".join(found))
    BANK_HOME.apply(home, "resubmit" if home.status is HomeStatus.CORRECTION else "submit", by=by)
    home.statement_version, home.comment = checks.STATEMENT_VERSION, ""
    home.submitted_at = home.submitted_at or now()
    days = int(municipalities.setting("bank_review_days", home.municipality_code))
    home.due_on = today() + timedelta(days=days)
    letters.tell_owner(home, letters.received)
    letters.tell_town(home, letters.arrived)


def withdraw(home: BankHome, *, by: Actor, reason: str = "") -> None:
    """The owner takes it back, at any time before a contract: what is shown of it is hidden at once."""
    was_seen = home.submitted_at is not None
    BANK_HOME.apply(home, "withdraw", by=by, reason=reason)
    home.ended_at, home.end_reason, home.due_on = now(), reason.strip(), None
    publishing.take_back(home, reason=reason or recorded("所有者がバンクの登録を取り下げました。"))
    if was_seen:
        letters.tell_town(home, letters.withdrawn)
