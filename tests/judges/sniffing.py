"""pa11y over many pages in one browser: HTML CodeSniffer's rules for WCAG 2 AA, which see other things than axe does."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.judges.known_faults import NOT_FAULTS
from tests.judges.tools import chromium, command, node_package, node_program

SCRIPT = """
const fs = require('fs');
const folder = process.argv[1];
const pa11y = require(folder + '/node_modules/pa11y');
const puppeteer = require(folder + '/node_modules/puppeteer');
const {places, ignore, program, runners} = JSON.parse(fs.readFileSync(process.argv[2]));
(async () => {
  const browser = await puppeteer.launch({executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage']});
  const found = [];
  for (const place of places) {
    const options = {browser, ignore, runners, standard: 'WCAG2AA', levelCapWhenNeedsReview: 'warning', timeout: 60000,
      headers: place.cookie ? {Cookie: place.cookie} : {}, viewport: {width: place.width, height: 844}};
    try {
      const result = await pa11y(place.url, options);
      for (const issue of result.issues)
        if (issue.type === 'error') found.push({url: place.url, code: issue.code, context: issue.context});
    } catch (error) { found.push({url: place.url, code: 'not judged', context: String(error)}); }
  }
  await browser.close();
  console.log(JSON.stringify(found));
})();
"""


@dataclass(frozen=True)
class Sniffed:
    """One page to look at: its whole address, the cookies of who looks, the width of the window."""

    url: str
    cookie: str = ""
    width: int = 390


@dataclass(frozen=True)
class Issue:
    """What pa11y calls an error."""

    url: str
    code: str
    context: str

    def __str__(self) -> str:
        """As it is printed when a test fails."""
        return f"{self.url} {self.code}: {self.context[:160]}"


def issues(places: Sequence[Sniffed], folder: Path, *, runners: Sequence[str] = ("htmlcs",)) -> list[Issue]:
    """Every error on these pages, a page that could not be opened included."""
    order = {
        "places": [asdict(place) for place in places],
        "ignore": list(NOT_FAULTS),
        "program": str(chromium()),
        "runners": list(runners),
    }
    (folder / "order.json").write_text(json.dumps(order))
    tools = node_package("pa11y").parents[1]
    result = command([node_program(), "-e", SCRIPT, tools, folder / "order.json"], seconds=60 + 30 * len(places))
    assert result.returncode == 0, result.stderr[-2000:]
    return [Issue(one["url"], one["code"], one["context"] or "") for one in json.loads(result.stdout)]
