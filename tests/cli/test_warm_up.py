"""Workers fit the matcher before anybody asks for suggestions."""

from typing import Any

from flask import Flask

from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from webapp.cli.gunicorn_hooks import warm_up
from webapp.listings.models import ListingKind
from webapp.matches import store


def test_the_matcher_is_fitted_when_a_worker_starts(app: Flask, database: Any) -> None:
    with database.transaction():
        a_municipality("202151")
        listing = a_listing("202151", ListingKind.NEED, title="草刈りの手伝い")
    assert database not in store._fitted
    warm_up(app)
    assert set(store._fitted[database].offers) == {listing.id}
