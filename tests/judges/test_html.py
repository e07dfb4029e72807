"""The Nu Html Checker of the W3C on every main screen."""

import json
import shutil
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.pages import SCREENS, address_of, people, tab_of
from tests.judges.bad_site import BAD_PAGE
from tests.judges.tools import command, node_package, not_run
from tests.support.demo import Demo


def errors_in(folder: Path) -> list[str]:
    """What the checker calls an error in the *.html files of a folder."""
    java = shutil.which("java") or not_run("java is not installed")
    checker = node_package("vnu-jar") / "build" / "dist" / "vnu.jar"
    result = command([java, "-jar", checker, "--errors-only", "--format", "json", *sorted(folder.glob("*.html"))])
    messages = json.loads(result.stderr or result.stdout)["messages"]
    return [f"{Path(m.get('url', '')).name}:{m.get('lastLine')}: {m['message']}" for m in messages]


def test_every_screen_is_valid(running_demo: Demo, judges_browser: Browser, tmp_path: Path) -> None:
    for who in people():
        context = judges_browser.new_context(base_url=running_demo.url, locale="ja-JP")
        page = tab_of(context, who)
        for screen in [screen for screen in SCREENS if screen.who == who]:
            answer = context.request.get(address_of(page, screen))
            assert answer.status == screen.status, screen
            (tmp_path / f"{screen.name}.html").write_text(answer.text(), encoding="utf-8")
        context.close()
    found = errors_in(tmp_path)
    assert not found, "\n" + "\n".join(found)


def test_control_a_broken_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(BAD_PAGE, encoding="utf-8")
    found = errors_in(tmp_path)
    assert any("Duplicate ID" in sentence for sentence in found), found
