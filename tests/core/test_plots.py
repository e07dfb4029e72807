"""Plots: zero baselines, direct labels, patterns, a table behind each, and refusals."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

import pytest
from flask import Flask
from markupsafe import Markup
from turbohtml import parse

from tests.support.pagelint import Document, controls_have_words, ids_are_unique_and_found
from webapp.core.i18n import in_language
from webapp.core.plots import (
    Pair,
    Row,
    Series,
    Stage,
    bar_chart,
    columns,
    funnel,
    line_chart,
    paired_bars,
    radar,
    short_number,
    stacked_bar,
    stacked_rows,
    weeks,
    worded_bars,
)

TOWNS = [("宇和島市", 34), ("三豊市", 17), ("酒田市", 0)]
MONTHS = ["4月", "6月", "8月"]
PAIRS = [Pair("お祭り", (40, 2), ("40人", "2件")), Pair("米づくり", (10, 4), ("10人", "4件"))]
STAGES = [Stage("見た", 200, "200回"), Stage("たずねた", 50, "50件"), Stage("決まった", None, "5件未満")]
WAITING = [Row("審査", (3, 1), "4件", "期限：明日", "/staff"), Row("掲載", (0, 2), "2件")]
PLANS = {date(2026, 11, 24): ["見学"], date(2026, 12, 2): ["集まり", "<i>"]}
PLOTS = "abcdefghi"
AXES = [("海", 0.9), ("家賃", 0.5), ("仕事", 0.0)]


@pytest.fixture(autouse=True)
def _speaking_japanese(app: Flask) -> Iterator[None]:
    with app.test_request_context(), in_language("ja"):
        yield


def each_plot() -> list[Markup]:
    lines = [Series("登録", [4, 8, 12]), Series("滞在", [1, None, 3])]
    return [
        bar_chart(TOWNS, title="住まいの数", ident="a", unit="件"),
        stacked_bar([("工事", 70), ("設計", 30)], title="使いみち", ident="b", unit="円"),
        line_chart(MONTHS, lines, title="移り変わり", ident="c", unit="人"),
        radar(AXES, title="合う理由", ident="d"),
        paired_bars(PAIRS, names=("人", "掲載"), title="したいことと掲載", ident="e"),
        columns(
            MONTHS, [Series("申請", [2, 0, 4]), Series("登録", [1, None, 2])], title="月ごと", ident="f", unit="件"
        ),
        funnel(STAGES, title="成約まで", ident="g"),
        stacked_rows(WAITING, names=("新しい", "古い"), title="待っている仕事", ident="h"),
        weeks(
            PLANS, first=date(2026, 11, 22), count=3, title="予定", ident="i", dates={d: d.isoformat() for d in PLANS}
        ),
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (999, "999"), (12_000, "1.2万"), (30_000, "3万"), (340_000_000, "3.4億"), (2.5, "2.5")],
)
def test_numbers_are_said_as_people_say_them(value: float, words: str) -> None:
    assert short_number(value) == words


def test_english_numbers_are_grouped() -> None:
    with in_language("en"):
        assert short_number(12_000) == "12,000"


def test_bars_start_at_zero_and_are_in_proportion() -> None:
    widths = [bar.attrs["width"] for bar in parse(each_plot()[0]).select("rect")]
    assert widths == ["100%", "50%", "0%"]


def test_a_number_that_is_not_told_is_no_bar_and_its_words_stand_in_the_table_too() -> None:
    drawn = worded_bars([("塩尻市", 8, "8人"), ("飛騨市", 0, "5人未満")], title="登録", ident="people")
    assert drawn.count("5人未満") == 2
    assert 'width="0%"' in drawn


def test_each_bar_says_its_value() -> None:
    assert [cell.text for cell in parse(each_plot()[0]).select(".plot-bars__value")] == ["34件", "17件", "0件"]


def test_parts_of_a_stacked_bar_follow_each_other() -> None:
    parts = parse(each_plot()[1]).select(".plot-stack .plot__part")
    assert [(part.attrs["x"], part.attrs["width"]) for part in parts] == [("0%", "70%"), ("70%", "30%")]


def test_parts_differ_in_pattern_not_only_in_hue() -> None:
    patterns = parse(each_plot()[1]).select("pattern")
    assert len(patterns) == 2
    assert patterns[0].select(".plot__ink") == []
    assert patterns[1].select(".plot__ink") != []


def test_a_missing_value_breaks_the_line() -> None:
    _first, second = parse(each_plot()[2]).select("svg.plot-lines g.plot-line")
    assert second.select("line") == []
    assert len(second.select("svg")) == 2


def test_a_line_ends_with_its_value() -> None:
    assert [word.text for word in parse(each_plot()[2]).select(".plot__last")] == ["12", "3"]


def test_the_baseline_of_lines_is_zero() -> None:
    flat = parse(line_chart(MONTHS, [Series("なし", [0, 0, 0])], title="何もない", ident="z"))
    base = flat.select_one(".plot__base")
    assert base is not None
    assert {line.attrs["y1"] for line in flat.select("g.plot-line line")} == {f"{base.attrs['y1']}.0"}


def test_a_radar_tells_its_numbers_without_the_picture() -> None:
    described = parse(each_plot()[3]).find("desc")
    assert described is not None
    assert described.text == "海 90%、家賃 50%、仕事 0%"


@pytest.mark.parametrize("number", range(len(PLOTS)))
def test_every_plot_has_its_numbers_as_a_table(number: int) -> None:
    table = parse(each_plot()[number]).select_one("details table")
    assert table is not None
    assert table.find("caption") is not None
    assert len(table.select("tbody tr")) >= 2


def test_plots_on_one_page_keep_apart() -> None:
    document = Document("".join(each_plot()), 200, {})
    assert [*ids_are_unique_and_found(document), *controls_have_words(document)] == []


def test_words_from_outside_are_escaped() -> None:
    assert "<b>" not in bar_chart([("<b>", 1)], title="<b>", ident="a")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bar_chart([("赤字", -1)], title="t", ident="a"),
        lambda: stacked_bar([("x", 1)] * 5, title="t", ident="a"),
        lambda: stacked_bar([("x", -1)], title="t", ident="a"),
        lambda: line_chart(MONTHS, [], title="t", ident="a"),
        lambda: line_chart(MONTHS, [Series("短い", [1])], title="t", ident="a"),
        lambda: line_chart(MONTHS, [Series("x", [1, 2, 3])] * 5, title="t", ident="a"),
        lambda: radar(AXES[:2], title="t", ident="a"),
        lambda: radar([("x", 1.5)] * 3, title="t", ident="a"),
        lambda: columns(MONTHS, [Series("x", [1, -2, 3])], title="t", ident="a"),
        lambda: funnel(STAGES[:1], title="t", ident="a"),
        lambda: funnel([Stage("a", -1, ""), Stage("b", 1, "")], title="t", ident="a"),
        lambda: stacked_rows([Row("x", (1,), "")], names=("a", "b"), title="t", ident="a"),
        lambda: weeks({}, first=date(2026, 11, 22), count=0, title="t", ident="a", dates={}),
    ],
)
def test_what_cannot_be_shown_honestly_is_refused(draw: Callable[[], Markup]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        draw()


def test_paired_bars_have_a_scale_for_each_side_and_the_words_of_both() -> None:
    drawn = parse(paired_bars(PAIRS, names=("人", "掲載"), title="したいことと掲載", ident="e"))
    assert [bar.attrs["width"] for bar in drawn.select(".plot-pair__bar rect")] == ["100%", "50%", "25%", "100%"]
    assert [cell.text for cell in drawn.select("tbody td")] == ["40人", "2件", "10人", "4件"]
    with pytest.raises(ValueError, match="zero"):
        paired_bars([Pair("海", (-1, 0), ("", ""))], names=("人", "掲載"), title="t", ident="f")


def test_last_values_that_are_nearly_alike_do_not_lie_on_each_other() -> None:
    lines = [Series("一つめ", [10.0, 81.1]), Series("二つめ", [20.0, 81.4]), Series("三つめ", [20.0, 30.0])]
    drawn = parse(line_chart(["a", "b"], lines, title="近い値", ident="near"))
    heights = [float(tag.attrs["y"]) for tag in drawn.select(".plot__last")]
    assert len(heights) == 3
    assert min(abs(a - b) for a, b in combinations(heights, 2)) >= 16


def test_columns_stand_on_the_baseline_in_proportion_and_say_the_highest() -> None:
    drawn = parse(each_plot()[5])
    bars = [
        (float(str(bar.attrs["y"])), float(str(bar.attrs["height"])))
        for bar in drawn.select(".plot-columns > .plot__part")
    ]
    assert [high for _y, high in bars] == [72.0, 144.0, 36.0, 72.0]
    assert {y + high for y, high in bars} == {220.0}
    assert [word.text for word in drawn.select(".plot__last")] == ["4", "2"]


def test_steps_of_a_funnel_tell_what_share_went_on_and_hide_what_is_too_small() -> None:
    drawn = parse(each_plot()[6])
    assert [bar.attrs["width"] for bar in drawn.select("rect.plot__fill")] == ["100%", "25%", "0%"]
    assert [rate.text for rate in drawn.select(".plot-funnel__rate")] == ["前の段階の25%"]


def test_rows_share_one_scale_and_lead_to_their_work() -> None:
    drawn = parse(each_plot()[7])
    parts = [(part.attrs["x"], part.attrs["width"]) for part in drawn.select(".plot-rows__bar .plot__part")]
    assert parts == [("0%", "75%"), ("75%", "25%"), ("0%", "50%")]
    assert [str(link.attrs["href"]) for link in drawn.select(".plot-rows__label a")] == ["/staff"]


def test_a_sheet_of_weeks_marks_the_days_with_something_and_today() -> None:
    drawn = parse(each_plot()[8])
    assert [day.text for day in drawn.select('[data-state="marked"]')] == ["24", "2"]
    assert len(drawn.select(".plot-weeks__day")) == 21
    assert drawn.select_one(".plot-weeks__now") is not None
    assert "<i>" not in drawn.select_one("table").html
