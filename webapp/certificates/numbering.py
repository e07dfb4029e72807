"""The numbers of certificates: per municipality, kind and fiscal year, without gaps."""

from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from webapp.certificates.kinds.spec import KindSpec
from webapp.certificates.models import CertificateCounter
from webapp.core.clock import fiscal_year
from webapp.core.database import session
from webapp.core.eras import reiwa_year


def take_numbers(kind: KindSpec, municipality_code: str, town: str, day: date, count: int = 1) -> list[str]:
    """The next numbers of the municipality: 「塩尻市-R8-000001」, of other kinds with their mark: 「塩尻市-指R8-000001」."""
    year = fiscal_year(day)
    insert: Any = sqlite_insert if session().get_bind().dialect.name == "sqlite" else pg_insert
    statement = (
        insert(CertificateCounter)
        .values(municipality_code=municipality_code, kind=kind.code, fiscal_year=year, last_number=count)
        .on_conflict_do_update(
            index_elements=["municipality_code", "kind", "fiscal_year"],
            set_={"last_number": CertificateCounter.last_number + count},
        )
        .returning(CertificateCounter.last_number)
    )
    last = int(session().execute(statement).scalar_one())
    prefix = f"{town}-{kind.number_mark}R{reiwa_year(year)}"
    return [f"{prefix}-{number:06}" for number in range(last - count + 1, last + 1)]
