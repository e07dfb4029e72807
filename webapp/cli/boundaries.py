"""Brings in lines for maps and says what the file held."""

from pathlib import Path

from webapp.core.actor import system_actor
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.services import Services
from webapp.municipalities.boundaries.loading import CREDIT, load
from webapp.municipalities.boundaries.topology import read


def import_boundaries(services: Services, file: Path, credit: str | None) -> str:
    """Import a file as a whole; a sentence that says what became of it."""
    lines = read(file)
    with services.database.transaction():
        count = load(lines, by=system_actor("import"), credit=credit or CREDIT)
    said = _(
        "%(prefectures)s都道府県、%(towns)s市区町村の境界を取り込みました。",
        prefectures=count,
        towns=f"{lines.municipalities:,}",
    )
    if not lines.empty:
        return said
    return said + _("形のない市区町村：%(codes)s", codes=joined(lines.empty))
