"""Letters about what a town demands."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.corporations.designations import letters
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.orders.models import DesignationOrder, OrderKind
from webapp.municipalities import objections
from webapp.municipalities.models import Municipality


def issued(*, designation: Designation, place: Municipality, order: DesignationOrder) -> Draft:
    """To the corporation."""
    return letters.draft(
        _("%(town)sから%(kind)sがありました", town=place.short_name, kind=order.kind.label),
        [
            order.text,
            _("画面から答えてください。期限までに答えられないときは、先にまちへ連絡してください。"),
            *([objections.of_the_law(place)] if order.kind is OrderKind.IMPROVEMENT else []),
        ],
        designation,
        place,
        (_("答える期限"), show_date(order.due_on)),
    )


def answered(*, designation: Designation, place: Municipality, order: DesignationOrder) -> Draft:
    """To the town."""
    return letters.work(
        _("支援法人から答えが届きました（%(kind)s）", kind=order.kind.label),
        [_("求めたことに、法人が答えました。画面で確かめてください。")],
        designation,
        place,
    )


def closed(*, designation: Designation, place: Municipality, order: DesignationOrder) -> Draft:
    """To the corporation."""
    return letters.draft(
        _("%(town)sが答えを確かめました（%(kind)s）", town=place.short_name, kind=order.kind.label),
        [_("まちが答えを確かめ、この件は終わりました。"), *([order.closing_note] if order.closing_note else [])],
        designation,
        place,
    )
