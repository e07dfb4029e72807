"""Places for the tests of listings: towns, two of which take part, and their prefectures."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask

from webapp.core.database import session
from webapp.municipalities.models import AreaKind, Municipality, Programme, ProgrammeStatus

TOWNS = {
    "202151": ("塩尻市", "しおじりし", "200000", "長野県", 36.115, 137.953),
    "202011": ("長野市", "ながのし", "200000", "長野県", 36.648, 138.194),
    "382035": ("宇和島市", "うわじまし", "380008", "愛媛県", 33.223, 132.560),
}
PREFECTURES = {"200000": ("長野県", 36.651, 138.181), "380008": ("愛媛県", 33.841, 132.765)}
Making = Callable[[], AbstractContextManager[Any]]


def make_places() -> None:
    """Add them to the open session."""
    for code, (name, lat, lon) in PREFECTURES.items():
        session().add(
            Municipality(
                code=code,
                kind=AreaKind.PREFECTURE,
                name=name,
                kana="",
                prefecture_code=code,
                prefecture_name=name,
                latitude=lat,
                longitude=lon,
            )
        )
    for code, (name, kana, prefecture, prefecture_name, lat, lon) in TOWNS.items():
        session().add(
            Municipality(
                code=code,
                name=name,
                kana=kana,
                prefecture_code=prefecture,
                prefecture_name=prefecture_name,
                latitude=lat,
                longitude=lon,
            )
        )
    session().flush()
    for code in ("202151", "382035"):
        session().add(Programme(municipality_code=code, status=ProgrammeStatus.ACTIVE, department="地域づくり課"))
    session().flush()


@pytest.fixture
def making(app: Flask, database: Any) -> Making:
    """Opens a unit of work whose rows are kept: `with making(): a_listing()`."""

    @contextmanager
    def open_it() -> Any:
        with app.app_context(), database.transaction() as opened:
            yield opened

    with open_it():
        make_places()
    return open_it
