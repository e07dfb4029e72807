"""What every page must be, whatever it shows: one small rule a function, run on each page that a test opens."""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import gettempdir

import html5lib
from bs4 import BeautifulSoup, NavigableString, Tag

from tests.support.schema_org import faults

SITE_NAMES = ("ふたまち", "Futamachi")
_NOT_LABELLED = {"hidden", "submit", "button", "image", "reset"}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "list", "form")
_LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|\bNone\b|\bUndefined\b|object at 0x|&(?:lt|gt|amp|quot|#\d+);")
#: words between two tags, but for those of headings and titles, and what attributes say to people or to servers
_WORDS = re.compile(r"(?<!<title)(?<!<h1)>([^<]+)<")
_VALUES = re.compile(r'\b(alt|aria-label|content|d|datetime|href|placeholder|src|srcset|title|value)="([^"#]+)"')
_ENTITY = re.compile(r"&\S{0,12}")
_ROW = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")


@dataclass(frozen=True)
class Document:
    """One HTML answer, ready to be looked at."""

    html: str
    status: int
    headers: Mapping[str, str]

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as a tree."""
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def tags(self) -> list[Tag]:
        """Every element, in the order of the page: looked through often, and far quicker than by find_all."""
        return [part for part in self.soup.descendants if isinstance(part, Tag)]

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id occurs."""
        return Counter(str(tag["id"]) for tag in self.tags if "id" in tag.attrs)

    @cached_property
    def nonces(self) -> set[str]:
        """The nonces that the content security policy accepts."""
        return set(re.findall(r"'nonce-([^']+)'", self.headers.get("Content-Security-Policy", "")))

    def named(self, *names: str) -> list[Tag]:
        """Every element of these names."""
        return [tag for tag in self.tags if tag.name in names]

    def words(self, name: str) -> list[str]:
        """The text of every element of that name."""
        return [" ".join(tag.get_text(" ").split()) for tag in self.named(name)]

    @cached_property
    def shape(self) -> bytes:
        """The same for two answers that differ in nothing a rule looks at: in plain words, in where links lead, in rows."""
        met: dict[str, str] = {}
        whole = f"{self.status} {self.headers.get('Content-Security-Policy')} {self.html}"
        for nonce in self.nonces:
            whole = whole.replace(nonce, "the nonce")
        whole = _WORDS.sub(lambda found: f">{_kept(found[1])}<", whole)
        whole = _VALUES.sub(lambda found: f'{found[1]}="{_kept(found[2])}"', whole)
        whole = _ROW.sub(lambda found: met.setdefault(found[0], f"no. {len(met)}"), whole)
        return hashlib.sha256(whole.encode()).digest()


def _kept(words: str) -> str:
    """What a rule could find wrong in words: that there are none, signs that are written out, what was left over."""
    if not words.strip():
        return " "
    if words.startswith("javascript:"):
        return words
    if words.startswith("data:"):
        return "data:"
    return "x" + "".join(_ENTITY.findall(words)) + "".join(_LEFTOVERS.findall(words))


Rule = Callable[[Document], Iterator[str]]


class CleanShapes:
    """Shapes of pages that any of the test processes of this run found clean: one file, 32 bytes a shape."""

    def __init__(self) -> None:
        self.known: set[bytes] = set()
        self.read = 0
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
        self.file = (Path(gettempdir()) / f"futamachi-clean-{run}").open("a+b", buffering=0)

    def __contains__(self, shape: bytes) -> bool:
        if shape not in self.known:
            told = os.pread(self.file.fileno(), 1 << 24, self.read)
            self.read += len(told)
            self.known.update(told[at : at + 32] for at in range(0, len(told), 32))
        return shape in self.known

    def add(self, shape: bytes) -> None:
        """Tell the others; 32 bytes are appended whole or not at all."""
        self.known.add(shape)
        self.file.write(shape)


_clean = CleanShapes()


def lint(document: Document) -> list[str]:
    """Everything that is wrong with a page, each as a sentence; a shape that was found clean is not looked at again."""
    if document.shape in _clean:
        return []
    found = [sentence for rule in RULES for sentence in rule(document)]
    if not found:
        _clean.add(document.shape)
    return found


def is_valid_html(document: Document) -> Iterator[str]:
    """The parser of the HTML standard has nothing to repair."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(document.html)
    for (line, column), code, details in parser.errors:
        text = document.html.splitlines()[line - 1].strip() if line else ""
        yield f"not valid HTML at {line}:{column}: {code} {details or ''} in {text[:120]!r}"


def has_a_language(document: Document) -> Iterator[str]:
    """A screen reader knows which voice to take, a phone how wide to draw."""
    if not any(root.get("lang") for root in document.named("html")[:1]):
        yield "<html> has no lang"
    if not any(meta.get("name") == "viewport" for meta in document.named("meta")):
        yield "no viewport is declared"


def has_one_heading_and_its_title(document: Document) -> Iterator[str]:
    """One h1, and a title that begins with it and ends with the site's name."""
    headings, titles = document.words("h1"), [t.get_text() for t in document.soup.select("head > title")]
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
    for tag in document.named("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(tag.name[1])
        if level > last + 1 and last:
            yield f"h{last} is followed by h{level} {tag.get_text(strip=True)!r}"
        last = level
    if len(document.named("main")) != 1:
        yield "one <main> is needed"


def inputs_are_labelled(document: Document) -> Iterator[str]:
    """Each field says what belongs into it."""
    labelled = {label.get("for") for label in document.named("label") if label.get_text(strip=True)}
    for field in document.named("input", "select", "textarea"):
        if field.get("type") in _NOT_LABELLED:
            continue
        wrapped = field.find_parent("label")
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled
        if not named and not (wrapped and wrapped.get_text(strip=True)):
            yield f"the field {field.get('name')!r} has no label"


def controls_have_words(document: Document) -> Iterator[str]:
    """Links, buttons, pictures and drawings say what they are."""
    for control in document.named("a", "button"):
        if control.name == "a" and not control.get("href"):
            continue
        described = [inner.get("alt") or inner.get("aria-label") for inner in control.find_all(["img", "svg"])]
        if not (control.get_text(strip=True) or control.get("aria-label") or any(described)):
            yield f"a {control.name} has no words: {str(control)[:120]}"
    for picture in document.named("img"):
        if picture.get("alt") is None:
            yield f"a picture has no alt: {picture.get('src')}"
    for drawing in document.named("svg"):
        hidden = drawing.get("aria-hidden") == "true" or drawing.find_parent(attrs={"aria-hidden": "true"})
        named = drawing.get("role") == "img" and (drawing.find("title") or drawing.get("aria-label"))
        if not hidden and not (named or drawing.get("aria-labelledby")):
            yield f"an svg is neither hidden nor named: {str(drawing)[:120]}"


def pictures_keep_their_place(document: Document) -> Iterator[str]:
    """A picture has its size before it comes, and is either fetched first, lies in the page, or waits until it is near."""
    for picture in document.named("img"):
        if not (picture.get("width") and picture.get("height")):
            yield f"nothing moves only with width and height: {picture.get('src')}"
        is_early = picture.get("fetchpriority") == "high" or str(picture.get("src")).startswith("data:")
        if not is_early and (picture.get("loading"), picture.get("decoding")) != ("lazy", "async"):
            yield f"neither fetched first nor lazily: {picture.get('src')}"


def ids_are_unique_and_found(document: Document) -> Iterator[str]:
    """An id is given once, and whatever points at one finds it."""
    yield from (f"the id {name!r} is given {count} times" for name, count in document.ids.items() if count > 1)
    for attribute in _REFERENCES:
        for tag in document.tags:
            for name in str(tag.get(attribute, "")).split():
                if name not in document.ids:
                    yield f'{tag.name} {attribute}="{name}" points nowhere'
    for link in document.named("a"):
        if re.match("#.", str(link.get("href", ""))) and str(link["href"])[1:] not in document.ids:
            yield f"the link {link['href']} points nowhere"


def forms_are_protected(document: Document) -> Iterator[str]:
    """A form that writes carries the token; a form that reads does not spread it."""
    for form in document.named("form"):
        writes = str(form.get("method", "get")).lower() == "post"
        token = form.find("input", attrs={"name": "csrf_token"})
        carries = isinstance(token, Tag) and bool(token.get("value"))
        if writes and not carries:
            yield f"the form to {form.get('action')!r} has no CSRF token"
        if not writes and carries:
            yield f"the reading form to {form.get('action')!r} would put its CSRF token into the address"


def nothing_is_inline(document: Document) -> Iterator[str]:
    """No style or script in the page but a script with the policy's nonce; data that no browser runs has it, too, and can be read."""
    for tag in document.tags:
        inline = [name for name in tag.attrs if name == "style" or name.startswith("on")]
        yield from (f"{tag.name} has an inline {name}" for name in inline)
        address = str(tag.get("href") or tag.get("src") or tag.get("action") or "")
        if address.strip().lower().startswith("javascript:"):
            yield f"{tag.name} runs script from its address"
    for script in document.named("script", "style"):
        by_nonce_only = "'strict-dynamic'" in document.headers.get("Content-Security-Policy", "")
        if (by_nonce_only or not script.get("src")) and script.get("nonce") not in document.nonces:
            yield f"a {script.name} lacks the policy's nonce: {str(script)[:120]}"
        if str(script.get("type", "")).endswith("json"):
            yield from _unreadable(script)


def _unreadable(data: Tag) -> Iterator[str]:
    try:
        told = json.loads(data.string or "")
    except ValueError as error:
        yield f"data that is no JSON ({error}): {str(data)[:120]}"
        return
    if data.get("type") == "application/ld+json":
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
    wrong = [tag for tag in document.tags if tag.get("aria-invalid") == "true"]
    for field in wrong:
        if not field.get("aria-describedby") and not field.get("aria-errormessage"):
            yield f"the wrong field {field.get('name')!r} does not point at its error"
    if document.status != 422 or not document.soup.select('main form[method="post" i]'):
        return
    summary = document.soup.select_one("main .error-summary")
    if summary is None:
        yield "a refused form (422) has no .error-summary"
    elif wrong and not summary.select('a[href^="#"]'):
        yield "the error summary leads to no field"


def nothing_is_left_over(document: Document) -> Iterator[str]:
    """No placeholder, None or doubly escaped sign reaches the reader."""
    for text in document.soup.descendants:
        if not isinstance(text, NavigableString) or not _LEFTOVERS.search(text):
            continue
        if text.parent is not None and text.parent.name not in {"script", "style", "code", "pre", "textarea"}:
            yield f"left over in the text: {str(text).strip()[:120]!r}"


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
