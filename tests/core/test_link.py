"""`link()` of templates: the address of a view, or a loud failure."""

import pytest
from flask import Flask
from werkzeug.routing import BuildError

from webapp.core.templating import link


def test_it_is_the_address_of_the_view(app: Flask) -> None:
    with app.test_request_context():
        assert (link("pages.front"), link("pages.front"), link("municipalities.show", code="202151")) == (
            "/",
            "/",
            "/municipalities/202151",
        )


@pytest.mark.parametrize(("endpoint", "values"), [("pages.nowhere", {}), ("municipalities.show", {})])
def test_a_view_that_is_not_there_is_a_fault_and_no_dead_link(
    app: Flask, endpoint: str, values: dict[str, str]
) -> None:
    with app.test_request_context(), pytest.raises(BuildError):
        link(endpoint, **values)
