"""Static files: one bundle in the order of its layers, addresses that change with the content, nothing from outside."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.support.client import PageClient
from webapp.core.assets import Assets, asset_inside, asset_url, bundle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    css = tmp_path / "css"
    (css / "components").mkdir(parents=True)
    (css / "index.txt").write_text("# order\ntokens tokens.css\ncomponents components/*.css\n", "utf-8")
    (css / "tokens.css").write_text("/* why */\n:root {\n  --ink: #000;\n}\n", "utf-8")
    (css / "components" / "b.css").write_text(".b { }", "utf-8")
    (css / "components" / "a.css").write_text(".a { }", "utf-8")
    return tmp_path


def test_the_bundle_keeps_the_order_of_its_layers(folder: Path) -> None:
    made = bundle(folder / "css")
    assert made.startswith("@layer tokens,components;")
    assert made.index("--ink") < made.index(".a") < made.index(".b")
    assert "@layer components{.a{}}" in made


def test_comments_are_not_sent(folder: Path) -> None:
    assert "why" not in bundle(folder / "css")


def test_braces_of_the_real_bundle_close() -> None:
    made = bundle(Path(__file__).parents[2] / "static" / "css")
    assert made.count("{") == made.count("}")


def test_every_style_sheet_is_in_the_bundle() -> None:
    css = Path(__file__).parents[2] / "static" / "css"
    patterns = [line.split()[1] for line in (css / "index.txt").read_text("utf-8").splitlines() if line[0] != "#"]
    named = {path for pattern in patterns for path in css.glob(pattern)}
    assert {path for path in named if "vendor" not in path.parts} == set(css.rglob("*.css"))


def test_an_installed_sheet_stands_before_our_own_and_changes_the_digest(folder: Path) -> None:
    css = folder / "css"
    (css / "index.txt").write_text("vendor ../vendor/*.css\ntokens tokens.css\n", "utf-8")
    (css / "tokens.css").write_text(":root { --ink: var(--theirs, #eee); }", "utf-8")
    without = Assets(folder).get("app.css")
    (folder / "vendor").mkdir()
    (folder / "vendor" / "design-tokens.css").write_text(
        "/* made */\n:root {\n  --theirs: #fff;\n  --spare: 1px\n}", "utf-8"
    )
    installed = Assets(folder).get("app.css")
    assert b"--theirs:" not in without.body
    assert installed.body.index(b"--theirs:#fff;") < installed.body.index(b"--ink")
    assert b"--spare" not in installed.body
    assert installed.digest != without.digest


def test_a_change_gives_a_new_digest_when_files_are_watched(folder: Path) -> None:
    watched, kept = Assets(folder, watch=True), Assets(folder)
    before = watched.get("app.css").digest, kept.get("app.css").digest
    (folder / "css" / "components" / "c.css").write_text(".c { }", "utf-8")
    assert watched.get("app.css").digest != before[0]
    assert kept.get("app.css").digest == before[1]


@pytest.mark.parametrize("name", ["../pyproject.toml", "nothing.css", "css", "/etc/passwd"])
def test_only_files_of_the_folder_are_served(name: str, folder: Path) -> None:
    (folder.parent / "pyproject.toml").write_text("", "utf-8")
    with pytest.raises(FileNotFoundError):
        Assets(folder).get(name)


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return asset_url(name)


def test_the_right_address_may_be_kept_for_ever(app: Flask, client: PageClient) -> None:
    answer = client.get(address(app, "app.css")).response
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_address_of_another_release_is_answered_but_not_kept(client: PageClient) -> None:
    answer = client.get("/assets/000000000000/app.css").response
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_browser_that_can_unpack_gets_less(app: Flask, client: PageClient) -> None:
    where = address(app, "app.css")
    plain = client.get(where).response
    packed = client.get(where, headers={"Accept-Encoding": "gzip, br"}).response
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2


def test_an_unknown_asset_is_not_found(client: PageClient) -> None:
    client.get("/assets/000000000000/nothing.css", expect=404)
    client.get("/assets/000000000000/..%2fpyproject.toml", expect=404)


def test_assets_set_no_cookie(app: Flask, client: PageClient) -> None:
    assert "Set-Cookie" not in client.get(address(app, "favicon.svg")).response.headers


def test_a_small_drawing_can_stand_in_the_page_itself(app: Flask) -> None:
    with app.test_request_context():
        address = asset_inside("img/scene-home.svg")
        drawing = (Path(__file__).parents[2] / "static" / "img" / "scene-home.svg").read_text("utf-8")
        with pytest.raises(FileNotFoundError):
            asset_inside("img/nothing.svg")
    assert address.startswith("data:image/svg+xml,")
    assert not set('"<> #') & set(address)
    assert unquote(address.partition(",")[2]) == drawing
