"""The one thing that somebody of a corporation does next: people who wait come first."""

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.templating import link
from webapp.listings.models import ListingStatus
from webapp.pages.dashboards.corporation.facts import Corporation
from webapp.pages.dashboards.panel import Step


def step(facts: Corporation) -> Step:
    """The first of all that could be done."""
    threads, bookings, applications = facts.waiting
    if threads:
        text = _("%(n)s件の問い合わせが、返事を待っています。", n=threads)
        return Step(_("問い合わせに答える"), text, _("問い合わせを開く"), link("threads_desk.index"))
    if bookings:
        text = _("%(n)s件の予約が、返事を待っています。", n=bookings)
        return Step(_("予約に答える"), text, _("予約を開く"), link("bookings_desk.index"))
    if applications:
        text = _("%(n)s件の応募が、返事を待っています。", n=applications)
        return Step(_("応募に答える"), text, _("応募を開く"), link("participations_desk.index"))
    return _about_listings(facts)


def _about_listings(facts: Corporation) -> Step:
    to_mend = sum(one.status is ListingStatus.CORRECTION for one in facts.listings)
    if to_mend:
        text = _("%(n)s件の掲載に、まちから修正のお願いが届いています。", n=to_mend)
        return Step(_("掲載を直す"), text, _("掲載を開く"), link("listings_desk.index"))
    old = sum(one.asked_on <= today() for one in facts.ageing)
    if old:
        text = _("%(n)s件の掲載は、今も正しいかどうかの確認が必要です。", n=old)
        return Step(_("掲載の内容を確かめる"), text, _("掲載を開く"), link("listings_desk.index"))
    text = _("返事を待っている人はいません。まちにある住まいや仕事を、掲載に加えられます。")
    return Step(_("掲載をつくる"), text, _("掲載をつくる"), link("listings_desk.index"))
