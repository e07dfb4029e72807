"""What a script can see of a page that axe does not judge: reflow, spacing, targets, and the way of the Tab key through it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

PHONE, DESK = 390, 1280
#: WCAG 1.4.10: 1,280 px at 400 %
NARROW = 320
#: WCAG 1.4.12
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
#: WCAG 2.5.8, CSS pixels
LEAST_SIDE = 24

TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 1) return [];
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
  return [`${wide} px too wide: ` + (out.slice(-1)[0] || document.body).outerHTML.slice(0, 160)];
}"""

CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const s = getComputedStyle(e);
  if (!e.textContent.trim() || !e.checkVisibility({visibilityProperty: true}) || s.position === 'absolute') return false;
  if (e.closest('.visually-hidden, svg, [hidden]') || e.clientWidth < 2 || e.clientHeight < 2) return false;
  const hides = v => v === 'hidden' || v === 'clip';
  return (hides(s.overflowX) && e.scrollWidth > e.clientWidth + 2) || (hides(s.overflowY) && e.scrollHeight > e.clientHeight + 2);
}).map(e => 'cut off: ' + e.outerHTML.slice(0, 160))"""

#: a target may be smaller in a sentence, or when a circle of 24 px round it meets no other; places on a map are essential
#: where they are (the example of WCAG's own explanation), and every map of ours stands beside a list of the same links
SMALL = """least => {
  const chosen = 'a[href], button, summary, input:not([type=hidden]), select, textarea, [role=button]';
  const all = [...document.querySelectorAll(chosen)].filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}));
  const seen = all.filter(e => !e.closest('.visually-hidden, .skip-link, .dot-map')).map(e => {
    const label = e.matches('input[type=checkbox], input[type=radio]') && (e.closest('label') || (e.labels && e.labels[0]));
    return [e, (label || e).getBoundingClientRect()];
  }).filter(([, r]) => r.width > 1 && r.height > 1);
  const inText = e => getComputedStyle(e).display === 'inline' && [...e.parentElement.childNodes].some(
    n => n !== e && n.nodeType === 3 && n.textContent.trim());
  const small = seen.filter(([e, r]) => (r.width < least || r.height < least) && !inText(e));
  const middle = r => [r.x + r.width / 2, r.y + r.height / 2];
  const near = (r, o) => { const [x, y] = middle(r);
    const dx = Math.max(o.x - x, 0, x - o.right), dy = Math.max(o.y - y, 0, y - o.bottom); return Math.hypot(dx, dy) < least / 2; };
  return small.filter(([e, r]) => seen.some(([f, o]) => f !== e && !e.contains(f) && !f.contains(e) && near(r, o)))
    .map(([e, r]) => `${Math.round(r.width)} × ${Math.round(r.height)}: ` + e.outerHTML.slice(0, 140));
}"""

#: the element that has the focus: how to know it again, where it is, whether its ring can be seen, what lies over it
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const key = window.__met = window.__met || new Map();
  if (!key.has(e)) key.set(e, key.size);
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const drawn = t => (t.outlineStyle !== 'none' && parseFloat(t.outlineWidth) > 0) || t.boxShadow !== 'none';
  const ringed = x => [null, '::after', '::before'].some(part => drawn(getComputedStyle(x, part)));
  const inDrawing = x => x.ownerSVGElement && [...x.children].some(c => getComputedStyle(c).filter !== 'none');
  const sibling = e.labels && e.labels[0];
  const isRinged = [e, e.closest('label'), sibling, ...e.children].some(x => x && ringed(x)) || inDrawing(e);
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].map(([a, b]) => [
    Math.max(r.left, 0) + (Math.min(r.right, innerWidth) - Math.max(r.left, 0)) * a,
    Math.max(r.top, 0) + (Math.min(r.bottom, innerHeight) - Math.max(r.top, 0)) * b]);
  const shown = points.some(([x, y]) => { const top = document.elementFromPoint(x, y);
    return top && (top === e || e.contains(top) || top.contains(e) || (sibling && (sibling === top || sibling.contains(top)))); });
  const inside = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
  return {key: key.get(e), html: e.outerHTML.slice(0, 140), isRinged, isShown: r.width < 2 || (inside && shown),
    jump: Number(e.getAttribute('tabindex')) > 0, address: location.pathname};
}"""

#: everything that can have the focus has it once from the top down and once from the bottom up, as with Tab and Shift+Tab;
#: what then lies wholly under something else (a bar that sticks) is told. Labels stand for boxes they are drawn as
COVERED = """() => {
  const chosen = 'a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex="0"]';
  const all = [...document.querySelectorAll(chosen)].filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}));
  const free = e => {
    e.focus();
    if (document.activeElement !== e) return true;
    const r = e.getBoundingClientRect(), own = [e, ...(e.labels || []), e.closest('label')].filter(Boolean);
    if (r.width < 2 || r.height < 2) return true;
    const side = (low, high, most) => [.5, .1, .9].map(part => Math.max(low, 0) + (Math.min(high, most) - Math.max(low, 0)) * part);
    return r.bottom > 0 && r.top < innerHeight && side(r.left, r.right, innerWidth).some(x => side(r.top, r.bottom, innerHeight).some(y => {
      const top = document.elementFromPoint(x, y);
      return top && own.some(one => one === top || one.contains(top) || top.contains(one));
    }));
  };
  scrollTo(0, 0);
  const down = all.filter(e => !free(e));
  scrollTo(0, document.body.scrollHeight);
  const up = all.reverse().filter(e => !free(e));
  document.activeElement.blur();
  scrollTo(0, 0);
  return [...new Set([...down, ...up])].map(e => 'covered: ' + e.outerHTML.slice(0, 140));
}"""


Look = Callable[[Page], list[str]]


@dataclass
class Round:
    """The way of the Tab key through a page, once."""

    stops: int
    faults: list[tuple[str, str]]


def tab_round(page: Page, most: int = 60) -> Round:
    """Press Tab until the focus is back at the start: every stop has a ring, nothing covers it, none holds the key.

    Faults are pairs of a WCAG criterion and the element.
    """
    page.evaluate("document.activeElement && document.activeElement.blur(); scrollTo(0, 0)")
    where, before = page.evaluate("location.pathname"), None
    keys: list[int] = []
    faults: list[tuple[str, str]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is not None and stop["key"] == before:
            faults.append(("2.1.2", stop["html"]))
            break
        if stop is None or stop["key"] in keys[:1]:
            break
        before = stop["key"]
        keys.append(before)
        rules = (("2.4.7", stop["isRinged"]), ("2.4.11", stop["isShown"]), ("2.4.3", not stop["jump"]))
        faults += [(number, stop["html"]) for number, holds in rules if not holds]
        if stop["address"] != where:
            faults.append(("3.2.1", stop["html"]))
            break
    return Round(len(keys), faults)


def small_targets(page: Page) -> list[str]:
    """What is hard to hit, by WCAG 2.5.8 with its exceptions for sentences and for room around."""
    found: list[str] = page.evaluate(SMALL, LEAST_SIDE)
    return found


def covered(page: Page) -> list[str]:
    """What cannot be seen while it has the focus, by WCAG 2.4.11, whichever way the focus came."""
    found: list[str] = page.evaluate(COVERED)
    return found


def too_wide(page: Page) -> list[str]:
    """What makes a page of 320 px scroll sideways; tables in a frame of their own may."""
    size = page.viewport_size or {"width": 390, "height": 844}
    page.set_viewport_size({"width": NARROW, "height": 640})
    found: list[str] = page.evaluate(TOO_WIDE)
    page.set_viewport_size(size)
    return found


def cut_off(page: Page) -> list[str]:
    """What is lost when a reader widens the room between lines, words and letters; what was cut before is not counted."""
    known = set(page.evaluate(CUT_OFF))
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }", SPACED
    )
    found = [sentence for sentence in page.evaluate(CUT_OFF) if sentence not in known]
    found += page.evaluate(TOO_WIDE)
    page.evaluate("document.adoptedStyleSheets = []")
    return found


#: the ways of looking that need no key: test, criterion, widths
LOOKS: tuple[tuple[str, str, tuple[int, ...], Look], ...] = (
    ("reflow", "1.4.10", (PHONE,), too_wide),
    ("spacing", "1.4.12", (PHONE,), cut_off),
    ("targets", "2.5.8", (PHONE, DESK), small_targets),
    ("order", "2.4.11", (PHONE, DESK), covered),
)


def looks(page: Page, name: str) -> Iterator[tuple[str, str, str]]:
    """Test, criterion and sentence of whatever is wrong on a phone or a desk; the page stays open in its own width."""
    size = page.viewport_size or {"width": PHONE, "height": 844}
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": size["height"]})
        for way, criterion, widths, look in LOOKS:
            if width in widths:
                yield from ((way, criterion, f"{name} at {width} px: {sentence}") for sentence in look(page))
    page.set_viewport_size(size)
