"""Readings over kanji: right words, only for who asked, and nothing of the page changes but for them."""

import re

import pytest
from flask import Flask

from tests.support.client import Page, PageClient
from webapp.core.furigana import readings
from webapp.core.furigana.pages import FURIGANA_COOKIE, with_furigana
from webapp.core.furigana.readings import Reader, aligned
from webapp.core.i18n import LANGUAGES
from webapp.core.templating import LANGUAGE_COOKIE

READER = Reader({"龍ケ崎市": "りゅうがさきし", "東神楽町": "ひがしかぐらちょう", "津市": "つし"})
RUBY = re.compile(r"<ruby>([^<]*)<rt>[^<]*</rt></ruby>|</?furi-gana>")


def read(text: str) -> str:
    return "".join(f"{word}({reading})" if reading else word for word, reading in READER.read(text))


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("二地域居住", "二地域居住(にちいききょじゅう)"),
        ("特定居住支援法人", "特定居住支援法人(とくていきょじゅうしえんほうじん)"),
        ("登録証", "登録証(とうろくしょう)"),
        ("空き家の担い手", "空(あ)き家(や)の担(にな)い手(て)"),
        ("申し込みを取り消す", "申(もう)し込(こ)みを取(と)り消(け)す"),
        ("龍ケ崎市と東神楽町", "龍ケ崎市(りゅうがさきし)と東神楽町(ひがしかぐらちょう)"),
        ("2026年4月1日（水）", "2026年(ねん)4月(がつ)1日(ついたち)（水(すい)）"),
        ("1日に2回、14日と3日間", "1日(にち)に2回(かい)、14日(じゅうよっか)と3日間(みっかかん)"),
        ("1人か3人、10分、5分", "1人(ひとり)か3人(にん)、10分(ぷん)、5分(ふん)"),
        ("ひらがなとABC", "ひらがなとABC"),
        ("", ""),
    ],
)
def test_words_are_read_as_people_read_them(text: str, heard: str) -> None:
    assert read(text) == heard


def test_a_reading_that_does_not_fit_the_kana_of_a_word_stands_over_the_whole() -> None:
    assert aligned("取消し", "とりけし") == [("取消", "とりけ"), ("し", "")]
    assert aligned("鎌ケ谷", "かまがや") == [("鎌ケ谷", "かまがや")]


def test_nothing_but_words_between_tags_is_touched() -> None:
    kept = (
        '<head><title>空き家</title></head>', '<img alt="空き家" src="a.svg">', "<a title='家 > 家' href='/x'>", "<!-- 家 -->",
        "<script>const a = '家' < '町';</script>", "<svg><title>家</title><text>町</text></svg>", "<textarea>家</textarea>",
        "<select><option>家</option></select>", "<pre>家</pre>", "<code>家</code>", '<input value="家">', "&amp; &#39;",
        "<ruby>家<rt>いえ</rt></ruby>",
    )  # fmt: skip
    page = f"<html>{kept[0]}<body>{' '.join(kept[1:])}<p>家と&lt;海&gt;</p></body></html>"
    done = with_furigana(page, READER)
    assert all(part in done for part in kept)
    assert "<p><furi-gana><ruby>家<rt>いえ</rt></ruby>と&lt;<ruby>海<rt>うみ</rt></ruby>&gt;</furi-gana></p>" in done


def test_a_counter_is_read_by_the_number_in_the_element_before_it() -> None:
    done = with_furigana("<body><b>42</b> <i>人</i><b>10</b><i>分</i><b>x</b><i>人</i></body>", READER)
    assert re.findall("<rt>(.*?)</rt>", done) == ["にん", "ぷん", "ひと"]


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/sign-up", "/verify", "/nothing"])
def test_without_the_ruby_the_page_is_the_same_sign_for_sign(client: PageClient, path: str) -> None:
    plain = client.raw.get(path).get_data(as_text=True)
    assert RUBY.search(done := with_furigana(plain, READER))
    assert RUBY.sub(lambda found: found[1] or "", done) == plain


def switched(client: PageClient, which: str) -> Page:
    client.submit(client.get("/help"), which)
    return Page(client.raw.get("/help"), client)


def test_the_switch_puts_readings_into_pages_and_takes_them_away(client: PageClient) -> None:
    assert "<ruby>" not in client.get("/help").html
    page = switched(client, "つける")
    assert page.response.headers["Content-Length"] == str(len(page.html.encode()))
    assert "script-src" in page.response.headers["Content-Security-Policy"]
    assert page.tree.select("header ruby"), page.tree.select("main ruby")
    assert page.tree.select("main ruby")
    assert page.tree.select("footer ruby")
    assert not re.findall(r"<(title|svg|option|script)\b(?:(?!</\1>).)*<ruby>", page.html, re.DOTALL)
    client.raw.set_cookie(FURIGANA_COOKIE, "off")
    assert "<ruby>" not in client.get("/help").html


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_only_japanese_pages_offer_and_show_readings(client: PageClient, code: str) -> None:
    client.raw.set_cookie(LANGUAGE_COOKIE, code)
    client.raw.set_cookie(FURIGANA_COOKIE, "on")
    html = client.raw.get("/help").get_data(as_text=True)
    assert ("<ruby>" in html, 'name="furigana"' in html) == ((code != "en",) * 2)


def test_who_did_not_ask_never_loads_the_dictionary(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded() -> None:
        raise AssertionError("the dictionary was loaded")

    monkeypatch.setattr(readings, "_tokenizer", loaded)
    browser = PageClient(app)
    browser.raw.set_cookie(FURIGANA_COOKIE, "<b>")
    assert "<ruby>" not in browser.get("/help").html


@pytest.mark.parametrize("chosen", ["", "yes", "on\r\nX: y"])
def test_another_choice_is_not_remembered(client: PageClient, chosen: str) -> None:
    answer = client.post("/language", {"furigana": chosen})
    assert not any("furigana" in cookie for cookie in answer.response.headers.getlist("Set-Cookie"))
