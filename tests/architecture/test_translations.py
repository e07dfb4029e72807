"""Every sentence has its English and its plain Japanese, with the same placeholders."""

import ast
import re
from gettext import GNUTranslations
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.architecture.source import code
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from tests.support.speech import foreign, latin_words
from webapp.cli.easy_words import HARD, LONGEST, WANTED, is_plain, may_stay, sentences, too_long
from webapp.cli.words import catalogue_path, gather, in_order, is_own_entry, source_of
from webapp.core.i18n import LANGUAGES
from webapp.core.templating import LANGUAGE_COOKIE

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]+")
#: where a clerk fills in a ready-made sentence: looked for by these signs in every language
TO_FILL_IN = re.compile("〇〇|〇月〇日|〇枚")
#: words that stay Japanese in an English sentence because a form expects them so
EXAMPLES = 16
#: of a hundred plain sentences, how many may be longer than is wished for
LONGER = 10
OTHERS = [code for code in LANGUAGES if code != "ja"]
Words = dict[str, str]


@pytest.fixture(scope="module")
def found() -> Catalog:
    return gather()


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Words]:
    return {code: read(code) for code in OTHERS}


def read(code: str) -> Words:
    """Source → translation; the compiled catalogue is read ten times as fast where it is as new as its source."""
    path = catalogue_path(code)
    compiled = path.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
        with compiled.open("rb") as file:
            known: dict[Any, str] = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        return {key if isinstance(key, str) else key[0]: string for key, string in known.items() if key}
    with path.open("rb") as file:
        messages = [m for m in read_po(file, locale=str(LANGUAGES[code].babel)) if m.id and m.string]
    pairs = ((m.id, m.string) for m in messages)
    return {a if isinstance(a, str) else a[0]: b if isinstance(b, str) else b[0] for a, b in pairs if any(b)}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_has_its_translation(code: str, found: Catalog, catalogues: dict[str, Words]) -> None:
    needed = [m for m in in_order(found) if code != "easy" or not is_own_entry(m)]
    lacking = [source_of(message) for message in needed if source_of(message) not in catalogues[code]]
    assert lacking == [], f"run `futamachi words`, then translate them in {catalogue_path(code).parts[-3]}"


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_lost_or_gained_a_placeholder(code: str, catalogues: dict[str, Words]) -> None:
    for source, string in catalogues[code].items():
        assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(string)), source


def test_english_sentences_are_english(catalogues: dict[str, Words]) -> None:
    left = [string for string in catalogues["en"].values() if JAPANESE.search(TO_FILL_IN.sub("", string))]
    assert len(left) <= EXAMPLES, left


@pytest.mark.parametrize("code", ["ja", "easy"])
def test_no_sentence_of_ours_says_an_english_word_in_japanese(code: str, catalogues: dict[str, Words]) -> None:
    spoken = list(catalogues["easy"].values() if code == "easy" else catalogues["en"])
    mixed = {word: text for text in spoken if JAPANESE.search(text) for word in latin_words(PLACEHOLDER.sub(" ", text))}
    assert mixed == {}, "say it in Japanese, or name it in tests/support/latin_words.txt"


def test_plain_sentences_are_short(catalogues: dict[str, Words]) -> None:
    plain = list(catalogues["easy"].values())
    assert [long for text in plain for long in too_long(text)] == [], f"at most {LONGEST} characters a sentence"
    lengths = [len(sentence) for text in plain for sentence in sentences(text)]
    assert 100 * sum(length > WANTED for length in lengths) <= LONGER * len(lengths)


def test_only_what_is_plain_already_stays_as_it_is(found: Catalog, catalogues: dict[str, Words]) -> None:
    kept = [m for m in in_order(found) if catalogues["easy"].get(source_of(m)) == source_of(m)]
    assert [source_of(message) for message in kept if not is_own_entry(message)] == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("名前を書いてください。", True),
        ("申請を送る", False),
        ("ここに書くと、あなたのまちの人がみんな読むことができるようになります。", False),
        ("%(town)sの登録", True),
        ("地方税法第37条の2・総務省告示（返礼割合3割以下）", True),
        ("第28条のとおり、速やかに届け出てください。", False),
    ],
)
def test_what_is_plain_is_told_by_length_and_words(text: str, plain: bool) -> None:
    assert is_plain(text) == plain
    assert all(not is_plain(word) for word in HARD)


@pytest.mark.parametrize(
    ("text", "files", "stays"),
    [
        ("情報及び関係性", ["webapp/pages/accessibility/criteria.py"], True),
        ("情報及び関係性", ["webapp/pages/accessibility/criteria.py", "webapp/pages/views.py"], False),
        ("情報及び関係性を使っていません。", ["webapp/pages/accessibility/criteria.py"], False),
        ("秘匿希望の方です", ["webapp/templates/registrations/desk/review.html"], False),
    ],
)
def test_names_of_criteria_alone_are_quoted_from_their_standard(text: str, files: list[str], stays: bool) -> None:
    assert may_stay(text, files) == stays


def translated_reasons(tree: ast.AST) -> list[int]:
    """Lines on which the reader's words are handed on as the reason of a deed, at once or by a name in the same function."""
    found = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        named = {
            target.id
            for part in ast.walk(function)
            if isinstance(part, ast.Assign) and is_translated(part.value)
            for target in part.targets
            if isinstance(target, ast.Name)
        }
        given = [one for part in ast.walk(function) if isinstance(part, ast.Call) for one in part.keywords]
        reasons = [one.value for one in given if one.arg == "reason"]
        found += [v.lineno for v in reasons if is_translated(v) or (isinstance(v, ast.Name) and v.id in named)]
    return found


def is_translated(value: ast.expr) -> bool:
    return any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "_" for n in ast.walk(value))


def test_reasons_of_ours_are_kept_in_the_source_language_whoever_acts() -> None:
    kept = [f"{file.path}:{line}" for file in code() for line in translated_reasons(file.tree)]
    assert kept == [], "say it with `recorded`"
    told = (
        "def f():\n    why = _('終わったため')\n    end(reason=why or 1)\n    end(reason=why)\n    end(reason={}('x'))"
    )
    assert translated_reasons(ast.parse(told.format("_"))) == [4, 5]
    assert translated_reasons(ast.parse(told.format("recorded"))) == [4]


def test_mixed_tongues_are_found() -> None:
    page = '<html lang="x"><body class="form"><a href="/x" title="{}">{}</a><code>git</code> a@b.example QR'
    assert foreign(page.format("さがす", "Search"), "ja") == ["'Search' in 'Search'"]
    assert foreign(page.format("Click", "さがす"), "ja-simple") == ["'Click' in 'Click'"]
    assert foreign(page.format("QR", '<span lang="en">Search</span>'), "ja") == []
    assert foreign(page.format("Search", "さがす"), "en") == ["'さがす'"]
    assert foreign(page.format("Search", '<i lang="ja">さがす</i>'), "en") == []


@pytest.mark.parametrize(
    "path", ["/", "/help", "/privacy", "/accessibility", "/listings", "/projects", "/verify", "/sign-in", "/sign-up"]
)
def test_an_english_page_speaks_english(client: PageClient, path: str) -> None:
    client.raw.set_cookie(LANGUAGE_COOKIE, "en")
    page = client.get(path)
    html = page.tree.find("html")
    assert html is not None
    assert html.attrs["lang"] == "en"
    for tag in page.tree.select("[lang|=ja], option, [placeholder]"):
        tag.extract()
    left = set(JAPANESE.findall(words_of(page.tree))) - {"ふたまち"}
    assert left == set(), left


def test_the_switch_changes_the_language_and_comes_back(client: PageClient) -> None:
    page = client.get("/help")
    back = client.submit(page, "English", expect=303)
    assert back.location == "/help"
    assert (page.h1, client.get("/help").h1) == ("使い方", "Help")
