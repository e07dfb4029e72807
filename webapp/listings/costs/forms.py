"""The form of the calculator: a search form, so that a result can be sent on by its address."""

from typing import Any

from wtforms import RadioField

from webapp.core.forms import Form, NumberField, YenField, options
from webapp.core.i18n import lazy as _l
from webapp.listings.costs.estimate import LARGEST, UTILITIES, Given
from webapp.municipalities.fields import MunicipalityField


class CostForm(Form):
    """What somebody tells about the second place; an empty field counts as nothing."""

    class Meta(Form.Meta):
        """Nothing is written, so nothing can be forged."""

        csrf = False

    rent = YenField(_l("家賃（月）"), high=LARGEST)
    price = YenField(_l("家の値段（買うとき）"), high=LARGEST)
    years = NumberField(
        _l("何年で割るか"), low=1, high=100, default=Given.years, description=_l("買った家を使うつもりの年数です。")
    )
    repair = YenField(
        _l("修繕と固定資産税（年）"), high=LARGEST, description=_l("固定資産税の額は、市町村か売り主に聞けます。")
    )
    per_night = YenField(_l("宿やサブスクの料金（1人1泊）"), high=LARGEST)
    utilities = YenField(_l("電気・ガス・水道（月）"), high=LARGEST, default=UTILITIES)
    internet = YenField(_l("通信（月）"), high=LARGEST)
    dues = YenField(_l("自治会費・雪かきなど（月）"), high=LARGEST)
    people = NumberField(_l("行く人"), low=1, high=20, default=Given.people)
    trips = NumberField(_l("行く回数（月）"), low=0, high=31, default=Given.trips)
    nights = NumberField(_l("1回に泊まる数"), low=0, high=31, default=Given.nights)
    way = RadioField(
        _l("行き方"), choices=options([("car", _l("車")), ("public", _l("電車・バス・飛行機"))]), default="car"
    )
    home = MunicipalityField(_l("いまの家のある市区町村"), description=_l("距離を出すために使います。保存しません。"))
    place = MunicipalityField(_l("二つ目の家のある市区町村"))
    km = NumberField(_l("片道の道のり"), high=5000, description=_l("空けておくと、2つの市区町村から目安を出します。"))
    toll = YenField(
        _l("高速道路の料金（片道）"),
        high=LARGEST,
        description=_l("空けておくと、距離から目安を出します。使わないときは0。"),
    )
    fare = YenField(_l("運賃（1人片道）"), high=LARGEST)
    local_car = YenField(_l("現地に置く車（月）"), high=LARGEST)
    support = YenField(_l("受けられる補助（年）"), high=LARGEST, description=_l("まちの補助や、交通費の割引などです。"))
    city = YenField(
        _l("いまの家の費用（月）"), high=LARGEST, description=_l("入れると、2つの家を合わせた費用も出ます。")
    )

    def given(self, km: int) -> Given:
        """What was told, with the distance that was typed or estimated."""
        amounts: dict[str, Any] = {
            name: self[name].data or 0
            for name in ("rent", "price", "repair", "per_night", "utilities", "internet", "dues", "trips", "nights")
        }
        amounts |= {name: self[name].data or 0 for name in ("fare", "local_car", "support", "city")}
        amounts |= {"years": self.years.data or Given.years, "people": self.people.data or Given.people}
        return Given(**amounts, km=km, by_car=self.way.data != "public", toll=self.toll.data)


PARTS = (
    (_l("家"), ("rent", "price", "years", "repair", "per_night")),
    (_l("暮らし"), ("utilities", "internet", "dues")),
    (_l("通い方"), ("people", "trips", "nights", "way", "home", "place", "km", "toll", "fare", "local_car")),
    (_l("そのほか"), ("support", "city")),
)
