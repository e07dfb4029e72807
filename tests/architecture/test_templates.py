"""Templates hold structure and words for the reader: no code, no style, and every word can be translated."""

import re

import pytest
from jinja2 import Environment, nodes

from tests.architecture import source
from tests.architecture.source import Source, must_be_none
from webapp.core.glossary import GROUPS

INLINE = re.compile(
    r"<style\b|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\b(?:src|type=\"application/(?:ld\+)?json\"))[^>]*>"
)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
TOKEN = re.compile(r"csrf_token|\bcsrf\(|hidden_fields\(|hidden_tag\(")
EXPLAINING = frozenset({"term", "term_row"})
OWN_NAMES = re.compile("日本語|ふたまち")
SAFE = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")
POST_FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)


def without(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda found: "\n" * found.group().count("\n"), text)
    return text


def untranslated(template: Source) -> list[str]:
    """Japanese text and constants outside of every gettext call."""
    tree = JINJA.parse(without(template.text, HTML_COMMENT))
    inside = {id(node) for call in tree.find_all(nodes.Call) if is_gettext(call) for node in call.find_all(nodes.Const)}
    inside |= {id(node) for node in explained(tree)}
    words = [(node.lineno, node.data) for node in tree.find_all(nodes.TemplateData)]
    words += [(node.lineno, str(node.value)) for node in tree.find_all(nodes.Const) if id(node) not in inside]
    found = [(line, OWN_NAMES.sub("", text)) for line, text in words]
    return [f"{template.path}:{line}: {text.strip()[:60]}" for line, text in found if JAPANESE.search(text)]


def explained(tree: nodes.Template) -> list[nodes.Const]:
    """The names of words of the law whose meaning opens beside them: keys of the glossary, not what is shown."""
    calls = [c for c in tree.find_all(nodes.Call) if isinstance(c.node, nodes.Name) and c.node.name in EXPLAINING]
    given = [call.args[0] for call in calls if call.args]
    return [const for one in given for const in ([one] if isinstance(one, nodes.Const) else one.find_all(nodes.Const))]


def is_gettext(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}


def inline_code(template: Source) -> list[str]:
    return [f"{template.path}: {found.group()}" for found in INLINE.finditer(without(template.text, COMMENT))]


def unprotected_forms(template: Source) -> list[str]:
    return [
        f"{template.path}: {found.group()[:80]}"
        for found in POST_FORM.finditer(template.text)
        if not TOKEN.search(found.group())
    ]


#: letters, whose style has to be inline for mail programs; the trial server's page, which is no page of the service
OUTSIDE = ("webapp/templates/mail/", "webapp/identity/local_provider/")


def pages() -> list[Source]:
    """Every template of the service's own pages."""
    return [t for t in source.templates() if not t.path.startswith(OUTSIDE)]


def test_no_template_holds_style_or_script() -> None:
    must_be_none(place for template in pages() for place in inline_code(template))


def test_every_japanese_word_in_a_template_can_be_translated() -> None:
    shown = [t for t in source.templates() if not t.path.startswith(("webapp/templates/gallery/", *OUTSIDE[1:]))]
    must_be_none(place for template in shown for place in untranslated(template))


def test_every_word_that_a_page_promises_to_explain_is_explained() -> None:
    named = {const.value for template in pages() for const in explained(JINJA.parse(template.text))}
    assert len(named) >= 20
    must_be_none(sorted(named - {term.key for group in GROUPS for term in group.terms}))


def test_only_a_component_that_draws_turns_escaping_off() -> None:
    must_be_none(
        template.path for template in pages() if SAFE.search(template.text) and "/components/" not in template.path
    )


def test_every_form_that_writes_carries_a_token() -> None:
    must_be_none(place for template in pages() for place in unprotected_forms(template))


@pytest.mark.parametrize(
    "text",
    [
        "<p>ようこそ</p>",
        "{{ field(label='名前') }}",
        '{{ _("ようこそ") }} さん',
        '<p title="説明">{{ _("ようこそ") }}</p>',
    ],
)
def test_an_untranslated_word_is_found(text: str) -> None:
    assert untranslated(Source("bad.html", text))


@pytest.mark.parametrize(
    "text",
    [
        '{{ _("ようこそ、%(name)s（%(n)s人）さん", name=user.name, n=count(x)) }}',
        "{% trans n=n %}{{ n }}件あります{% endtrans %}",
        "{# 説明 #}<p>{{ ngettext('%(num)s件', '%(num)s件', rows|length) }}</p>",
        '{{ button(_("申請を送る"), href=url_for("x")) }}',
        '{{ _("まだ：%(s)s", s=rows|map(attribute="label")|join(sep(("、", ("x"))))) }}',
    ],
)
def test_a_translated_word_passes(text: str) -> None:
    must_be_none(untranslated(Source("good.html", text)))


@pytest.mark.parametrize("text", ['<p style="x">', "<style>", '<a onclick="x">', "<script nonce=n>x</script>"])
def test_inline_code_is_found(text: str) -> None:
    assert inline_code(Source("bad.html", text))


def test_a_form_without_token_is_found() -> None:
    assert unprotected_forms(Source("bad.html", '<form method="post" action="/a"><button>b</button></form>'))
