"""The public page: what a town's certificate opens, and why it is worth registering."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.certificates.benefits import queries, terms
from webapp.certificates.benefits.uses import quota
from webapp.core.errors import NotThere
from webapp.core.freshness import revisited
from webapp.core.permissions import PUBLIC, allow
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("benefits", __name__)


@blueprint.get("/municipalities/<code>/benefits")
@allow(PUBLIC)
@revisited
def in_town(code: str) -> ResponseReturnValue:
    """What the town and its partners offer to who is registered."""
    town = municipalities.city(code)
    if municipalities.running_programme(code) is None:
        raise NotThere
    rows = queries.on_offer_in({code})
    return render_template(
        "certificates/benefits/in_town.html",
        town=town,
        benefits=rows,
        quotas={row.id: (terms.person_quota(row), terms.total_quota(row)) for row in rows},
        left=quota.left_together(rows),
        takes_registrations=municipalities.is_running(code),
    )
