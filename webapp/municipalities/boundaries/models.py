"""The lines of one prefecture."""

from datetime import datetime

from sqlmodel import Field

from webapp.core.table import Table, created_field, json_field

Line = list[list[float]]


class PrefectureLines(Table, table=True):
    """`outer` are the lines round a prefecture, `inner` those between its municipalities: lists of [longitude, latitude]."""

    __tablename__ = "prefecture_lines"

    prefecture_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    outer: list[Line] = json_field(list)
    inner: list[Line] = json_field(list)
    credit: str = Field(max_length=200)
    imported_at: datetime = created_field()
