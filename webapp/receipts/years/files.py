"""The year as a file: a table, and a sheet to be printed; neither is a paper of the tax office, and both say so."""

from pathlib import Path
from typing import Final

from webapp.certificates.paper.typesetting import compiled
from webapp.core.clock import today
from webapp.core.eras import in_era
from webapp.core.i18n import gettext as _
from webapp.core.sheets import as_csv
from webapp.receipts.years.queries import Year

SHEET: Final = Path(__file__).with_name("summary.typ")


def as_table(year: Year) -> str:
    """One line for each donation; the last column says what it is not."""
    head = (_("受領日"), _("寄附先"), _("受領証明書の番号"), _("金額（円）"), _("取り組み"), _("ことわり"))
    said = _("デモの見本です") if year.is_demo else _("申告書類ではありません")
    rows = [
        (line.receipt.received_on.isoformat(), line.town.full_name, line.receipt.shown_number, line.receipt.amount,
         line.project, said)
        for line in year.lines
    ]  # fmt: skip
    return as_csv(head, rows)


def as_sheet(year: Year, name: str) -> bytes:
    """A4 in Japanese, as many pages as it takes, without a signature."""
    day = today()
    return compiled(
        SHEET,
        {
            "title": f"{year.year}年（令和{year.year - 2018}年）の寄附のまとめ",
            "name": name,
            "caution": "これは、ふたまちで集計した控えです。申告書類ではありません。申告には、1件ごとの寄附金受領証明書を使ってください。",
            "head": ["受領年月日", "寄附先", "証明書番号", "取り組み", "金額"],
            "rows": [
                [
                    in_era(line.receipt.received_on),
                    line.town.official_name,
                    line.receipt.shown_number,
                    line.project,
                    f"{line.receipt.amount:,}円",
                ]
                for line in year.lines
            ],
            "total": f"{year.total:,}円",
            "count": f"{len(year.lines)}件　{year.towns}市町村",
            "made_on": f"{in_era(day)} 作成",
            "notes": [
                "ふたまちの外で行った寄附は入っていません。",
                "ワンストップ特例を申請した寄附も入っています。確定申告をするときは、申請したものも含めて、すべての寄附を申告してください。",
            ],
            "mark": "見本" if year.is_demo else "",
            "day": [day.year, day.month, day.day],
        },
    )
