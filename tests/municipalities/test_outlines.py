"""Lines for maps: read from TopoJSON, kept by prefecture, drawn instead of the dots, with their source."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.factories.municipalities import a_municipality
from tests.support.client import PageClient
from webapp.core.actor import system_actor
from webapp.core.dotmap import JAPAN, Frame
from webapp.core.errors import BadFile
from webapp.core.outlines import Outline, path_of
from webapp.municipalities.boundaries.drawing import outline
from webapp.municipalities.boundaries.loading import CREDIT, load
from webapp.municipalities.boundaries.topology import joined, read

#: two towns of one prefecture side by side: arc 1 lies between them, 0 and 2 lie round them
ARCS = [
    [[0, 0], [0, 1000], [1000, 0]],
    [[1000, 0], [0, 1000]],
    [[1000, 1000], [1000, 0], [0, -1000], [-1000, 0]],
]


def a_file(folder: Path, **changes: Any) -> Path:
    """TopoJSON of 塩尻市 and 松本市 as two squares, and a shape without land."""

    def town(code: str | None, arcs: list[Any]) -> dict[str, Any]:
        return {"type": "Polygon", "arcs": arcs, "properties": {"N03_007": code}}

    shapes = [town("20215", [[0, ~1]]), town("20202", [[1, 2]]), town("20201", []), town(None, [[0]])]
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [137.0, 36.0]},
        "arcs": ARCS,
        "objects": {"towns": {"type": "GeometryCollection", "geometries": shapes}},
    }
    path = folder / "lines.json"
    path.write_text(json.dumps({**topology, **changes}), encoding="utf-8")
    return path


def test_a_line_between_two_towns_is_told_from_one_round_them(tmp_path: Path) -> None:
    lines = read(a_file(tmp_path))
    assert [sorted(line) for line in lines.inner["20"]] == [[[138.0, 36.0], [138.0, 37.0]]]
    assert (len(lines.outer["20"]), lines.municipalities, lines.empty) == (1, 2, ["20201"])


def test_pieces_that_go_on_in_one_another_become_one_line() -> None:
    a, b, c, d = [0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [5.0, 5.0]
    assert joined([[b, c], [a, b], [d, d]]) in ([[d, d], [c, b, a]], [[d, d], [a, b, c]])
    round_trip = joined([[a, b], [c, b], [c, a]])
    assert len(round_trip) == 1
    assert round_trip[0][0] == round_trip[0][-1]
    assert {tuple(point) for point in round_trip[0]} == {tuple(a), tuple(b), tuple(c)}


@pytest.mark.parametrize(
    "changes",
    [{"objects": {}}, {"arcs": [[[0]]]}, {"objects": {"a": {"geometries": [{"properties": {}}]}}}, {"arcs": 5}],
)
def test_another_file_is_refused_in_words(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(BadFile) as refused:
        read(a_file(tmp_path, **changes))
    assert "N03_007" in refused.value.sentence
    (tmp_path / "no.json").write_bytes(b"\x00not json")
    with pytest.raises(BadFile):
        read(tmp_path / "no.json")


def test_maps_are_drawn_with_the_lines_and_name_their_source(database: Any, client: PageClient, tmp_path: Path) -> None:
    with database.transaction():
        for code in ("202151", "202029", "200000"):
            a_municipality(code)
    before = client.get("/municipalities/202151").tree
    assert before.select_one(".dot-map__outer") is None
    with database.transaction():
        assert load(read(a_file(tmp_path)), by=system_actor("test")) == 1
        assert load(read(a_file(tmp_path)), by=system_actor("test")) == 1
    page = client.get("/municipalities/202151").tree
    assert page.select_one(".dot-map__inner").attrs["d"].startswith("M")
    assert page.select_one(".dot-map__all") is None
    assert page.select_one(".dot-map__credit").text == CREDIT
    with database.transaction():
        whole, part = outline(), outline("200000")
        assert whole is not None
        assert part is not None
        assert (len(whole.inner), len(part.inner)) == (0, 1)


def test_points_that_cannot_be_told_apart_are_left_out() -> None:
    frame = Frame(JAPAN, whole_country=False)
    fine = [[137 + step / 10_000, 36.0] for step in range(3000)]
    drawn = path_of(Outline([fine, [[137.0, 36.0], [137.001, 36.0]], [[100.0, 36.0], [101.0, 36.0]]]), frame)
    assert drawn.count("M") == 1
    assert 3 < len(drawn.split()) < 20
