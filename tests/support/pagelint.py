"""What every page must be, whatever it shows: one small rule a function, run on each page that a test opens."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

import turbohtml
from turbohtml import Element, Text, TokenType

from tests.support.schema_org import faults

SITE_NAMES = ("ふたまち", "Futamachi")
_NOT_LABELLED = {"hidden", "submit", "button", "image", "reset"}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "list", "form")
_LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|\bNone\b|\bUndefined\b|object at 0x|&(?:lt|gt|amp|quot|#\d+);")
_CODE = "script, style, template"
_NOT_SPOKEN = frozenset({"script", "style", "template", "code", "pre", "textarea"})
_ADDRESSES = frozenset({"action", "href", "src"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(frozen=True)
class Document:
    """One HTML answer, ready to be looked at."""

    html: str
    status: int
    headers: Mapping[str, str]

    @cached_property
    def tree(self) -> turbohtml.Document:
        """The page as the parser of the HTML standard builds it."""
        return turbohtml.parse(self.html)

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id occurs."""
        return Counter(str(tag.attrs["id"]) for tag in self.tree.select("[id]"))

    @cached_property
    def nonces(self) -> set[str]:
        """The nonces that the content security policy accepts."""
        return set(re.findall(r"'nonce-([^']+)'", self.headers.get("Content-Security-Policy", "")))

    def words(self, name: str) -> list[str]:
        """The text of every element of that name."""
        return [words_of(tag) for tag in self.tree.find_all(name)]


def words_of(node: turbohtml.Node) -> str:
    """What a person reads in a part of a page, spaces collapsed."""
    texts = (part for part in node.descendants if isinstance(part, Text))
    return " ".join(" ".join(text.data for text in texts if not text.closest(_CODE)).split())


Rule = Callable[[Document], Iterator[str]]


def lint(document: Document) -> list[str]:
    """Everything that is wrong with a page, each as a sentence."""
    return [sentence for rule in RULES for sentence in rule(document)]


def is_valid_html(document: Document) -> Iterator[str]:
    """The parser of the HTML standard has nothing to repair: every sign is as it should be, every tag where it is written."""
    for error in document.tree.errors:
        text = document.html.splitlines()[error.line - 1].strip()
        yield f"not valid HTML at {error.line}:{error.col}: {error.code} in {text[:120]!r}"
    built = (tag for tag, _line in _tags(document.tree.serialize()))
    for written, standing in zip_longest(_tags(document.html), built, fillvalue=None):
        if written is None or written[0] != standing:
            tag, line = written or ("nothing more", len(document.html.splitlines()))
            yield f"not valid HTML in line {line}: <{tag}> stands where the parser needs <{standing}>"
            return


def _tags(html: str) -> Iterator[tuple[str, int]]:
    """Every tag that opens or closes, in the order of the page, with its line; one that closes itself does both."""
    for token in turbohtml.tokenize(html):
        if token.type is TokenType.START_TAG:
            yield token.tag or "", token.line
            if token.self_closing and token.tag not in _VOID:
                yield f"/{token.tag}", token.line
        elif token.type is TokenType.END_TAG:
            yield f"/{token.tag}", token.line


def has_a_language(document: Document) -> Iterator[str]:
    """A screen reader knows which voice to take, a phone how wide to draw."""
    if not document.tree.select("html[lang]"):
        yield "<html> has no lang"
    if not document.tree.select('meta[name="viewport"]'):
        yield "no viewport is declared"


def has_one_heading_and_its_title(document: Document) -> Iterator[str]:
    """One h1, and a title that begins with it and ends with the site's name."""
    headings, titles = document.words("h1"), [title.text for title in document.tree.select("head > title")]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1 with words is needed, found {headings}"
        return
    title = " ".join(titles[0].split()) if len(titles) == 1 else ""
    if not title.endswith(SITE_NAMES):
        yield f"the title {title!r} does not end with the site's name"
    if headings[0].replace(" ", "") not in title.replace(" ", ""):
        yield f"the title {title!r} does not hold the h1 {headings[0]!r}"


def headings_do_not_skip(document: Document) -> Iterator[str]:
    """A level follows the one above it, and there is one main landmark."""
    last = 0
    for tag in document.tree.select("h1, h2, h3, h4, h5, h6"):
        level = int(tag.tag[1])
        if level > last + 1 and last:
            yield f"h{last} is followed by h{level} {words_of(tag)!r}"
        last = level
    if len(document.tree.find_all("main")) != 1:
        yield "one <main> is needed"


def inputs_are_labelled(document: Document) -> Iterator[str]:
    """Each field says what belongs into it."""
    labelled = {label.attrs.get("for") for label in document.tree.find_all("label") if words_of(label)}
    for field in document.tree.select("input, select, textarea"):
        said = field.attrs
        if said.get("type") in _NOT_LABELLED:
            continue
        wrapped = field.closest("label")
        named = said.get("aria-label") or said.get("aria-labelledby") or said.get("id") in labelled
        if not named and not (wrapped and words_of(wrapped)):
            yield f"the field {said.get('name')!r} has no label"


def controls_have_words(document: Document) -> Iterator[str]:
    """Links, buttons, pictures and drawings say what they are."""
    for control in document.tree.select("a[href], button"):
        described = (inner.attrs.get("alt") or inner.attrs.get("aria-label") for inner in control.select("img, svg"))
        if not (words_of(control) or control.attrs.get("aria-label") or any(described)):
            yield f"a {control.tag} has no words: {control.html[:120]}"
    for picture in document.tree.select("img:not([alt])"):
        yield f"a picture has no alt: {picture.attrs.get('src')}"
    for drawing in document.tree.find_all("svg"):
        hidden = drawing.closest('[aria-hidden="true"]')
        named = drawing.attrs.get("role") == "img" and (drawing.find("title") or drawing.attrs.get("aria-label"))
        if not hidden and not (named or drawing.attrs.get("aria-labelledby")):
            yield f"an svg is neither hidden nor named: {drawing.html[:120]}"


def pictures_keep_their_place(document: Document) -> Iterator[str]:
    """A picture has its size before it comes, and is either fetched first, lies in the page, or waits until it is near."""
    for picture in document.tree.find_all("img"):
        said = picture.attrs
        if not (said.get("width") and said.get("height")):
            yield f"nothing moves only with width and height: {said.get('src')}"
        is_early = said.get("fetchpriority") == "high" or str(said.get("src")).startswith("data:")
        if not is_early and (said.get("loading"), said.get("decoding")) != ("lazy", "async"):
            yield f"neither fetched first nor lazily: {said.get('src')}"


def ids_are_unique_and_found(document: Document) -> Iterator[str]:
    """An id is given once, and whatever points at one finds it."""
    yield from (f"the id {name!r} is given {count} times" for name, count in document.ids.items() if count > 1)
    for attribute in _REFERENCES:
        for tag in document.tree.select(f"[{attribute}]"):
            for name in str(tag.attrs[attribute]).split():
                if name not in document.ids:
                    yield f'{tag.tag} {attribute}="{name}" points nowhere'
    for link in document.tree.select('a[href^="#"]'):
        name = str(link.attrs["href"])[1:]
        if name and name not in document.ids:
            yield f"the link #{name} points nowhere"


def forms_are_protected(document: Document) -> Iterator[str]:
    """A form that writes carries the token; a form that reads does not spread it."""
    for form in document.tree.find_all("form"):
        writes = str(form.attrs.get("method", "get")).lower() == "post"
        token = form.select_one('input[name="csrf_token"]')
        carries = token is not None and bool(token.attrs.get("value"))
        if writes and not carries:
            yield f"the form to {form.attrs.get('action')!r} has no CSRF token"
        if not writes and carries:
            yield f"the reading form to {form.attrs.get('action')!r} would put its CSRF token into the address"


def nothing_is_inline(document: Document) -> Iterator[str]:
    """No style or script in the page but a script with the policy's nonce; data that no browser runs has it, too, and can be read."""
    for tag in document.tree.iter_elements():
        for name, value in tag.attrs.items():
            if name == "style" or name.startswith("on"):
                yield f"{tag.tag} has an inline {name}"
            if name in _ADDRESSES and str(value).strip().lower().startswith("javascript:"):
                yield f"{tag.tag} runs script from its address"
    by_nonce_only = "'strict-dynamic'" in document.headers.get("Content-Security-Policy", "")
    for script in document.tree.select("script, style"):
        if (by_nonce_only or not script.attrs.get("src")) and script.attrs.get("nonce") not in document.nonces:
            yield f"a {script.tag} lacks the policy's nonce: {script.html[:120]}"
        if str(script.attrs.get("type", "")).endswith("json"):
            yield from _unreadable(script)


def _unreadable(data: Element) -> Iterator[str]:
    try:
        told = json.loads(data.text)
    except ValueError as error:
        yield f"data that is no JSON ({error}): {data.html[:120]}"
        return
    if data.attrs.get("type") == "application/ld+json":
        yield from faults(told)


def has_a_policy(document: Document) -> Iterator[str]:
    """The answer forbids code that we did not write."""
    policy = document.headers.get("Content-Security-Policy", "")
    if not policy:
        yield "no Content-Security-Policy"
    elif re.search(r"(?:script|default)-src[^;]*'unsafe-(?:inline|eval)'", policy):
        yield f"the policy lets inline code run: {policy}"


def a_refusal_is_summed_up(document: Document) -> Iterator[str]:
    """A form that was not accepted says so on top, with a link to each field, and keeps to the field's side."""
    wrong = document.tree.select('[aria-invalid="true"]')
    for field in wrong:
        if not field.attrs.get("aria-describedby") and not field.attrs.get("aria-errormessage"):
            yield f"the wrong field {field.attrs.get('name')!r} does not point at its error"
    if document.status != 422 or not document.tree.select('main form[method="post" i]'):
        return
    summary = document.tree.select_one("main .error-summary")
    if summary is None:
        yield "a refused form (422) has no .error-summary"
    elif wrong and not summary.select('a[href^="#"]'):
        yield "the error summary leads to no field"


def nothing_is_left_over(document: Document) -> Iterator[str]:
    """No placeholder, None or doubly escaped sign reaches the reader."""
    for text in document.tree.descendants:
        if not isinstance(text, Text) or not _LEFTOVERS.search(text.data):
            continue
        if isinstance(text.parent, Element) and text.parent.tag not in _NOT_SPOKEN:
            yield f"left over in the text: {text.data.strip()[:120]!r}"


RULES: tuple[Rule, ...] = (
    is_valid_html,
    has_a_language,
    has_one_heading_and_its_title,
    headings_do_not_skip,
    inputs_are_labelled,
    controls_have_words,
    pictures_keep_their_place,
    ids_are_unique_and_found,
    forms_are_protected,
    nothing_is_inline,
    has_a_policy,
    a_refusal_is_summed_up,
    nothing_is_left_over,
)
