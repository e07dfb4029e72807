"""A page made harmless: its main part without forms, buttons and links, one heading lower, with ids of its own."""

from html import escape
from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup

PREFIX: Final = "seen-"
_DROPPED = frozenset({"form", "script", "button", "dialog", "template", "input", "select", "textarea"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_NAMES = frozenset({"id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"})
_LEFT_OUT = frozenset({"href", "tabindex", "autofocus", "accesskey", "target", "rel", "download"})
_LOWER = {f"h{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.is_inside = False
        self.dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self.is_inside = True
        elif self.is_inside and (self.dropping or tag in _DROPPED):
            if tag not in _VOID:
                self.dropping.append(tag)
        elif self.is_inside:
            self.parts.append(f"<{_kept(tag)}{''.join(_attribute(tag, *pair) for pair in attrs)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.is_inside and not self.dropping and tag not in _DROPPED:
            self.parts.append(f"<{_kept(tag)}{''.join(_attribute(tag, *pair) for pair in attrs)}/>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.is_inside = False
        elif tag in self.dropping:  # with what HTML lets stay open inside of it
            while self.dropping.pop() != tag:
                pass
        elif self.is_inside and not self.dropping and tag not in _VOID:
            self.parts.append(f"</{_kept(tag)}>")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def _say(self, text: str) -> None:
        if self.is_inside and not self.dropping:
            self.parts.append(text)


def _kept(tag: str) -> str:
    return "span" if tag == "a" else _LOWER.get(tag, tag)


def _attribute(tag: str, name: str, value: str | None) -> str:
    if name.startswith("on") or (name in _LEFT_OUT and tag != "use") or (tag == "a" and name.startswith("aria-")):
        return ""
    if value is None:
        return f" {name}"
    if name in _NAMES:
        value = " ".join(PREFIX + word for word in value.split())
    elif value.startswith("#") and name == "href":
        value = f"#{PREFIX}{value[1:]}"
    return f' {name}="{escape(value.replace("url(#", f"url(#{PREFIX}"))}"'


def harmless(page: str) -> Markup:
    """The inside of `<main>` of a page of ours; nothing in it can be pressed, sent or followed."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return Markup("".join(reader.parts))  # noqa: S704 - a page that our own templates escaped
