"""The table of the decision how much a project may spend, and of what was found in the end."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, enum_field, json_field, text_field
from webapp.projects.choices import SubsidyRule

#: how the provider's fees are written among the costs, whatever language the clerk reads
PROVIDERS_FEE = "決済の手数料"


class Subsidy(Table, table=True):
    """What came in, what was granted, what was spent; its sums are held by the database.

    raised + matching = costs paid out of donations + granted + kept; granted = settled + returned;
    settled + own = spent.
    """

    __tablename__ = "project_subsidy"
    __table_args__ = (
        sa.CheckConstraint(
            "decided_on IS NULL OR raised_yen + matching_yen = cost_taken_yen + granted_yen + kept_yen",
            name="all_granted",
        ),
        sa.CheckConstraint(
            "raised_yen >= 0 AND matching_yen >= 0 AND fee_yen >= 0 AND cost_yen >= fee_yen AND cost_taken_yen >= 0 "
            "AND cost_taken_yen <= cost_yen AND granted_yen >= 0 AND kept_yen >= 0",
            name="none_negative",
        ),
        sa.CheckConstraint(
            "settled_on IS NULL OR (settled_yen + returned_yen = granted_yen AND settled_yen + own_yen = spent_yen "
            "AND settled_yen >= 0 AND returned_yen >= 0 AND own_yen >= 0)",
            name="all_settled",
        ),
    )

    project_id: str = Field(primary_key=True, max_length=26, foreign_key="project.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    raised_yen: int = Field(sa_type=sa.BigInteger)
    donors: int = 0
    matching_yen: int = Field(default=0, sa_type=sa.BigInteger)
    fee_yen: int = Field(default=0, sa_type=sa.BigInteger)  # what the payment provider took
    cost_yen: int = Field(default=0, sa_type=sa.BigInteger)  # everything that raising cost, fees included
    costs: list[Any] = json_field(list)  # of BudgetLine: what the costs are made of
    cost_taken_yen: int = Field(default=0, sa_type=sa.BigInteger)  # of them paid out of the donations
    rule: SubsidyRule = enum_field(SubsidyRule)
    granted_yen: int = Field(sa_type=sa.BigInteger)
    kept_yen: int = Field(default=0, sa_type=sa.BigInteger)  # beyond the cap: stays with the town for the named use
    number: str = Field(default="", max_length=40)
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    reason: str = text_field("", max_length=1000)
    spent_yen: int = Field(default=0, sa_type=sa.BigInteger)
    own_yen: int = Field(default=0, sa_type=sa.BigInteger)  # the proposer's own money
    settled_yen: int = Field(default=0, sa_type=sa.BigInteger)
    returned_yen: int = Field(default=0, sa_type=sa.BigInteger)
    lines: list[Any] = json_field(list)  # by budget line: label, planned, spent
    use_of_rest: str = text_field("", max_length=300)
    settled_on: date | None = None
    settled_by: str | None = Field(default=None, max_length=26)
    return_due_on: date | None = None
    returned_on: date | None = None
    created_at: datetime = created_field()

    @property
    def waits_for_return(self) -> bool:
        """Money must come back and has not."""
        return self.settled_on is not None and self.returned_yen > 0 and self.returned_on is None
