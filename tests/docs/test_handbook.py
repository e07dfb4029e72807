"""The handbooks say what the screens say: words, addresses and pictures, so that they do not age."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, must_be_none
from tests.browser.handbook import ALL, MOST_BYTES, OF_README, PICTURES, WIDTH

FOLDER = ROOT / "docs" / "handbook"
BOOKS = sorted(path.name for path in FOLDER.glob("*.md") if path.name != "README.md")
PARTS = ["何のために", "はじめる前に", "三つの主な仕事", "困ったとき", "してはいけないこと・法律の注意"]
MOST_LINES = 200

WORDS = re.compile(r"\*\*「(.+?)」\*\*")
ADDRESS = re.compile(r"`(/[^`\s]*)`")
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)")
ROUTE = re.compile(r"\S+ +(/.*?) +\w+(?:\.\w+)* ")
#: a name or a number in a message, and how the handbooks write it
PLACEHOLDER, BLANK = re.compile(r"%\(\w+\)[sd]"), "○○"


@cache
def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def messages() -> frozenset[str]:
    catalogue = (ROOT / "webapp/translations/en/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    return frozenset(PLACEHOLDER.sub(BLANK, found) for found in re.findall(r'^msgid "(.+)"$', catalogue, re.MULTILINE))


@cache
def routes() -> list[re.Pattern[str]]:
    lines = (ROOT / "tests/architecture/routes.txt").read_text().splitlines()
    rules = {ROUTE.match(line)[1] for line in lines if line.startswith("GET")}  # type: ignore[index]
    return [re.compile("[^/]+".join(map(re.escape, re.split("<[^>]+>", rule)))) for rule in rules]


def unknown_words(book: str) -> list[str]:
    """Words given as a screen's that no screen says."""
    return [words for words in WORDS.findall(book) if words not in messages()]


def never_bold(book: str) -> list[str]:
    """Marks that Markdown does not take for bold: no sign of a word may touch them from outside."""
    return re.findall(r"(?:[^\s、。（(|]\*\*「[^*]*|「[^*]*」\*\*[^\s、。）)|])", book)


def unknown_addresses(book: str) -> list[str]:
    """Addresses that lead nowhere."""
    found = (address.partition("?")[0] for address in ADDRESS.findall(book))
    return [address for address in found if not any(rule.fullmatch(address) for rule in routes())]


def unknown_pictures(book: str) -> list[str]:
    """Pictures without words for who does not see them, or that the command does not take."""
    taken = {one.name for one in PICTURES}
    return [name for words, name in PICTURE.findall(book) if not words or name not in taken]


def broken_links(book: str) -> list[str]:
    """Links to files that are not there."""
    return [target for target in LINK.findall(book) if "://" not in target and not (FOLDER / target).exists()]


CHECKS = (unknown_words, never_bold, unknown_addresses, unknown_pictures, broken_links)


@pytest.mark.parametrize("name", [*BOOKS, "README.md"])
def test_a_handbook_says_what_the_screens_say(name: str) -> None:
    must_be_none(f"{name}: {check.__name__}: {found}" for check in CHECKS for found in check(text(name)))


@pytest.mark.parametrize("name", BOOKS)
def test_a_handbook_answers_the_same_five_questions_briefly(name: str) -> None:
    headings = [line[3:] for line in text(name).splitlines() if line.startswith("## ")]
    assert [heading for heading in headings if heading in PARTS] == PARTS
    jobs = re.findall(r"^### (\d)\. ", text(name), re.MULTILINE)
    assert jobs == ["1", "2", "3"]
    assert len(text(name).splitlines()) <= MOST_LINES


def test_every_handbook_is_in_the_list() -> None:
    assert sorted(LINK.findall(text("README.md"))) == BOOKS


def test_every_picture_is_used_light_and_of_one_width() -> None:
    used = {name for book in BOOKS for _words, name in PICTURE.findall(text(book))}
    assert used == {path.name for path in (FOLDER / "pictures").iterdir()} == {one.name for one in PICTURES}
    shown = set(re.findall(r"docs/screens/([\w.-]+)", (ROOT / "README.md").read_text("utf-8")))
    assert shown == {path.name for path in (ROOT / "docs" / "screens").iterdir()} == {one.name for one in OF_README}
    paths = [one.path for one in ALL]
    must_be_none(path.name for path in paths if path.stat().st_size > MOST_BYTES or width_of(path) != WIDTH)


def width_of(path: Path) -> int:
    """Pixels across, from the head of a WebP file with one lossy picture."""
    head = path.read_bytes()[:30]
    assert head[12:16] == b"VP8 "
    return int.from_bytes(head[26:28], "little") & 0x3FFF


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        ("**「どこにもないことば」**", unknown_words),
        ("押すのは**「さがす」** です", never_bold),
        ("**「さがす」**を押します", never_bold),
        ("`/my/nowhere`", unknown_addresses),
        ("![](pictures/resident-matches.webp)", unknown_pictures),
        ("![一覧](pictures/nobody-takes-me.webp)", unknown_pictures),
        ("[読む](nothing.md)", broken_links),
    ],
)
def test_each_check_finds_its_fault(wrong: str, check: object) -> None:
    assert callable(check)
    assert len(check(wrong)) == 1
