"""The sheets: what they say, that machines can read them, and that the box for the My Number is empty."""

import io
import re
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader
from sqlmodel import Session

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.municipalities import a_setting
from tests.factories.onestop import an_application
from webapp.core.errors import RuleBroken
from webapp.onestop import actions, years
from webapp.onestop.actions import Move
from webapp.onestop.pages import sheet_of
from webapp.onestop.paper.drawing import change_sheet
from webapp.onestop.years import year_in_hand


def pages_of(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_application_is_filled_in_but_for_the_my_number(session: Session) -> None:
    row = an_application()
    a_setting("onestop_address", "〒399-0000 塩尻市役所 寄附係", date(2026, 4, 1))
    made = sheet_of(row)
    form, guide = pages_of(made)
    reiwa = year_in_hand() - 2018
    for words in (
        f"令和{reiwa}年寄附分", "寄附金税額控除に係る申告特例申請書", "塩尻市長殿", "佐藤花子", "サトウハナコ",
        "東京都新宿区西新宿1-1-1", "平成2年5月1日", "03-0000-0000", "30,000円", "申告特例対象寄附者である", "受付日付印",
        f"{row.code[:4]}-{row.code[4:]}",
    ):  # fmt: skip
        assert words in form
    assert "個人番号手で書いてください" in form  # nothing stands between: the box is drawn, and empty
    assert not re.search(r"\d{12}", form)
    assert "〒399-0000塩尻市役所寄附係" in guide
    assert f"令和{reiwa + 1}年1月10日に必ず着く" in guide
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "ja-JP"
        metadata = bytes(opened.Root.Metadata.read_bytes())
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_notice_of_a_move_says_before_and_after(session: Session) -> None:
    donor = a_resident_user()
    row = an_application(donor)
    move = Move("佐藤 花子", "神奈川県横浜市中区本町1-1", date(2026, 4, 1))
    notice = actions.tell_move([row], move, by=actor_of(donor))[0]
    form, _guide = pages_of(change_sheet(row, notice))
    assert "申告特例申請事項変更届出書" in form
    assert form.index("東京都新宿区西新宿1-1-1") < form.rindex("神奈川県横浜市中区本町1-1")
    assert not re.search(r"\d{12}", form)


def test_a_character_that_no_font_has_is_named_and_nothing_is_printed(session: Session) -> None:
    row = an_application()
    row.name = "佐藤 \U00013000子"
    with pytest.raises(RuleBroken, match=r"U\+13000"):
        sheet_of(row)


def test_the_deadline_is_never_another_day() -> None:
    assert {years.deadline(year) for year in (2025, 2026)} == {date(2026, 1, 10), date(2027, 1, 10)}
