"""Every sentence has its English, with the same placeholders, and an English page speaks no Japanese."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.support.client import PageClient
from webapp.cli.words import catalogue_path, gather
from webapp.core.templating import LANGUAGE_COOKIE

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]+")
#: words that stay Japanese in an English sentence because a form expects them so
EXAMPLES = 12


@pytest.fixture(scope="module")
def english() -> Catalog:
    with catalogue_path("en").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_has_its_english(english: Catalog) -> None:
    lacking = [m.id for m in gather() if m.id and not getattr(english.get(m.id), "string", "")]
    assert lacking == [], "run `futamachi words`, then translate them in webapp/translations/en"


def test_no_sentence_lost_or_gained_a_placeholder(english: Catalog) -> None:
    for message in english:
        if isinstance(message.id, str) and message.id:
            assert sorted(PLACEHOLDER.findall(message.id)) == sorted(PLACEHOLDER.findall(str(message.string))), (
                message.id
            )


def test_english_sentences_are_english(english: Catalog) -> None:
    left = [m.string for m in english if m.id and JAPANESE.search(str(m.string))]
    assert len(left) <= EXAMPLES, left


@pytest.mark.parametrize(
    "path", ["/", "/help", "/privacy", "/accessibility", "/listings", "/projects", "/verify", "/sign-in", "/sign-up"]
)
def test_an_english_page_speaks_english(client: PageClient, path: str) -> None:
    client.raw.set_cookie(LANGUAGE_COOKIE, "en")
    page = client.get(path)
    html = page.soup.find("html")
    assert html is not None
    assert html["lang"] == "en"
    for tag in page.soup.select("[lang|=ja], option, [placeholder]"):
        tag.extract()
    left = set(JAPANESE.findall(page.soup.get_text(" "))) - {"ふたまち"}
    assert left == set(), left


def test_the_switch_changes_the_language_and_comes_back(client: PageClient) -> None:
    page = client.get("/help")
    back = client.submit(page, "English", expect=303)
    assert back.location == "/help"
    assert (page.h1, client.get("/help").h1) == ("使い方", "Help")
