"""Every letter in Japanese and English as it is kept beside this test: a changed sentence is seen in review.

After a change that is meant: `KEEP_LETTERS=1 .venv/bin/pytest tests/notices/test_kept_letters.py`, then look at the
difference. Kept is what each letter says; the frame of all letters is kept once in each language and form.
"""

import os
import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from turbohtml import parse

from tests.factories.municipalities import a_programme
from tests.support.letters import MOMENT, TOWN, Sample, every_letter, written
from tests.support.pagelint import words_of
from webapp.core import mail
from webapp.core.i18n import in_language
from webapp.core.letters import Letter, Recipient, draft_as_letter
from webapp.core.wrapping import WIDTH, columns, wrapped

KEPT = Path(__file__).parent / "kept"
BASE = "https://futamachi.example"
FEATURES = {feature: list(group) for feature, group in groupby(every_letter(), key=lambda sample: sample.feature)}
TO = {"ja": Recipient("hanako@example.jp", "山田 花子", "ja"), "en": Recipient("jane@example.jp", "Jane Doe", "en")}
#: keys in links are new each time
SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{43,}")
LINKS = (("link", "link_label"), ("stop_link", "stop_label"))
#: what only its owner may read in the list of a mail program: names, addresses and numbers of other people
PRIVATE = re.compile(
    r"〔(?:\w*(?:full_name|donor_name|owner_name|shown_name|given_name|minor|absent|leaving|email|phone|address)\w*)〕"
)


def compose(sample: Sample, session: Session, locale: str) -> Letter:
    """A letter to somebody, as it would be queued."""
    with in_language(locale):
        return draft_as_letter(TO[locale], written(sample, session), f"/letters/stop/{'x' * 50}")


def in_short(letter: Letter) -> str:
    """What a letter says, without the frame that all letters share."""
    content = letter.content
    lines = [f"[{letter.locale}] {letter.subject}", *content["paragraphs"]]
    lines += [f"  | {label} | {value}" for label, value in content["facts"]]
    lines += [f"  # {heading}: {len(found)}" for heading, found in content["groups"]]
    lines += [f"  > {content[label]} > {content[link]}" for link, label in LINKS if content[link]]
    return SECRET.sub("…", "\n".join(lines))


@pytest.mark.parametrize("feature", FEATURES)
def test_letters_say_what_is_kept(app: Any, session: Session, time_machine: Any, feature: str) -> None:
    time_machine.move_to(MOMENT, tick=False)
    a_programme(TOWN)
    session.flush()
    parts = []
    for sample in FEATURES[feature]:
        both = [compose(sample, session, locale) for locale in TO]
        parts.append("\n".join([f"### {sample.kind}", *map(in_short, both)]))
        assert [fault for letter in both for fault in faults(letter)] == [], sample.kind
    told = "\n\n".join(parts) + "\n"
    assert told == kept(f"{feature}.txt", told), f"meant? see the head of {Path(__file__).name}"


def faults(letter: Letter) -> list[str]:
    """What no letter may have: words that only one of its two forms says, links that lead nowhere, others' data in its subject."""
    text = mail.render("mail/letter.txt", letter, BASE)
    plain = "".join(text.split())
    html = parse(mail.render("mail/letter.html", letter, BASE))
    seen = "".join(words_of(html).split())
    said = [*letter.content["paragraphs"], *(word for fact in letter.content["facts"] for word in fact)]
    found = [f"only in one form: {words}" for words in said if not is_said(words, seen) or not is_said(words, plain)]
    wide = [line for line in text.splitlines() if columns(line) > WIDTH and not line.startswith(BASE)]
    found += [f"wider than {WIDTH}: {line}" for line in wide if "：" not in line and ": " not in line]
    found += [
        f"leads nowhere: {a.attrs['href']}" for a in html.select("a") if not str(a.attrs["href"]).startswith(BASE)
    ]
    found += [f"in the subject: {word}" for word in PRIVATE.findall(letter.subject)]
    return found + [f"not said: {word}" for word in ("%(", "None", "Undefined", "<") if word in letter.subject + text]


@pytest.mark.parametrize("locale", TO)
def test_one_letter_is_kept_whole_in_both_forms(session: Session, time_machine: Any, locale: str) -> None:
    time_machine.move_to(MOMENT, tick=False)
    (sample,) = [one for one in FEATURES["notices"] if one.kind == "notices.digest"]
    letter = compose(sample, session, locale)
    for form in ("txt", "html"):
        text = mail.render(f"mail/letter.{form}", letter, BASE)
        shown = re.sub(r"/letters/stop/[\w-]+", "/letters/stop/…", text)
        assert shown == kept(f"whole/{locale}.{form}", shown)


def kept(name: str, text: str) -> str:
    """What is kept under this name; when told to, the present text is kept first."""
    file = KEPT / name
    if os.environ.get("KEEP_LETTERS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_nothing_is_kept_that_is_no_longer_written() -> None:
    assert {file.stem for file in KEPT.glob("*.txt")} == {*FEATURES}


def is_said(words: str, text: str) -> bool:
    """Whether a text without spaces has these words, wherever its lines break."""
    return "".join(words.split()) in text


def test_lines_break_before_the_edge_but_not_before_a_full_stop_or_in_a_word() -> None:
    assert wrapped("あ" * 5 + "。" + "い" * 3, 10) == "ああああ\nあ。いいい"
    assert wrapped("one two three", 7) == "one two\nthree"
    assert wrapped("https://futamachi.example/long", 10) == "https://futamachi.example/long"
    assert wrapped("一\n\n二", 10) == "一\n\n二"
