"""pa11y (HTML CodeSniffer and axe, WCAG 2 AA) on the public screens."""

import json
from pathlib import Path

import pytest

from tests.browser.pages import SCREENS
from tests.judges.known_faults import NOT_FAULTS
from tests.judges.tools import chromium, command, node_package, node_program
from tests.support.demo import Demo


def issues(url: str, folder: Path) -> list[str]:
    configuration = {
        "standard": "WCAG2AA",
        "runners": ["axe", "htmlcs"],
        "ignore": list(NOT_FAULTS),
        # axe cannot see what lies behind words on a gradient or a drawing and asks a person to look (ours: 8.4:1 and more)
        "levelCapWhenNeedsReview": "warning",
        "chromeLaunchConfig": {
            "executablePath": str(chromium()),
            "args": ["--no-sandbox", "--disable-dev-shm-usage"],
        },
    }
    (folder / "pa11y.json").write_text(json.dumps(configuration))
    program = node_package("pa11y") / "bin" / "pa11y.js"
    words: list[str | Path] = [node_program(), program, "--config", folder / "pa11y.json", "--reporter", "json", url]
    result = command(words)
    assert result.returncode in (0, 2), result.stderr
    return [f"{url} {i['code']}: {i['context'][:160]}" for i in json.loads(result.stdout) if i["type"] == "error"]


@pytest.mark.parametrize(
    "screen", [s for s in SCREENS if not s.who and not s.through and s.status == 200], ids=lambda screen: screen.name
)
def test_a_public_screen_is_accessible(running_demo: Demo, tmp_path: Path, screen: object) -> None:
    found = issues(running_demo.url + str(getattr(screen, "path", "")), tmp_path)
    assert not found, "\n" + "\n".join(found)


def test_control_a_bad_page_is_found(bad_url: str, tmp_path: Path) -> None:
    assert len(issues(f"{bad_url}/bad", tmp_path)) >= 8
