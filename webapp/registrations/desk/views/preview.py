"""What the applicant sees of an application, from the copy that the town was given."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.desk.preview.page import as_seen
from webapp.municipalities import objections
from webapp.registrations import queries
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.facts import lines_of, timeline
from webapp.registrations.guardians import queries as guardians
from webapp.registrations.life.queries import standing_of
from webapp.registrations.models import EDITABLE
from webapp.registrations.wizard.pages import comments_on
from webapp.residents.queries import confidential_among


@blueprint.get("/<registration_id>/preview")
@allow(*TOWN_ROLES)
def preview(registration_id: str) -> ResponseReturnValue:
    """Read only. What somebody changed since handing in is not shown; of who asks for secrecy no answers at all."""
    row = queries.review_for(current_actor(), registration_id)
    handovers = queries.handovers_of(row)
    is_secret = row.is_confidential or bool(confidential_among({row.user_id}))
    page = render_template(
        "registrations/show.html",
        registration=row,
        town=queries.town_of(row),
        lines=lines_of(handovers[-1].content) if handovers and not is_secret else [],
        is_open=row.status in EDITABLE,
        missing=[],
        events=timeline(row, for_applicant=True),
        comments=comments_on(row),
        guardian=guardians.latest(row),
        life=standing_of(row),
        objection=objections.about_registrations(row.municipality_code),
        asking=objections.office(row.municipality_code),
        may_withdraw=False,
    )
    note = _("秘匿希望の方です。申請の内容は、審査の画面だけで見られます。") if is_secret else ""
    back = url_for("registrations_staff.review", registration_id=row.id)
    return as_seen(page, whose=row.reference, back_href=back, note=note)
