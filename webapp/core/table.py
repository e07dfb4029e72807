"""The base of every table: validated on assignment, quiet in logs, portable column types."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import configure_mappers
from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Field, SQLModel

from webapp.core.clock import now
from webapp.core.ids import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """Base of all tables: field rules hold in the constructor and on assignment; repr shows no personal data."""

    # what checks a table's values is built with its first value: most processes write to few of them (see `build_all`)
    model_config = {"validate_assignment": True, "hide_input_in_errors": True, "defer_build": True}

    def __setattr__(self, name: str, value: Any) -> None:
        """SQLModel tells SQLAlchemy first and validates then: take back what turns out to be wrong."""
        is_known, before = name in self.__dict__, self.__dict__.get(name)
        try:
            super().__setattr__(name, value)
        except ValidationError:
            if is_known:
                set_attribute(self, name, before)
            raise

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '')}>"

    __str__ = __repr__


def build_all() -> None:
    """Build now what checks every table's values and what joins tables; what is wrong with one is told here."""
    configure_mappers()
    for mapper in Table._sa_registry.mappers:
        mapper.class_.model_rebuild()


def id_field() -> Any:
    """The primary key: a ULID of 26 characters."""
    return Field(default_factory=new_id, primary_key=True, max_length=26)


def created_field() -> Any:
    """When the row was made, aware UTC."""
    return Field(default_factory=now, nullable=False)


def enum_field(kind: type[Enum], default: Any = ..., *, index: bool = False, nullable: bool = False) -> Any:
    """A column that stores an enum's value as text, so that a new member needs no migration."""
    stored = sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(default, sa_type=stored, index=index, nullable=nullable)


def json_field(factory: Callable[[], Any] = dict, *, info: dict[str, Any] | None = None) -> Any:
    """A JSON column (JSONB on PostgreSQL). Replace the whole value: a change in place is not saved. info: `Column.info`."""

    def fresh() -> Any:  # pydantic looks at the signature for every row, which takes 0.1 ms for a built-in type
        return factory()

    return Field(
        default_factory=fresh,
        sa_type=sa.JSON().with_variant(JSONB(), "postgresql"),
        nullable=False,
        sa_column_kwargs={"info": info or {}},
    )


def text_field(default: Any = ..., *, max_length: int, nullable: bool = False) -> Any:
    """A long text with a limit that forms read as well."""
    return Field(default, max_length=max_length, sa_type=sa.Text, nullable=nullable)


def max_length_of(table: type[SQLModel], name: str) -> int | None:
    """The limit declared on a table's text field, so that a form states it only once."""
    for rule in table.model_fields[name].metadata:
        limit = getattr(rule, "max_length", None)
        if limit is not None:
            return int(limit)
    return None


Moment = datetime
