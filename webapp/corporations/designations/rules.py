"""What an application and a decision must fulfil: each rule answers with nothing or a sentence that says what, why, how."""

from collections.abc import Callable, Iterator

from webapp.accounts import queries as people
from webapp.core.actor import Actor, Role
from webapp.core.clock import in_tokyo, months_later, today
from webapp.core.codes import is_corporate_number
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.templating import show_date
from webapp.corporations import queries as corporations
from webapp.corporations.designations import policy, queries
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.documents.models import Verdict
from webapp.corporations.designations.invitations import queries as invitations
from webapp.corporations.designations.models import EDITABLE, Designation, DesignationStatus
from webapp.corporations.models import SupportTask
from webapp.municipalities import queries as municipalities
from webapp.municipalities.legal_forms import label_of

STATEMENT_VERSION = "2026-11"
Rule = Callable[[Designation], str]


def town_takes_part(designation: Designation) -> str:
    """Only a running programme takes applications."""
    if municipalities.is_running(designation.municipality_code):
        return ""
    return _("この市町村は、いま支援法人の申請を受け付けていません。")


def policy_lets_in(designation: Designation) -> str:
    """Not where the town designates nobody; by invitation only whom it invited."""
    standing = policy.policy_of(designation.municipality_code)
    if standing.kind == policy.CLOSED:
        return _("このまちは、支援法人を指定していません。%(reason)s", reason=standing.reason)
    number = designation.corporate_number
    if (
        standing.kind == policy.INVITATION
        and number
        and not invitations.is_invited(designation.municipality_code, number)
    ):
        return _(
            "このまちは、声をかけた法人だけを指定します。この法人番号の法人は招待されていません。まちに相談してください。"
        )
    return ""


def body_is_complete(designation: Designation) -> str:
    """Who the corporation is."""
    names = {"name": _("名称"), "seat": _("住所"), "address": _("事務所の所在地"), "representative": _("代表者")}
    missing = [label for key, label in names.items() if not designation.body.get(key)]
    if not is_corporate_number(designation.corporate_number):
        missing.insert(0, _("法人番号"))
    return _("法人について、まだ書かれていない項目があります：%(names)s", names=joined(missing)) if missing else ""


def form_is_taken(designation: Designation) -> str:
    """The law names the legal form, and the town takes it."""
    form = designation.body.get("legal_form", "")
    taken = [known.code for known in policy.forms_of(designation.municipality_code)]
    if not form or form in taken:
        return ""
    return _(
        "この種類の法人（%(form)s）は、このまちでは指定できません。指定できるのは次の法人です：%(names)s",
        form=label_of(form),
        names=joined(policy.form_labels(designation.municipality_code)),
    )


def officers_are_named(designation: Designation) -> str:
    """At least one."""
    return "" if designation.officers else _("役員が書かれていません。一人以上書いてください。")


def tasks_are_planned(designation: Designation) -> str:
    """At least one task, and a plan for each."""
    if not designation.tasks:
        return _("業務が選ばれていません。法律の5つの業務から、一つ以上選んでください。")
    bare = [SupportTask(task).label for task in designation.tasks if not designation.plans.get(task)]
    return _("計画が書かれていない業務があります：%(names)s", names=joined(bare)) if bare else ""


def area_and_accounts(designation: Designation) -> str:
    """Where, and how it is paid."""
    if not designation.area:
        return _("業務の区域が書かれていません。例：市内全域")
    if not designation.accounts.get("means"):
        return _("業務の費用のまかない方が書かれていません。")
    return ""


def papers_are_there(designation: Designation) -> str:
    """Every required paper, none older than the town takes."""
    lines = checklist.lines_of(designation, today())
    if missing := [line.asked.label for line in lines if line.is_missing]:
        return _("まだ出していない書類があります：%(names)s", names=joined(missing))
    if old := [line.asked.label for line in lines if line.is_too_old]:
        return _(
            "発行から日がたちすぎている書類があります：%(names)s。新しいものに差し替えてください。", names=joined(old)
        )
    bad = [line.asked.label for line in lines if line.document and line.document.verdict is Verdict.BAD]
    return _("差し替えをお願いした書類が、まだそのままです：%(names)s", names=joined(bad)) if bad else ""


def statement_is_given(designation: Designation) -> str:
    """No ground for disqualification."""
    return "" if designation.stated_at else _("欠格事由にあたらないことの確認が、まだです。")


def is_the_only_one(designation: Designation) -> str:
    """One application or designation at a time for a corporation in a town."""
    standing = queries.open_of(designation.corporate_number, designation.municipality_code)
    if standing is None or standing.id == designation.id:
        return ""
    return _(
        "この法人は、このまちにすでに申請しているか、指定を受けています（%(status)s）。", status=standing.status.label
    )


def not_just_revoked(designation: Designation) -> str:
    """A town does not designate again for a while after a revocation."""
    last = queries.last_revoked(designation.corporate_number, designation.municipality_code)
    months = int(municipalities.setting("designation_bar_months", designation.municipality_code))
    if last is None or last.ended_on is None or months_later(last.ended_on, months) <= today():
        return ""
    until = months_later(last.ended_on, months)
    return _("この法人は指定を取り消されています。%(day)sから申請できます。", day=show_date(until))


def speaks_for_it(designation: Designation) -> str:
    """Where a corporation has its people here, only they apply for it."""
    known = corporations.by_number(designation.corporate_number)
    if known is None or designation.applicant_id is None:
        return ""
    staff = {person.id for person in people.staff_of(known.id, Role.CORPORATION)}
    if not staff or designation.applicant_id in staff:
        return ""
    return _(
        "この法人には、ふたまちを使っている職員がいます。その人から申請してください。心当たりがなければ、まちに相談してください。"
    )


BEFORE_CONSULT: tuple[Rule, ...] = (town_takes_part, policy_lets_in, is_the_only_one, speaks_for_it)
BEFORE_SUBMIT: tuple[Rule, ...] = (
    *BEFORE_CONSULT, not_just_revoked, body_is_complete, form_is_taken, officers_are_named, tasks_are_planned,
    area_and_accounts, papers_are_there, statement_is_given,
)  # fmt: skip


def broken(designation: Designation, chosen: tuple[Rule, ...] = BEFORE_SUBMIT) -> Iterator[str]:
    """The sentences of the rules that this application breaks."""
    return (sentence for rule in chosen if (sentence := rule(designation)))


def refuse_if_broken(designation: Designation, chosen: tuple[Rule, ...]) -> None:
    """Raises RuleBroken with every sentence at once."""
    if sentences := list(broken(designation, chosen)):
        raise RuleBroken("".join(sentences))


def before_designating(designation: Designation) -> list[str]:
    """What still stands between an application and the town's yes; a paper's age counts on the day it came in."""
    found = [sentence for rule in (form_is_taken, not_just_revoked) if (sentence := rule(designation))]
    if designation.applicant_id is None:
        return found
    handed_in = designation.resubmitted_at or designation.submitted_at
    lines = checklist.lines_of(designation, in_tokyo(handed_in).date() if handed_in else today())
    unticked = [
        line.asked.label
        for line in lines
        if line.is_missing or (line.document is not None and line.document.verdict is not Verdict.GOOD)
    ]
    if unticked:
        found.append(_("まだ確かめていない書類があります：%(names)s", names=joined(unticked)))
    return found


def must_be_editable(designation: Designation, by: Actor) -> None:
    """The applicant's own, and not with the town now."""
    if not queries.is_applicant(by, designation):
        raise NotAllowed(_("ほかの人の申請は扱えません。"))
    if designation.status not in EDITABLE:
        raise RuleBroken(_("送ったあとの申請は変えられません。直したいときは、まちに連絡してください。"))


def must_examine(designation: Designation, by: Actor) -> None:
    """Staff of the very municipality, and never about their own corporation."""
    if by.is_system:
        return
    if not by.may_act_for(designation.municipality_code):
        raise NotAllowed(_("この市町村の職員だけができる操作です。"))
    if queries.is_own_matter(by, designation):
        raise RuleBroken(
            _("自分の関わる法人のことは、自分では決められません。公平のため、ほかの担当者に頼んでください。")
        )


def must_be_second(designation: Designation, by: Actor) -> None:
    """Where two decide, the second one is another person."""
    is_proposed = designation.status is DesignationStatus.PROPOSED
    if policy.second_look(designation.municipality_code) and not is_proposed:
        raise RuleBroken(_("このまちでは、二人で確かめて決めます。まず「二人目に確認を頼む」を選んでください。"))
    if is_proposed and not by.is_system and by.user_id == designation.proposed_by:
        raise RuleBroken(_("案を作った人とは別の人が確かめて決めます。ほかの担当者に頼んでください。"))
