"""Every view that anybody of the demo reaches, in each of the three languages: no sentence of another one, no unclean page."""

import pytest
from flask import Flask

from tests.judges.recording import say
from tests.support.following import PEOPLE, VISITOR, walk
from webapp.core.i18n import LANGUAGES


@pytest.mark.settings(rate_limits=False)
@pytest.mark.parametrize("who", [VISITOR, *PEOPLE])
def test_every_page_speaks_the_language_that_was_chosen(demo_app: Flask, who: str) -> None:
    wrong, opened = walk(demo_app, who, ["/", "/my", "/settings"], tuple(LANGUAGES))
    say(f"{who}: {opened} pages")
    assert not wrong, "\n" + "\n".join(wrong)
    assert opened >= 60
