"""Letters about changes that were notified."""

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.corporations.designations import letters
from webapp.corporations.designations.changes.models import DesignationChange
from webapp.corporations.designations.models import Designation
from webapp.municipalities.models import Municipality


def _what(change: DesignationChange) -> list[tuple[str, str]]:
    labels = {"name": _("名称"), "seat": _("住所"), "address": _("事務所の所在地")}
    return [
        (_("変わるもの"), joined(labels[name] for name in change.changes)),
        (_("変わる日"), show_date(change.effective_on)),
    ]


def notified(*, designation: Designation, place: Municipality, change: DesignationChange) -> Draft:
    """To the town."""
    return letters.work(
        _("支援法人から変更の届出がありました"),
        [_("指定した法人から、変更の届出がありました。確かめて、あらためて公示してください。")],
        designation,
        place,
        *_what(change),
    )


def noted(*, designation: Designation, place: Municipality, change: DesignationChange) -> Draft:
    """To the corporation."""
    return letters.draft(
        _("%(town)sが変更の届出を受け取りました", town=place.short_name),
        [_("変更の届出を、まちが確かめました。変わる日に、一覧の内容も新しくなります。")],
        designation,
        place,
        *_what(change),
    )
