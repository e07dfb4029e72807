"""Letters about a proposal: to the town that it is there, to the partner what became of it."""

from typing import Any

from webapp.accounts.models import User
from webapp.certificates.benefits.models import Benefit
from webapp.core.i18n import gettext as _
from webapp.core.letters import Addressee, Draft, Letter, queue


def proposed(benefit: Benefit, to: Addressee) -> Letter:
    """A partner proposes something, and waits for an answer."""
    return queue(to, _proposed, benefit=benefit)


def _proposed(benefit: Benefit) -> Draft:
    return Draft(
        _("特典の提案が届きました：%(title)s", title=benefit.title),
        [
            _(
                "協力店・施設から、登録証で使える特典の提案がありました。内容を見て、受け入れるか見送るかを決めてください。"
            )
        ],
        [(_("特典"), benefit.title), (_("協力店・施設"), benefit.partner_name)],
        f"/staff/benefits/{benefit.id}",
        _("提案を見る"),
    )


def decided(benefit: Benefit, partner: User, *, move: str, reason: str) -> Letter:
    """The town accepted, declined, paused, resumed or ended it."""
    return queue(partner, _decided, benefit=benefit, move=move, reason=reason)


def _decided(benefit: Benefit, move: str, reason: str) -> Draft:
    subject, sentence = _words(benefit.title)[move]
    facts: list[tuple[Any, Any]] = [(_("特典"), benefit.title), (_("協力店・施設"), benefit.partner_name)]
    return Draft(
        subject,
        [sentence, *([reason] if reason else [])],
        facts,
        f"/desk/benefits/{benefit.id}",
        _("特典の状態を見る"),
    )


def _words(title: str) -> dict[str, tuple[str, str]]:
    return {
        "accept": (
            _("「%(title)s」が受け入れられました", title=title),
            _("特典は、始まりの日から使われます。お客さまが来たら、画面のコードか登録証で利用を記録してください。"),
        ),
        "decline": (
            _("「%(title)s」は見送りになりました", title=title),
            _("市町村は、次の理由で見送りました。直して、もう一度提案できます。"),
        ),
        "pause": (_("「%(title)s」は休止しています", title=title), _("市町村が、次の理由で休止しました。")),
        "resume": (_("「%(title)s」を再開しました", title=title), _("今日からまた使われます。")),
        "end": (_("「%(title)s」は終わりました", title=title), _("市町村が、次の理由で終えました。")),
    }
