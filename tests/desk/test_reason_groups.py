"""The list of ready reasons is read by the work they belong to, or by a word."""

from typing import Any

from tests.support.pagelint import words_of
from webapp.desk.reasons.groups import GROUPS
from webapp.desk.reasons.models import Answer


def test_every_kind_of_answer_stands_under_one_heading() -> None:
    listed = [answer for _key, _heading, answers in GROUPS for answer in answers]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(Answer)


def test_one_goes_to_a_heading_or_finds_a_sentence_by_a_word(office: Any, signed_in: Any) -> None:
    clerk = signed_in(office["clerk"])
    page = clerk.get("/staff/reasons")
    jumps = [a.attrs["href"] for a in page.tree.select("main .chips a")]
    assert jumps == [f"#{key}" for key, _heading, _answers in GROUPS]
    assert all(page.tree.select_one(f"main {jump}") for jump in jumps)
    found = clerk.get("/staff/reasons?q=紛失")
    headings = [words_of(tag) for tag in found.tree.select("main summary")]
    assert "証明書を取り消す（1項目）" in headings
    assert not any(words.startswith("登録を認める") for words in headings)
    assert all("open" in tag.attrs for tag in found.tree.select("main details"))
