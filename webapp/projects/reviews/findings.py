"""When findings let a project be published: every one decided, every one met."""

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.projects.models import Project
from webapp.projects.reviews.models import FindingKind
from webapp.projects.reviews.queries import findings_of


def all_are_met(project: Project) -> str:
    """One that fails blocks publishing, as does one that is missing."""
    known = findings_of(project)
    if missing := [kind.label for kind in FindingKind if kind not in known]:
        return _("まだ判断していない項目があります：%(names)s", names=joined(missing))
    if failed := [kind.label for kind in FindingKind if not known[kind].is_met]:
        return _("「満たさない」と判断した項目があるため、公開できません：%(names)s", names=joined(failed))
    return ""
