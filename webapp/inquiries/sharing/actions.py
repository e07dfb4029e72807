"""Handing several open threads of one person to another at once."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.inquiries.sharing.queries import Taker
from webapp.inquiries.threads import answering
from webapp.inquiries.threads.models import Thread


def hand_over(threads: Sequence[Thread], to: Taker, *, by: Actor) -> None:
    """Each gets the other as who looks after it; nobody is brought over their own limit. Raises RuleBroken."""
    if to.load is not None and to.load.total + len(threads) > to.load.person.most_work:
        left = max(0, to.load.person.most_work - to.load.total)
        raise RuleBroken(_("%(name)sさんの上限をこえます。あと%(n)s件まで割り振れます。", name=to.name, n=left))
    for thread in threads:
        answering.assign(thread, to.user, by=by)
