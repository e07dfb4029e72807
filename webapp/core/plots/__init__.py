"""Plain plots drawn by the server: direct labels, zero baselines, patterns as well as hue, and a table behind each."""

from webapp.core.plots.bars import Pair, bar_chart, paired_bars, stacked_bar, worded_bars
from webapp.core.plots.columns import columns
from webapp.core.plots.figure import MAX_SERIES, figure, short_number
from webapp.core.plots.funnel import Stage, funnel
from webapp.core.plots.lines import Series, line_chart
from webapp.core.plots.radar import radar
from webapp.core.plots.rows import Row, stacked_rows
from webapp.core.plots.weeks import weeks

__all__ = [
    "MAX_SERIES",
    "Pair",
    "Row",
    "Series",
    "Stage",
    "bar_chart",
    "columns",
    "figure",
    "funnel",
    "line_chart",
    "paired_bars",
    "radar",
    "short_number",
    "stacked_bar",
    "stacked_rows",
    "weeks",
    "worded_bars",
]
