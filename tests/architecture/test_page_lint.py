"""The page linter finds each fault it is there for, and passes a good page."""

import pytest

from tests.support.pagelint import Document, lint

POLICY = {"Content-Security-Policy": "default-src 'self'; script-src 'self' 'nonce-abc'"}
GOOD = """<!doctype html>
<html lang="ja">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>空き家をさがす | ふたまち</title>
</head>
<body>
<main>
  <h1>空き家をさがす</h1>
  <h2 id="results">結果</h2>
  <img src="/b.png" alt="" width="40" height="30" loading="lazy" decoding="async">
  <svg role="img"><title>地図</title></svg>
  <form method="post" action="/save">
    <input type="hidden" name="csrf_token" value="t">
    <label for="q">ことば</label> <input id="q" name="q">
    <button>さがす</button>
  </form>
  <a href="#results">結果へ</a>
  <script nonce="abc">1;</script>
</main>
</body>
</html>"""

FAULTS = {
    "a stray end tag": ("</form>", "</form></span>", "not valid HTML"),
    "no language": (' lang="ja"', "", "no lang"),
    "no viewport": ('name="viewport"', 'name="x"', "viewport"),
    "no heading": ("<h1>空き家をさがす</h1>", "", "one h1"),
    "two headings": ("<h2", "<h1>二つめ</h1><h2", "one h1"),
    "another title": ("<title>空き家", "<title>空家", "does not hold the h1"),
    "no site name": (" | ふたまち", "", "site's name"),
    "a skipped level": ("<h2", "<h2>あ</h2><h4>い</h4><h2", "followed by h4"),
    "no main": ("main>", "div>", "one <main>"),
    "an unlabelled field": ('<label for="q">ことば</label>', "", "no label"),
    "an empty label": (">ことば<", "><", "no label"),
    "a wordless button": ("<button>さがす", "<button>", "no words"),
    "a wordless link": (">結果へ<", "><", "no words"),
    "a picture without alt": ("<h2", '<img src="/a.png"><h2', "no alt"),
    "a picture without a place": ('width="40" ', "", "width and height"),
    "a picture that comes too early": (' loading="lazy"', "", "nor lazily"),
    "an unnamed drawing": ("<title>地図</title></svg>", "</svg>", "neither hidden nor named"),
    "an id given twice": ("<h2", '<p id="q">あ</p><h2', "2 times"),
    "a label to nowhere": ('id="q"', 'id="r"', "points nowhere"),
    "a link to nowhere": ('href="#results"', 'href="#result"', "points nowhere"),
    "a form without token": ('value="t"', 'value=""', "no CSRF token"),
    "a token in the address": ('method="post"', 'method="get"', "into the address"),
    "an inline style": ("<h2", '<p style="color:red">あ</p><h2', "inline style"),
    "an inline handler": ("<button>", '<button onclick="x()">', "inline onclick"),
    "a script address": ('href="#results"', 'href="javascript:x()"', "script from its address"),
    "data without a nonce": ('nonce="abc"', 'type="application/ld+json"', "lacks the policy's nonce"),
    "data that is none": ('nonce="abc"', 'nonce="abc" type="application/ld+json"', "no JSON"),
    "a foreign nonce": ('nonce="abc"', 'nonce="abd"', "lacks the policy's nonce"),
    "an unfilled placeholder": (">結果<", ">%(count)s件<", "left over"),
    "a None": (">結果<", ">None<", "left over"),
    "a double escape": (">結果<", ">&amp;lt;結果<", "left over"),
    "an error without its place": ('id="q"', 'id="q" aria-invalid="true"', "does not point at its error"),
}


def sentences(html: str, status: int = 200, headers: dict[str, str] = POLICY) -> list[str]:
    return lint(Document(html, status, headers))


def test_a_good_page_passes() -> None:
    assert sentences(GOOD) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault: str) -> None:
    before, after, sentence = FAULTS[fault]
    assert before in GOOD
    assert sentences(GOOD) == []  # what is remembered of a clean page hides no fault of the next
    assert any(sentence in found for found in sentences(GOOD.replace(before, after)))


def test_a_refused_form_needs_a_summary_that_leads_to_the_field() -> None:
    wrong = GOOD.replace('id="q"', 'id="q" aria-invalid="true" aria-describedby="results"')
    assert any("no .error-summary" in s for s in sentences(wrong, 422))
    empty = wrong.replace("<h2", '<div class="error-summary"><p>なおしてください</p></div><h2', 1)
    assert any("leads to no field" in s for s in sentences(empty, 422))
    whole = empty.replace("なおしてください", '<a href="#q">なおしてください</a>')
    assert sentences(whole, 422) == []


def test_a_page_without_policy_or_with_a_lax_one_is_found() -> None:
    assert any("no Content-Security-Policy" in s for s in sentences(GOOD, 200, {}))
    lax = {"Content-Security-Policy": "script-src 'self' 'unsafe-inline' 'nonce-abc'"}
    assert any("lets inline code run" in s for s in sentences(GOOD, 200, lax))
