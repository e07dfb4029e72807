"""How much of a page moves while it loads over a slow line, as the browser itself measures it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.pages import sign_in
from tests.judges.seen import DESK, PHONE

#: slow 4G, as Lighthouse imitates it for a phone
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
#: a fifth of what is called good (0.1): the eye does not notice it
MOST = 0.02
#: deferred scripts and pictures have come by then
SETTLED = 400

#: what moved, all together, and the things that did; a later part of the page is looked at, too, for its lazy pictures
MOVED = """settled => new Promise(done => {
  const seen = [], words = node => (node && (node.outerHTML || node.textContent) || '?').trim().slice(0, 120);
  new PerformanceObserver(list => seen.push(...list.getEntries())).observe({type: 'layout-shift', buffered: true});
  scrollTo({top: document.body.scrollHeight, behavior: 'instant'});
  setTimeout(() => {
    const own = seen.filter(entry => !entry.hadRecentInput);
    done({sum: own.reduce((sum, entry) => sum + entry.value, 0),
      things: own.sort((a, b) => b.value - a.value).slice(0, 3)
        .map(entry => entry.value.toFixed(3) + ' ' + entry.sources.slice(0, 2).map(one => words(one.node)).join(' | '))});
  }, settled);
})"""


@dataclass(frozen=True)
class Moved:
    """What one page did: the sum of all shifts, which is at least the score that browsers report, and what moved most."""

    name: str
    sum: float
    things: tuple[str, ...]

    @property
    def is_still(self) -> bool:
        """Whether nobody sees it move."""
        return self.sum <= MOST


class SlowTabs:
    """One person's two windows, a phone and a desk, on a slow line; both load the same page at the same time."""

    def __init__(self, browser: Browser, base_url: str, email: str = "") -> None:
        self.contexts: list[BrowserContext] = []
        self.tabs: list[Page] = []
        for width in (PHONE, DESK):
            size = {"width": width, "height": 844}
            context = browser.new_context(base_url=base_url, locale="ja-JP", viewport=size)  # type: ignore[arg-type]
            page = context.new_page()
            if email:
                sign_in(page, email)
            line: CDPSession = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", SLOW)
            self.contexts.append(context)
            self.tabs.append(page)

    def look(self, path: str) -> list[Moved]:
        """Open one page in both."""
        for tab in self.tabs:
            tab.goto(path, wait_until="commit")
        found = []
        for tab in self.tabs:
            tab.wait_for_load_state("load")
            tab.wait_for_timeout(SETTLED)
            told: dict[str, Any] = tab.evaluate(MOVED, SETTLED)
            width = (tab.viewport_size or {})["width"]
            found.append(Moved(f"{path} at {width} px", told["sum"], tuple(told["things"])))
        return found

    def close(self) -> None:
        """Shut both windows."""
        for context in self.contexts:
            context.close()
