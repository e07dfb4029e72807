"""One component is one file of macros, one style sheet and one entry in the gallery; a style nobody uses is none."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "webapp" / "templates"
SHEETS = ROOT / "static" / "css"
MACROS = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
#: macros that look like another component, or like nothing
WITHOUT_SHEET = {
    "japanese_counts": "a notice and a button",
    "kept_chips": "kept.css, with the chips",
    "pick": "a field like others: field.css",
    "ready_reasons": "ready.css",
    "share_head": "writes only what other sites read",
}
#: macros the gallery cannot show
WITHOUT_ENTRY = {
    "field": "drawn by form.html, which is shown with every sort of field",
    "language": "in the frame of every page, this one too",
    "share_head": "writes only what other sites read",
    "site_footer": "in the frame of every page, this one too",
    "site_header": "in the frame of every page, this one too",
    "slippy": "needs an address of tiles; the search shows it",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[a-z_][\w-]*)", re.IGNORECASE)


def plain(sheet: Path) -> str:
    """The selectors of a sheet."""
    return re.sub(r"\{[^{}]*\}", "{}", COMMENT.sub("", sheet.read_text("utf-8")))


def test_every_macro_has_its_sheet() -> None:
    sheets = {path.stem for path in (SHEETS / "components").glob("*.css")}
    assert MACROS - sheets == WITHOUT_SHEET.keys() & MACROS, "add the sheet, or the reason to WITHOUT_SHEET"


def test_a_sheet_without_macro_says_what_it_is_for() -> None:
    sheets = [path for path in (SHEETS / "components").glob("*.css") if path.stem not in MACROS]
    silent = [sheet.name for sheet in sheets if not sheet.read_text("utf-8").startswith("/* ")]
    assert silent == [], "open it with /* what it is for */, or call it like its file of macros"


def test_every_component_is_shown_in_the_gallery() -> None:
    used = "".join(path.read_text("utf-8") for path in (TEMPLATES / "gallery").glob("*.html"))
    shown = set(re.findall(r'from "components/(\w+)\.html"', used))
    assert MACROS - shown == WITHOUT_ENTRY.keys() & MACROS, "show it in templates/gallery, or say why not"


def test_every_style_is_used() -> None:
    sources = [*TEMPLATES.rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    drawn = [path for path in (ROOT / "webapp").rglob("*.py") if "class=" in path.read_text("utf-8")]
    words = {word for path in [*sources, *drawn] for word in re.findall(r"[\w-]+", path.read_text("utf-8"))}
    unused = {
        f"{sheet.name}: .{name}"
        for sheet in SHEETS.rglob("*.css")
        for name in CLASS.findall(plain(sheet))
        if name not in words
    }
    assert unused == set()
