"""Letters about yearly reports."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date, show_fiscal_year
from webapp.corporations.designations import letters
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.reports.models import DesignationReport
from webapp.municipalities.models import Municipality


def asked(*, designation: Designation, place: Municipality, report: DesignationReport) -> Draft:
    """To the corporation."""
    return letters.draft(
        _(
            "%(town)sへの%(year)s年度の報告をお願いします",
            town=place.short_name,
            year=show_fiscal_year(report.fiscal_year),
        ),
        [_("相談・引き合わせ・成約の件数と、活動の内容を、画面から報告してください。10分ほどで書けます。")],
        designation,
        place,
        (_("期限"), show_date(report.due_on)),
    )


def overdue(*, designation: Designation, place: Municipality, report: DesignationReport) -> Draft:
    """To the corporation, once."""
    return letters.draft(
        _(
            "%(town)sへの%(year)s年度の報告が、期限を過ぎています",
            town=place.short_name,
            year=show_fiscal_year(report.fiscal_year),
        ),
        [_("報告がまだ届いていません。事情があるときは、まちに連絡してください。")],
        designation,
        place,
        (_("期限"), show_date(report.due_on)),
    )


def handed_in(*, designation: Designation, place: Municipality, report: DesignationReport) -> Draft:
    """To the town."""
    return letters.work(
        _("支援法人の%(year)s年度の報告が届きました", year=show_fiscal_year(report.fiscal_year)),
        [_("画面で読めます。")],
        designation,
        place,
    )
