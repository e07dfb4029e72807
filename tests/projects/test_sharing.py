"""The picture that a shared link shows, and how Japanese titles break into lines."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.factories.municipalities import a_programme
from tests.factories.projects import a_project
from tests.support.client import PageClient
from webapp.core.share import fonts
from webapp.core.share.lines import broken
from webapp.projects.models import ProjectStatus
from webapp.projects.sharing import drawing

TOWN = "202151"
SHOWN = drawing.Shown("長野県塩尻市", "古い駅舎をみんなの台所に", "431,000円", "目標", "43%", 0.43, "現在", "ふたまち")


def test_a_title_is_broken_as_japanese_is() -> None:
    length = lambda words: 10.0 * len(words)  # noqa: E731
    assert broken("古い駅舎をみんなの台所に", 80, length, 3) == ["古い駅舎を", "みんなの台所に"]
    assert broken("奈良井の空き蔵を、道具をつくる人の工房に", 120, length, 3) == [
        "奈良井の空き蔵を、",
        "道具をつくる人の工房に",
    ]
    assert broken("あいうえお。かき", 50, length, 3) == ["あいうえ", "お。かき"]
    assert broken("とても長い題名がここに入ります", 50, length, 2) == ["とても長い", "題名がこ…"]
    assert broken("短い", 80, length, 3) == ["短い"]


@pytest.mark.parametrize("has_font", [True, False])
def test_the_picture_has_its_size_with_and_without_a_font(monkeypatch: pytest.MonkeyPatch, has_font: bool) -> None:
    if not has_font:
        monkeypatch.setattr(fonts, "path", lambda: None)
    picture = Image.open(io.BytesIO(drawing.draw.__wrapped__(SHOWN)))
    assert (picture.size, picture.format) == ((1200, 630), "PNG")
    half = picture.convert("RGB").getpixel((72 + 200, 514))
    assert isinstance(half, tuple)
    assert half[0] > 150 > half[1]


def test_a_shared_link_has_its_picture_and_a_draft_has_none(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        project, draft = a_project(), a_project(status=ProjectStatus.DRAFT)
    page = client.get(f"/projects/{project.id}")
    tags = {tag.attrs["property"]: str(tag.attrs["content"]) for tag in page.tree.select("meta[property]")}
    assert tags["og:title"] == "古い駅舎をみんなの台所に"
    path = tags["og:image"].split("/", 3)[-1]
    answer = client.raw.get(f"/{path}")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/png", "public, max-age=3600")
    assert tags["og:url"] in client.get(f"/projects/{project.id}/share").html
    assert client.raw.get(f"/projects/{draft.id}/picture.png").status_code == 404
    client.get(f"/projects/{draft.id}/share", expect=404)
