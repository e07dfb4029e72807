"""What everybody and the desk see: search, prefectures, the file; the town's checklist and invitations on their pages."""

import csv
import io

from sqlmodel import select

from tests.corporations.conftest import OTHER, TOWN
from tests.factories.accounts import a_clerk, a_user
from tests.factories.corporations import a_corporation, a_designation, an_application
from webapp.core.database import session
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.documents.models import DocumentRequirement
from webapp.corporations.designations.invitations.models import DesignationInvitation
from webapp.corporations.designations.models import DesignationStatus


def test_the_register_is_searched_by_word_and_prefecture(making, client):
    with making():
        a_designation(a_corporation(name="山の会", about="空家の手入れ"), TOWN)
        a_designation(a_corporation(name="海の会"), OTHER)
        a_designation(a_corporation(name="申請中の会"), OTHER, status=DesignationStatus.APPLIED)
        a_designation(a_corporation(name="命令中の会"), OTHER, status=DesignationStatus.ORDER)
    everything = client.get("/corporations").text
    assert all(name in everything for name in ("山の会", "海の会", "命令中の会"))
    assert "申請中の会" not in everything
    assert "改善命令" not in everything
    found = client.get("/corporations?q=空き家").text
    assert "山の会" in found
    assert "海の会" not in found
    assert "山の会" not in client.get("/corporations?prefecture=380008").text
    assert "合う法人が見つかりません" in client.get("/corporations?q=ありません").text


def test_the_file_holds_the_register_and_no_formula(making, client):
    with making():
        corporation = a_corporation(name="=1+1", seat="住所")
        a_designation(corporation, TOWN, area="市内全域")
    response = client.get("/corporations.csv").response
    assert response.data.startswith(b"\xef\xbb\xbf")
    head, line = list(csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    cells = dict(zip(head, line, strict=True))
    assert cells["名称"] == "'=1+1"
    assert (cells["法人番号"], cells["業務"], cells["市町村コード"]) == (corporation.number, "1 2", TOWN)


def test_a_town_makes_its_own_checklist_and_applications_follow_it(making, signed_in):
    with making():
        clerk, person = a_clerk(TOWN), a_user()
        row = an_application(person)
    desk, path = signed_in(clerk), f"/staff/designations/checklist/{TOWN}"
    page = desk.submit(desk.get(path), "このまちの一覧にする").follow()
    typed = {"title": "納税証明書", "help": "市税のもの", "max_age_months": "6"}
    page = desk.submit(desk.get(page.links()["書類を加える"]), "保存する", typed).follow()
    assert "納税証明書" in page.text
    desk.submit(desk.get(page.links()["書類を加える"]), "保存する", {"title": "", "max_age_months": "0"}, expect=422)
    with making():
        lines = checklist.lines_of(row, row.created_at.date())
        assert [line.asked.label for line in lines if line.is_missing] == ["納税証明書"]
        own = session().exec(select(DocumentRequirement).where(DocumentRequirement.title == "納税証明書")).one()
    desk.post(f"/staff/designations/checklist/lines/{own.id}/drop")
    with making():
        assert not any(line.is_missing for line in checklist.lines_of(row, row.created_at.date()))
        far = a_clerk(OTHER)
    browser = signed_in(far)
    browser.get(path, expect=404)
    browser.post(f"/staff/designations/checklist/lines/{own.id}/drop", expect=404)


def test_a_town_invites_and_takes_it_back_on_its_page(making, signed_in):
    with making():
        clerk = a_clerk(TOWN)
    desk, path = signed_in(clerk), "/staff/designations/invitations"
    typed = {"number": "8700110005901", "name": "山の会", "email": "office@example.jp"}
    assert desk.submit(desk.get(path), "呼びかける", {**typed, "number": "8700110005902"}, expect=422).errors()
    page = desk.submit(desk.get(path), "呼びかける", typed).follow()
    desk.submit(page, "取りやめる")
    with making():
        assert session().exec(select(DesignationInvitation)).one().withdrawn_at is not None
