"""The map of tiles: fetched from the operator's server alone, moved by hand, by keys and by fingers, left again."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.site import Site

Check = Callable[[Page], None]
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63b8f7f3ff0007fc03fd96bb0e570000000049454e44ae426082"
)


class _Tiles(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(PICTURE)

    def log_message(self, *_words: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def tiles() -> Iterator[tuple[str, list[str]]]:
    """A server of tiles on this machine: its address, and what was asked of it."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Tiles", (_Tiles,), {"asked": asked}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/pale/{{z}}/{{x}}/{{y}}.png", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def demo_settings(demo_settings: Any, tiles: tuple[str, list[str]]) -> Any:
    """The demo with the map switched on."""
    return demo_settings.model_copy(update={"map_tiles": tiles[0]})


def zooms(asked: list[str]) -> list[int]:
    return sorted({int(path.split("/")[2]) for path in asked})


def fingers(page: Page, *spots: list[tuple[int, int]]) -> None:
    """Two fingers that are put down, moved and lifted."""
    session = page.context.new_cdp_session(page)
    for step in zip(*spots, strict=True):
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(step)]
        kind = "touchStart" if step == tuple(line[0] for line in spots) else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def soon(page: Page, happened: Callable[[], bool]) -> bool:
    """Whether it happens within five seconds: tiles are asked for when the browser finds time."""
    for _look in range(100):
        if happened():
            return True
        page.wait_for_timeout(50)
    return False


def test_the_map_is_moved_enlarged_and_left(
    page: Page, site: Site, tiles: tuple[str, list[str]], check_accessibility: Check
) -> None:
    asked = tiles[1]
    page.goto("/listings")
    drawn = page.locator("svg.dot-map")
    expect(drawn).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="地理院地図で見る").click()
    expect(drawn).to_be_hidden()
    ground = page.locator(".slippy__ground")
    expect(ground.locator(".slippy__tile").first).to_be_visible()
    expect(page.get_by_role("link", name="地理院タイル")).to_be_visible()
    expect(ground.locator(".slippy__pin").first).to_be_visible()
    check_accessibility(page)
    assert soon(page, lambda: bool(asked))
    first = zooms(asked)
    assert 5 <= first[-1] <= 6

    page.get_by_role("button", name="地図を大きくする").click()
    ground.focus()
    page.keyboard.press("+")
    assert soon(page, lambda: zooms(asked)[-1] == first[-1] + 2)
    page.wait_for_load_state("networkidle")
    before = len(set(asked))
    for _press in range(4):
        page.keyboard.press("ArrowRight")
    box = ground.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    page.mouse.up()
    assert soon(page, lambda: len(set(asked)) > before)

    x, y = round(box["x"]) + 200, round(box["y"]) + 200
    fingers(page, [(x - 10, y), (x - 60, y)], [(x + 10, y), (x + 60, y)])
    assert soon(page, lambda: zooms(asked)[-1] > first[-1] + 2)

    page.get_by_role("button", name="点の地図にもどす").click()
    expect(drawn).to_be_visible()


def test_a_pin_leads_to_its_listing(page: Page, site: Site) -> None:
    page.goto("/listings?q=平屋")
    page.get_by_role("button", name="地理院地図で見る").click()
    pin = page.locator(".slippy__pin").first
    expect(pin).to_be_visible()
    for _press in range(14):
        if page.locator("a.slippy__pin").count():
            break
        page.locator("button.slippy__pin").first.click()
    page.locator("a.slippy__pin").first.click()
    page.wait_for_url("**/listings**")
