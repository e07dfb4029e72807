"""What the judges of accessibility found, written down for the page that publishes it."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.judges.tools import ROOT, TOOLS, chromium, node_package
from webapp.core.clock import today
from webapp.pages.accessibility.results import FILE, WAYS

#: what was found today, test by test
PARTS = TOOLS.parent / "judged.json"
#: figures that the run ends with
SAID: list[str] = []
_TAG = re.compile(r"wcag(\d)(\d)(\d+)$")


def say(sentence: str) -> None:
    """Print a figure at the end of the run."""
    SAID.append(sentence)


def criterion_of(rule: dict[str, Any]) -> str:
    """The WCAG criterion of one of axe's findings; empty for mere good practice."""
    found = next((match for tag in rule["tags"] if (match := _TAG.match(tag))), None)
    return ".".join(found.groups()) if found else ""


@dataclass
class Recorder:
    """Filled by the tests of one run; published only when every one of them has run on this day."""

    ways: dict[str, dict[str, Any]] = field(default_factory=dict)

    def tell(self, way: str, looked_at: int, faults: Iterable[str]) -> None:
        """`looked_at` pages or jobs, and the criterion of each fault; told twice, both count."""
        known = self.ways.setdefault(way, {"looked_at": 0, "faults": Counter()})
        known["looked_at"] += looked_at
        known["faults"].update(faults)

    def write(self) -> bool:
        """Write the file anew; False when a test is missing, which may run later the same day."""
        stamp = {"day": today().isoformat(), "version": _version(), "tools": _tools()}
        known = json.loads(PARTS.read_text("utf-8")) if PARTS.exists() else {}
        if {name: known.get(name) for name in stamp} != stamp:
            known = {}
        told = {**stamp, "ways": {**known.get("ways", {}), **self.ways}}
        PARTS.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        if set(told["ways"]) != set(WAYS):
            return False
        told["ways"] = {name: told["ways"][name] for name in WAYS}
        FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return True


def _version() -> str:
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


def _tools() -> dict[str, str]:
    axe_version = re.search(r"axe v(\d[\d.]*\d)", str(Axe().axe_script)[:400])
    said = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=False).stdout
    return {
        "axe-core": axe_version[1] if axe_version else "?",
        "pa11y": _npm_version("pa11y"),
        "HTML CodeSniffer": _npm_version("@pa11y/html_codesniffer"),
        "vnu": _npm_version("vnu-jar"),
        "Chromium": (re.findall(r"\d+\.\d[\d.]*", said) or ["?"])[0],
    }


def _npm_version(name: str) -> str:
    package = node_package("pa11y").parents[0] / name / "package.json"
    return str(json.loads(package.read_text("utf-8"))["version"])
