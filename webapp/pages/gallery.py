"""The gallery of components: every part of the look with its states, for those who build pages; not in production."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlmodel import col, select
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.certificates.paper.codes import markup as qr_markup
from webapp.core import plots
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.dotmap import Lit, Point, bounds_of, dot_map
from webapp.core.errors import NotThere
from webapp.core.forms import Chosen, Form, NumberField, ParagraphField, Required, TextField, YenField
from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import settings
from webapp.desk.kept.forms import KeepForm
from webapp.municipalities.models import AreaKind, Municipality
from webapp.projects.goals import Goal

blueprint = Blueprint("gallery", __name__)
_EHIME = "380008"
_KINDS = ("home", "coworking", "job", "event", "need", "service", "town")


class SampleForm(Form):
    """One field of each sort; the words are samples and stay Japanese."""

    name = TextField("お名前", [Required()], description="証明書に書くお名前です。例：見本 花子")
    home = SelectField(
        "いま住んでいる都道府県", [Chosen()], choices={"": "選んでください", "27": "大阪府", "13": "東京都"}
    )
    email = TextField("メールアドレス", [Optional()])
    rent = YenField("家賃の上限", [Required()], render_kw={"inputmode": "numeric"})
    wish = ParagraphField("やってみたいこと", [Optional(), Length(max=400)], description="ひとことでも構いません。")
    rhythm = RadioField(
        "滞在のしかた",
        [Chosen()],
        choices={"weekend": "週末に通う", "month": "月に1週間ほど", "season": "季節ごとに長く"},
    )
    members = NumberField("いっしょに暮らす人数", [Optional()], render_kw={"inputmode": "numeric"})
    skills = SelectMultipleField(
        "できること",
        [Optional()],
        choices={"wood": "木工", "food": "料理", "photo": "写真", "teach": "子どもに教える"},
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    number = TextField(
        "受付番号", [Optional()], description="変えられません。申請のときに決まりました。", render_kw={"readonly": True}
    )
    since = DateField("いつから", [Optional()])
    photo = FileField("本人を確かめる書類の写真", [Optional()], description="JPEG・PNG・PDF、10MBまで")
    agree = BooleanField("個人情報の取り扱いに同意します", [Required()])


@blueprint.get("/gallery")
@allow(PUBLIC)
def index() -> ResponseReturnValue:
    """All components on one page."""
    if settings().is_production:
        raise NotThere
    form = SampleForm(
        formdata=None, data={"rhythm": "weekend", "skills": ["wood"], "rent": 50_000, "number": "YR0K-S5TS"}
    )
    bad_form = SampleForm(MultiDict({"bad-rent": "五万円"}), prefix="bad-", meta={"csrf": False})
    bad_form.validate()
    return render_template(
        "gallery/index.html",
        form=form,
        bad_form=bad_form,
        now=now(),
        sample_qr=qr_markup("https://example.jp/c/AB12-CD34"),
        sample_maps=_maps(),
        sample_plots=_plots(),
        sample_goals=_goals(),
        sample_steps=_steps(),
        sample_kept=_kept(),
    )


def _steps() -> dict[str, Any]:
    """One first task done, one that comes next, one for later."""
    titles = ("プロフィールを書く", "まちをさがす", "登録を申し込む")
    steps = [
        {"title": title, "text": "2分ほどで終わります。", "endpoint": "pages.front", "is_done": number == 0}
        for number, title in enumerate(titles)
    ]
    return {"steps": steps, "done": 1, "next": steps[1], "key": "sample"}


def _kept() -> dict[str, Any]:
    """Two kept filters, one of which is on, and the form for a third."""
    rows = [{"id": "0" * 26, "name": name, "is_default": name == "期限が近い"} for name in ("期限が近い", "補正待ち")]
    chips = [(row, "#desk", bool(row["is_default"])) for row in rows]
    return {"plain_href": "#desk", "chips": chips, "form": KeepForm(formdata=None, prefix="keep")}


def _goals() -> list[Goal]:
    """Half-way with the town's money beside it; beyond the goal on the way to the next; over."""
    return [
        Goal(raised=1_240_000, matching=248_000, minimum=1_000_000, ideal=3_000_000, donors=142, left="23日"),
        Goal(
            raised=3_450_000,
            matching=0,
            minimum=0,
            ideal=3_000_000,
            donors=288,
            stretches=({"label": "二階の床", "yen": 4_000_000},),
        ),
    ]


def _maps() -> list[Markup]:
    chosen = select(Municipality).where(Municipality.kind == AreaKind.CITY, col(Municipality.longitude).is_not(None))
    rows = list(session().exec(chosen.order_by(col(Municipality.code))))
    own = [row for row in rows if row.prefecture_code == _EHIME]
    points = [_point(row) for row in rows]
    whole = dot_map(
        points,
        _lit(rows[::47]),
        title="参加しているまちの地図",
        description="見本です。大きい点が参加しているまちです。",
        ident="japan",
        slow=True,
    )
    if not own:
        return [whole]
    part = dot_map(
        points,
        _lit(own[::3]),
        title="愛媛県の地図",
        description="見本です。大きい点に掲載があります。",
        ident="ehime",
        bounds=bounds_of([_point(row) for row in own]),
        own=[_point(row) for row in own],
        named=True,
    )
    return [whole, part]


def _point(row: Municipality) -> Point:
    return row.longitude or 0.0, row.latitude or 0.0


def _lit(rows: list[Municipality]) -> list[Lit]:
    return [
        Lit(*_point(row), f"{row.name}、{n % 7 + 1}件", f"?town={row.code}", _KINDS[n % 7], float(n % 7 + 1))
        for n, row in enumerate(rows)
    ]


def _plots() -> list[tuple[str, str, Any]]:
    months = ["4月", "6月", "8月", "10月", "12月", "2月"]
    lines = [
        plots.Series("登録した人", [40, 62, 71, 90, 104, 128]),
        plots.Series("滞在した人", [20, 28, 66, 41, 38, 55]),
    ]
    towns = [("宇和島市", 34), ("三豊市", 21), ("酒田市", 18), ("大町市", 7)]
    costs = [("改修の工事", 2_100_000), ("設計", 450_000), ("お礼の品", 300_000), ("手数料", 150_000)]
    axes = [("海", 0.9), ("家賃", 0.75), ("仕事", 0.4), ("催し", 0.6), ("通いやすさ", 0.35)]
    return [
        (
            "どの町に住まいが多いですか？",
            "宇和島市が全体の4割を占めます。",
            plots.bar_chart(towns, title="町ごとの住まいの数", ident="towns", unit="件"),
        ),
        (
            "登録した人は増えていますか？",
            "1年で3倍になりました。",
            plots.line_chart(months, lines, title="登録と滞在", ident="people-line", unit="人"),
        ),
        (
            "集まったお金は何に使いますか？",
            "7割が工事にあてられます。",
            plots.stacked_bar(costs, title="予算の内訳", ident="costs", unit="円"),
        ),
        ("この町のどこが合いますか？", "海と家賃がよく合います。", plots.radar(axes, title="合う理由", ident="fit")),
        *_plots_of_work(months, lines),
    ]


def _plots_of_work(months: list[str], lines: list[plots.Series]) -> list[tuple[str, str, Any]]:
    stages = [plots.Stage("見た", 420, "420回"), plots.Stage("たずねた", 36, "36件"), plots.Stage("成約", 4, "4件")]
    rows = [
        plots.Row("登録の審査", (3, 2, 1), "6件", "いちばん古いもの：11月4日"),
        plots.Row("問い合わせ", (2, 0, 0), "2件"),
    ]
    ages = ("3日以内", "7日以内", "7日より前")
    day = date(2026, 11, 24)
    return [
        (
            "月ごとに何件ありましたか？",
            "2月がいちばん多い月です。",
            plots.columns(months, lines, title="月ごとの数", ident="months"),
        ),
        (
            "見た人は成約に進みますか？",
            "100回に1回、成約します。",
            plots.funnel(stages, title="成約まで", ident="steps"),
        ),
        (
            "何が待っていますか？",
            "6件の審査が待っています。",
            plots.stacked_rows(rows, names=ages, title="仕事", ident="ages"),
        ),
        (
            "次の予定は？",
            "あさってに見学があります。",
            plots.weeks(
                {day: ["見学"]}, first=date(2026, 11, 22), count=3, title="予定", ident="sheet", dates={day: "11月24日"}
            ),
        ),
    ]
