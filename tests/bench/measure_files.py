"""Photos of 12 million pixels in the worker, and rows a second of sheets: the check, the writing, the same again."""

import csv
import io
import tempfile
import time
from pathlib import Path

from sqlmodel import select

from tests.bench.harness import Report
from tests.bench.workbench import service
from webapp.core import pictures
from webapp.core.actor import system_actor
from webapp.listings.models import ListingKind
from webapp.listings.photos import WIDTHS
from webapp.listings.sheets import actions
from webapp.listings.sheets.models import SheetRun
from webapp.listings.sheets.plan import Plan
from webapp.listings.sheets.reading import layout_of
from webapp.municipalities.models import AreaKind, Municipality

ROWS = 5_000


def measure(report: Report) -> None:
    """CPU seconds of a photo, and rows a CPU second of a sheet of homes with 20 columns filled."""
    for kind, data in photos():
        began = time.process_time()
        pictures.check(data)
        report.add(f"look at a {kind} of 12 MP in the request", (time.process_time() - began) * 1000, "ms")
        began = time.process_time()
        pictures.draw(data, WIDTHS)
        report.add("draw it in three widths in the worker", time.process_time() - began, "s", at_most=2, note=kind)
    _sheets(report)


def photos() -> list[tuple[str, bytes]]:
    """A busy picture of 4,000 × 3,000 as phones send it."""
    import numpy as np
    from PIL import Image
    from pillow_heif import register_heif_opener

    register_heif_opener()
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    drawn = Image.fromarray(noise).resize((4000, 3000), Image.Resampling.BICUBIC)
    found = []
    for kind, options in (("JPEG", {"quality": 92}), ("HEIF", {"quality": 60})):
        out = io.BytesIO()
        drawn.save(out, kind, **options)
        found.append((kind, out.getvalue()))
    return found


def a_sheet(rows: int) -> bytes:
    """Homes with the columns that people fill in."""
    out = io.StringIO()
    writer = csv.writer(out)
    one = {
        "題名": "川のそばの平屋", "短い紹介": "静かな家です。", "くわしい説明": "庭に柿の木があります。" * 10, "売る・貸す": "賃貸",
        "家賃（月）": "35000", "所在地（字まで）": "大字奈良井", "掲載の期限": "2027-03-31", "間取り": "5DK", "建物の広さ": "120.5",
        "土地の広さ": "330", "建てられた年": "1975", "構造": "木造2階建て", "耐震": "旧耐震（1981年5月以前の基準）", "水道": "公営",
        "下水": "浄化槽", "ガス": "LP", "ペットと暮らせる": "はい",
    }  # fmt: skip
    writer.writerow(["管理番号", *one])
    writer.writerows([f"A-{number}", *one.values()] for number in range(rows))
    return out.getvalue().encode()


def _sheets(report: Report) -> None:
    data, by = a_sheet(ROWS), system_actor("bench")
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-"), service() as (app, database), app.app_context():
        with database.transaction() as opened:
            code = opened.exec(select(Municipality.code).where(Municipality.kind == AreaKind.CITY)).first() or ""
        for name, created in (("sheet: check and write", ROWS), ("sheet: the same again", 0)):
            began = time.process_time()
            with database.transaction():
                run = actions.hand_in(data, "homes.csv", ListingKind.HOME, municipality_code=code, by=by)
                with actions.opened(run) as path:
                    planned = _planned(path, run)
                checked = time.process_time() - began
                actions.bring_in(run, planned, by=by)
            spent = time.process_time() - began
            assert run.created == created, planned.problems[:3]
            report.add(f"{name}, {ROWS:,} rows", ROWS / spent, "rows/s", at_least=1000)
            report.add("  of it the check", ROWS / checked, "rows/s", note="all problems by line and column")


def _planned(path: Path, run: SheetRun) -> Plan:
    fields = actions.fields_for(run, layout_of(path))
    assert fields is not None
    return actions.plan(path, run, fields)
