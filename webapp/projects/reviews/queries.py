"""What the town found about a project."""

from sqlmodel import col, select

from webapp.core.database import session
from webapp.projects.models import Project
from webapp.projects.reviews.models import Finding, FindingKind


def findings_of(project: Project) -> dict[FindingKind, Finding]:
    """The findings that count, by what was examined."""
    chosen = select(Finding).where(Finding.project_id == project.id, col(Finding.replaced_at).is_(None))
    return {row.kind: row for row in session().exec(chosen)}


def earlier_findings_of(project: Project) -> list[Finding]:
    """What was found before and replaced since, newest first."""
    chosen = select(Finding).where(Finding.project_id == project.id, col(Finding.replaced_at).is_not(None))
    return list(session().exec(chosen.order_by(col(Finding.id).desc())))
