"""What the plain ranking, the suggestion and the present state bring, as a table and as a picture."""

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.plots import bar_chart
from webapp.matches.desk.planning import Totals


def table(plain: Totals, market: Totals, present: Totals) -> list[list[str]]:
    """Head and rows: what the plain ranking, the suggestion and the present state bring."""
    three = (plain, market, present)
    return [
        [_("枠におさまる世帯（全員が受けた場合）"), *(_("%(n)s世帯", n=len(one.fits)) for one in three)],
        [_("受けて枠におさまる見込み"), *(_("約%(n)s世帯", n=f"{one.expected:.1f}") for one in three)],
        [_("満員になる掲載"), *(_("%(n)s件", n=len(one.full)) for one in three)],
        [_("すすめる掲載のない世帯"), *(_("%(n)s世帯", n=one.without) for one in three)],
    ]


def picture(plain: Totals, market: Totals, present: Totals) -> Markup:
    """How many households find room with each."""
    rows = [
        (_("合いやすい順だけ"), float(len(plain.fits))),
        (_("枠をふまえた案"), float(len(market.fits))),
        (_("いまの内容"), float(len(present.fits))),
    ]
    title = _("枠におさまる世帯の数（全員が受けた場合）")
    return bar_chart(rows, title=title, ident="fitting", unit=_("世帯"))
