"""Words of the law: each explained once, in short sentences, and one press away where it is met."""

import re

import pytest

from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.glossary import GROUPS, anchor_of, term_of

TERMS = [term for group in GROUPS for term in group.terms]


def test_about_forty_words_are_explained_each_once() -> None:
    keys = [term.key for term in TERMS]
    assert len(keys) == len(set(keys)) >= 40
    assert len({anchor_of(key) for key in keys}) == len(keys)


def test_each_word_has_a_reading_a_plain_gloss_and_a_source() -> None:
    for term in TERMS:
        gloss = str(term.gloss)
        assert re.fullmatch(r"[ぁ-んァ-ヶー]+", term.reading), term.key
        assert gloss.endswith("。"), term.key
        assert max(len(sentence) for sentence in gloss.split("。")) <= 45, gloss
        assert str(term.source), term.key


def test_a_word_that_is_not_explained_is_not_promised() -> None:
    with pytest.raises(KeyError):
        term_of("むずかしいことば")


def test_a_pop_out_needs_no_script_and_leads_to_its_place_on_the_page_of_words(client: PageClient) -> None:
    tree = client.get("/limits").tree
    button = tree.select_one(".term__word")
    assert button is not None
    gloss = tree.select_one(f"#{button.attrs['popovertarget']}[popover]")
    assert gloss is not None
    link = gloss.select_one("a")
    assert link is not None
    place = str(link.attrs["href"]).partition("#")[2]
    found = client.get("/glossary").tree.select_one(f"#{place}")
    assert found is not None
    assert words_of(button) in found.text
