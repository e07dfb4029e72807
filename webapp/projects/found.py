"""Projects for the staff's search: those on the desk of the actor's towns."""

from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.core.textnorm import normalise
from webapp.desk.finding.groups import Group, Hit, Words, group
from webapp.projects.queries import desk_for


def find_for(actor: Actor, words: Words) -> Group | None:
    """By title and summary; a town has tens of them, not thousands."""
    if not actor.municipalities:
        return None
    hits = [
        Hit(row.title, link("projects_staff.review", project_id=row.id), str(row.status_words))
        for row, _town in desk_for(actor)
        if all(part in normalise(f"{row.title} {row.summary}") for part in words.parts)
    ]
    return group("projects", _l("取り組み"), hits, words)
