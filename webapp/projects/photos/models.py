"""The table of pictures of projects and of their updates."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field, json_field


class ProjectPhoto(Table, table=True):
    """One picture of a project's story, or of an update. Kept as those of listings are.

    What was sent waits under `original_key` until the worker has drawn it anew; the widest drawing lies under
    `file_key`, `smaller` holds [width, key] of the others, widest first.
    """

    __tablename__ = "project_photo"
    __table_args__ = (sa.Index("ix_project_photo_project", "project_id", "update_id", "position"),)

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id")
    update_id: str | None = Field(default=None, max_length=26, foreign_key="project_update.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    position: int = 0
    alt: str = Field(default="", max_length=120)
    original_key: str = Field(default="", max_length=80)
    file_key: str = Field(default="", max_length=80)
    smaller: list[Any] = json_field(list)
    width: int = 0
    height: int = 0
    created_at: datetime = created_field()

    @property
    def is_ready(self) -> bool:
        """Whether there is something to show."""
        return self.file_key != ""

    @property
    def widths(self) -> list[int]:
        """The widths it was drawn in, narrowest first."""
        return sorted([self.width, *(int(width) for width, _key in self.smaller)])

    def key_of(self, width: int) -> str:
        """The key of the narrowest drawing that is at least this wide, else the widest."""
        known = [(int(w), str(key)) for w, key in self.smaller] + [(self.width, self.file_key)]
        return next((key for w, key in sorted(known) if w >= width), self.file_key)
