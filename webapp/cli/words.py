"""`futamachi words`: gathers every sentence of the code into the catalogues and says which lack a translation."""

import os
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from webapp.cli.easy_words import may_stay
from webapp.core.i18n import DEFAULT_LOCALE, LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
_KEYWORDS = {"_": None, "_l": None, "lazy": None, "gettext": None, "recorded": None, "ngettext": (1, 2)}
_METHODS = [("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2"), ("**.py", "python")]
_REASONS = "matching/reasons.py"
EASY = "easy"


@click.command()
def words() -> None:
    """Refresh the catalogues from the code; exit status 1 when a sentence lacks its translation."""
    wanted = in_order(gather())
    lacking = 0
    for locale in LANGUAGES:
        if locale != DEFAULT_LOCALE:
            missing = refresh(locale, wanted)
            lacking += len(missing)
            click.echo(f"{locale}: {len(wanted)} sentences, {len(missing)} without translation")
    if lacking:
        raise SystemExit(1)


COMMANDS = (words,)


def catalogue_path(locale: str) -> Path:
    """Where a language's catalogue lies."""
    return ROOT / "translations" / str(LANGUAGES[locale].babel) / "LC_MESSAGES" / "messages.po"


def in_order(found: Catalog) -> list[Message]:
    """The messages that every language needs, sorted by file."""
    return sorted((m for m in found if m.id), key=lambda m: (m.locations[0][0], str(m.id)))


def source_of(message: Message) -> str:
    """What the code says; of a message with a plural, the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def is_own_entry(message: Message) -> bool:
    """Whether plain Japanese may say it as the code does."""
    return may_stay(source_of(message), (name for name, _line in message.locations))


def gather() -> Catalog:
    """Every sentence that a person may read, with the files it stands in."""
    found = Catalog(project="Futamachi", fuzzy=False)
    for file, sentence in _in_code():
        found.add(sentence, locations=[(file, 1)])
    return found


def _in_code() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    options = {"templates/**.html": {"encoding": "utf-8"}, "templates/**.txt": {"encoding": "utf-8"}}
    for file, _line, sentence, _comments, _context in extract_from_dir(
        str(ROOT), method_map=_METHODS, options_map=options, keywords=_KEYWORDS
    ):
        yield f"webapp/{file}", sentence
    from webapp.matches.wording import templates

    for sentence in templates():
        yield _REASONS, sentence


def refresh(locale: str, wanted: list[Message]) -> list[str]:
    """Rewrite one catalogue: kept translations, no line numbers; sentences that lack theirs.

    What is plain Japanese already is its own translation.
    """
    path = catalogue_path(locale)
    with path.open("rb") as file:
        kept = read_po(file, locale=str(LANGUAGES[locale].babel))
    fresh = Catalog(
        locale=str(LANGUAGES[locale].babel),
        project="Futamachi",
        version="0",
        fuzzy=False,
        header_comment=kept.header_comment,
        last_translator="Futamachi maintainers",
        language_team="Futamachi maintainers",
        msgid_bugs_address="maintainers",
    )
    fresh.creation_date, fresh.revision_date = kept.creation_date, kept.revision_date
    missing = []
    for message in wanted:
        text = _known(message, kept, locale)
        if not text:
            missing.append(str(message.id))
        files = sorted({name for name, _line in message.locations})
        fresh.add(message.id, text, locations=[(name, 1) for name in files], flags=message.flags)
    written = path.with_name(f"{path.name}.{os.getpid()}")
    with written.open("wb") as file:
        write_po(file, fresh, width=0, include_lineno=False, ignore_obsolete=True)
    written.replace(path)  # whoever reads meanwhile finds a whole catalogue
    return missing


def _known(message: Message, kept: Catalog, locale: str) -> str | tuple[str, ...] | list[str]:
    known = kept.get(message.id)
    if known is not None and known.string and any(known.string):
        return known.string
    if locale != EASY or not is_own_entry(message):
        return ""
    source = source_of(message)
    return source if isinstance(message.id, str) else (source,)
