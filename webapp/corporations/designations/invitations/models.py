"""The table of invitations to apply."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field


class DesignationInvitation(Table, table=True):
    """A corporation that a town asked to apply; where the policy is by invitation, only these may."""

    __tablename__ = "designation_invitation"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "corporate_number"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    corporate_number: str = Field(min_length=13, max_length=13)
    name: str = Field(max_length=100)
    contact_email: str = Field(default="", max_length=254)
    note: str = Field(default="", max_length=300)
    invited_by: str | None = Field(default=None, max_length=26)
    invited_at: datetime = created_field()
    withdrawn_at: datetime | None = None
