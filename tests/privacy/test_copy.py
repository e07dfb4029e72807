"""The copy as PDF: made by the worker, sealed on the disk, taken once by its owner, gone after a day."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import SQLModel, select

from tests.factories.accounts import a_resident_user
from tests.factories.municipalities import a_programme
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.certificates.paper import typesetting
from webapp.core import jobs, storage
from webapp.core.clock import now
from webapp.core.errors import NotThere
from webapp.core.trail import TrailEntry
from webapp.privacy.papers.choices import TABLES, choice_words
from webapp.privacy.papers.models import OwnDataFile, PaperStatus
from webapp.privacy.papers.setting import SHEET
from webapp.privacy.papers.words import lines_of

Visit = Callable[..., PageClient]


@pytest.fixture
def person(database: Any) -> Any:
    with database.transaction():
        user = a_resident_user()
        a_resident(user, wishes="海の見える家で😀𛂞働きたい")
        return user


def kept(database: Any) -> OwnDataFile:
    with database.transaction(read_only=True) as s:
        found: OwnDataFile = s.exec(select(OwnDataFile)).one()
        s.expunge(found)
        return found


def test_the_copy_is_read_once_by_its_owner_and_is_sealed_until_then(
    app: Any, database: Any, person: Any, signed_in: Visit
) -> None:
    me = signed_in(person)
    me.post("/my/privacy/copy")
    me.post("/my/privacy/copy")
    waiting = me.get("/my/privacy/copy")
    assert "作っています" in waiting.text
    assert "Refresh" in waiting.response.headers
    with app.app_context():
        jobs.run_due(database)
    row = kept(database)
    with app.app_context():
        assert b"%PDF" not in storage.load(row.file_key)
    with database.transaction():
        stranger = a_resident_user()
    signed_in(stranger).post(f"/my/privacy/copy/{row.id}", expect=404)
    answer = me.raw.post(f"/my/privacy/copy/{row.id}", data={"csrf_token": me.csrf_token()})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "海の見える家で〓〓働きたい" in text.replace("\n", "")
    assert "使う理由" in text
    assert answer.headers["Cache-Control"] == "no-store"
    me.post(f"/my/privacy/copy/{row.id}", expect=404)
    with app.app_context(), pytest.raises(NotThere):
        storage.load(row.file_key)
    with database.transaction(read_only=True) as s:
        assert not [entry for entry in s.exec(select(TrailEntry)) if entry.reason and "海" in entry.reason]


def test_a_copy_that_nobody_takes_is_gone_after_a_day(
    app: Any, database: Any, person: Any, signed_in: Visit, time_machine: Any
) -> None:
    me = signed_in(person)
    me.post("/my/privacy/copy")
    with app.app_context():
        jobs.run_due(database)
    key = kept(database).file_key
    time_machine.move_to(now() + timedelta(hours=24, minutes=1))
    with app.app_context():
        jobs.run_due(database)
        with pytest.raises(NotThere):
            storage.load(key)
    assert kept(database).status is PaperStatus.EXPIRED


def test_only_what_is_a_day_or_a_town_is_written_as_one(database: Any) -> None:
    said = {
        "2026-02-28": "2026年2月28日",
        "2026-02-27T15:30:00+00:00": "2026年2月28日 00:30",
        "2026-02-27T15:30:00.123456Z": "2026年2月28日 00:30",
        "2026-02-30": "2026-02-30",
        "2026-02-27T15:30": "2026-02-27T15:30",
        "2026-02-27T15:30:00+00:00から見学したいです": "2026-02-27T15:30:00+00:00から見学したいです",
        "202151": "長野県塩尻市",
        "999999": "999999",
        202151: "202151",
    }
    with database.transaction():
        a_programme(SHIOJIRI)
        assert lines_of({"text": True, "rows": [*said]}, "letters") == [
            ["文", "はい"],
            ["rows", "、".join(said.values())],
        ]


def test_a_choice_speaks_the_words_of_its_own_table(database: Any) -> None:
    assert set(TABLES.values()) <= set(SQLModel.metadata.tables)
    assert [choice_words(part, "status", "waiting") for part in ("threads", "bookings", "letters")] == [
        "返事待ち", "キャンセル待ち", "",
    ]  # fmt: skip
    row = {"status": "requested", "talks": [{"status": "contracted"}]}
    with database.transaction(read_only=True):
        assert [said for _label, said in lines_of(row, "bookings")] == ["返事を待っています", "成約"]
        assert lines_of({"status": "refused"}, "privacy_requests") == [["状態", "認めませんでした"]]


def test_words_in_another_script_do_not_have_the_sheet_set_anew_for_each_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    hangul = "".join(map(chr, range(0xAC00, 0xAC00 + 300)))
    part = {"title": "やりとり", "rows": [{"text": f"春{hangul}山"}]}
    texts = dict.fromkeys(("title", "name", "made_on", "caution"), "題")
    content = {**texts, "groups": [{"title": "題", "about": [], "parts": [part]}], "day": [2026, 1, 1]}
    times, once = [], typesetting.compiled

    def counted(*values: Any, **named: Any) -> bytes:
        times.append(values)
        return once(*values, **named)

    monkeypatch.setattr(typesetting, "compiled", counted)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(counted(SHEET, content, instead="〓"))).pages)
    assert (len(times), text.count("〓"), "春〓" in text) == (2, 300, True)
