"""What this feature knows of a person: taken along, erased, kept back from the town's export, ended with who answers."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select
from werkzeug.datastructures import FileStorage

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.corporations import PDF, a_corporation, a_designation
from tests.factories.inquiries import a_thread
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.core import storage, tenant_data
from webapp.core.actor import system_actor
from webapp.core.errors import BadFile, NotThere
from webapp.corporations.designations.models import DesignationStatus
from webapp.inquiries import ending, own_data
from webapp.inquiries.questions import actions as questions
from webapp.inquiries.reports import actions as reports
from webapp.inquiries.reports.models import Report, ReportKind, ReportReason
from webapp.inquiries.threads import answering, asking, attachments, queries
from webapp.inquiries.threads.models import Thread, ThreadFile, ThreadStatus

TOWN = "202151"


@pytest.fixture
def told(session: Any) -> dict[str, Any]:
    """A person with a thread and its file, a question and a report."""
    a_programme(TOWN)
    home, person = a_listing(TOWN), a_resident_user()
    by = actor_of(person)
    thread = a_thread(home, person, shown_name="はなこ", text="ひみつの計画があります。")
    kept = attachments.Kept(storage.save(b"paper", "pdf"), "はなこの書類.pdf", 5)
    asking.write_on(thread, asking.Words("書類です。", [kept]), by=by)
    answering.answer(thread, asking.Words("受け取りました。"), signed="中村", by=actor_of(a_clerk(TOWN)))
    question = questions.ask(home, "ひみつの質問ですか。", by=by)
    about = reports.About(TOWN, home)
    report = reports.tell(ReportKind.LISTING, ReportReason.WRONG, "ひみつの知らせ", about=about, by=by)
    return {"person": person, "by": by, "thread": thread, "question": question, "report": report, "key": kept.key}


def test_a_person_takes_everything_along(told: dict[str, Any]) -> None:
    data = own_data.exported(told["by"])
    thread = data["threads"][0]
    assert [one["text"] for one in thread["messages"]] == ["ひみつの計画があります。", "書類です。", "受け取りました。"]
    assert thread["messages"][1]["files"] == ["はなこの書類.pdf"]
    assert data["questions"][0]["text"] == "ひみつの質問ですか。"
    assert data["reports"][0]["text"] == "ひみつの知らせ"
    assert own_data.exported(actor_of(a_resident_user()))["threads"] == []


@pytest.mark.both_databases
def test_erasing_leaves_that_somebody_was_answered_and_nothing_of_who(session: Any, told: dict[str, Any]) -> None:
    own_data.erase(told["person"].id, by=told["by"])
    thread = session.get(Thread, told["thread"].id)
    assert (thread.user_id, thread.subject, thread.shown_name) == (None, "", "")
    assert thread.status is ThreadStatus.CLOSED
    assert thread.first_reply_at is not None
    assert [one.message.text for one in queries.said_in(thread)] == ["", "", "受け取りました。"]
    assert session.exec(select(ThreadFile)).all() == []
    with pytest.raises(NotThere):
        storage.load(told["key"])
    assert (told["question"].text, told["question"].user_id) == ("", None)
    report = session.get(Report, told["report"].id)
    assert (report.text, report.user_id) == ("", None)


def test_the_towns_export_holds_no_words_of_who_asks_for_secrecy(session: Any, told: dict[str, Any]) -> None:
    def leaving() -> str:
        session.flush()
        rows = (tenant_data._rows(session.connection(), one) for one in tenant_data.tenant_tables(TOWN))
        return str([list(each) for each in rows])

    assert "ひみつの計画" in leaving()
    assert told["person"].id not in leaving()
    a_resident(told["person"], is_confidential=True)
    assert [word for word in ("ひみつの計画", "ひみつの知らせ", "はなこ", told["key"]) if word in leaving()] == []


def test_a_corporations_threads_are_not_the_towns_and_end_with_its_designation(session: Any) -> None:
    a_programme(TOWN)
    body = a_corporation()
    designation = a_designation(body, TOWN)
    thread = a_thread(a_listing(TOWN, corporation_id=body.id))
    by = system_actor("tests")
    ending.follow(designation, by=by)
    assert thread.status is ThreadStatus.WAITING
    condition = next(one for one in tenant_data.tenant_tables(TOWN) if one.table.name == "thread").condition
    assert session.execute(select(Thread).where(condition)).all() == []
    designation.status, designation.ended_on = DesignationStatus.ENDED, date(2026, 11, 20)
    ending.follow(designation, by=by)
    assert thread.status is ThreadStatus.CLOSED


def test_my_data_and_a_closed_account_know_of_it(database: Any, signed_in: Callable[..., PageClient]) -> None:
    with database.transaction():
        a_programme(TOWN)
        person = a_resident_user()
        a_thread(a_listing(TOWN), person, text="旅の計画です。")
    assert "旅の計画です。" in signed_in(person).raw.get("/my/data/futamachi.json").get_data(as_text=True)


def test_a_paper_is_written_anew_without_who_made_it_and_without_scripts(session: Any) -> None:
    import pikepdf

    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.docinfo["/Author"] = "SECRETAUTHOR"
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert('SECRETSCRIPT')")
    out = io.BytesIO()
    pdf.save(out)
    assert b"SECRETSCRIPT" in out.getvalue()
    kept = attachments.keep(FileStorage(io.BytesIO(out.getvalue()), filename="a.pdf"))
    plain = storage.load(kept.key)
    assert b"SECRET" not in plain
    assert len(pikepdf.open(io.BytesIO(plain)).pages) == 1
    with pytest.raises(BadFile, match="PDFを読めません"):
        attachments.keep(FileStorage(io.BytesIO(PDF), filename="b.pdf"))
