"""A project as machines read it: what it is, for which town, and that one may give; who proposed it is for readers."""

from datetime import datetime, time

from flask import url_for

from webapp.core.clock import TOKYO
from webapp.core.i18n import gettext as _
from webapp.core.services import settings
from webapp.core.structured import Thing, thing
from webapp.core.templating import link
from webapp.municipalities.described import area, government
from webapp.municipalities.models import Municipality
from webapp.projects.models import Project


def described(project: Project, town: Municipality) -> Thing | None:
    """The project in schema.org's words; None while only the town and its proposer see it."""
    if not project.is_public:
        return None
    return thing(
        "Project",
        name=project.title,
        description=project.summary,
        url=settings().base_url + url_for("projects.show", project_id=project.id),
        image=settings().base_url + url_for("project_sharing.picture", project_id=project.id),
        areaServed=area(town),
        parentOrganization=government(town),
        potentialAction=_giving(project, town) if project.takes_pledges else None,
        disambiguatingDescription=_("架空の例です") if project.is_demo else None,
    )


def _giving(project: Project, town: Municipality) -> Thing:
    """The town takes donations, from the first day to the end of the last."""
    return thing(
        "DonateAction",
        recipient=government(town),
        target=settings().base_url + link("pledges.new", project_id=project.id),
        startTime=datetime.combine(project.opens_on, time.min, TOKYO).isoformat(),
        endTime=datetime.combine(project.closes_on, time(23, 59, 59), TOKYO).isoformat(),
    )
