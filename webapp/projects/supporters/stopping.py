"""Links that end letters from one project to who gave, with an account or without."""

from itsdangerous import BadSignature, URLSafeSerializer

from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.services import settings
from webapp.notices.stopping import NOWHERE, Stop, link_to_stop
from webapp.projects.models import Project
from webapp.projects.supporters import actions, queries
from webapp.projects.supporters.models import Supporter

LETTER = "p"


def stop_link(supporter: Supporter) -> str:
    """The path that ends a project's letters to this person."""
    return link_to_stop(LETTER, supporter.id)


def stop_of(supporter_id: str, _detail: str) -> Stop | None:
    """What the link stops."""
    row = queries.by_id(supporter_id)
    if row is None:
        return None
    project = session().get_one(Project, row.project_id)
    return Stop(
        _("取り組み「%(project)s」の近況のメール", project=project.title),
        row.letters_stopped_at is not None,
        lambda by: actions.stop_letters(row, by=by),
        lambda by: actions.resume_letters(row, by=by),
        user_id=row.user_id,
    )


def link_of_old_token(token: str) -> str:
    """Where links of earlier letters lead now; one that was never made leads to the page that says so."""
    try:
        found = URLSafeSerializer(settings().secret_key.get_secret_value(), salt="project-letters").loads(token)
    except BadSignature:
        return NOWHERE
    return link_to_stop(LETTER, str(found))
