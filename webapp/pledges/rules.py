"""What a pledge must fulfil before anything is paid."""

import re
import unicodedata

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities
from webapp.pledges.methods import closed_methods
from webapp.pledges.models import PaymentMethod
from webapp.projects.models import Project

HIGHEST_YEN = 10_000_000
#: names that only companies and other bodies bear
_BODIES = re.compile(
    r"株式会社|有限会社|合同会社|合名会社|合資会社|\(株\)|\(有\)|\(同\)|(社団|財団|医療|学校|宗教|社会福祉|特定非営利活動)法人"
    r"|NPO法人|協同組合|\b(Inc|Ltd|LLC|K\.K|Corp)\b",
    re.IGNORECASE,
)


def must_take(project: Project, amount: int) -> None:
    """Raise RuleBroken when the project takes no pledge of this amount now."""
    must_be_open(project)
    lowest = lowest_yen(project)
    if not lowest <= amount <= HIGHEST_YEN:
        raise RuleBroken(_("寄附は%(low)s円から%(high)s円までです。", low=f"{lowest:,}", high=f"{HIGHEST_YEN:,}"))


def must_be_open(project: Project) -> None:
    """Raise RuleBroken when the project takes no pledges now."""
    if not project.takes_pledges:
        raise RuleBroken(_("この取り組みは、いま寄附を受け付けていません。受付期間を確かめてください。"))
    if not municipalities.is_running(project.municipality_code):
        raise RuleBroken(_("この市町村はいま、ふたまちで受付をしていません。"))


def lowest_yen(project: Project) -> int:
    """The smallest donation that the project's town takes, whole yen."""
    return int(municipalities.setting("pledge_minimum_yen", project.municipality_code))


def must_be_a_person(name: str) -> None:
    """Raise RuleBroken for the name of a company: a body's donation is under another law, and its card is not the donor's."""
    if _BODIES.search(unicodedata.normalize("NFKC", name)):
        raise RuleBroken(
            _(
                "会社や団体の名前では寄附できません。寄附する本人の、住民票のとおりの氏名を入力してください。"
                "会社や団体のカードも使えません。"
            )
        )


def must_be_payable(project: Project, amount: int, method: PaymentMethod) -> None:
    """Raise RuleBroken, saying why, when this way to pay is closed for so much today."""
    if reason := closed_methods(project, amount).get(method):
        raise RuleBroken(reason)
