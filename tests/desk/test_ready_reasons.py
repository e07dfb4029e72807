"""Every form at work that demands a reason offers sentences for it; asking for one decides nothing, and blanks are refused."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

import webapp
from tests.factories.accounts import a_resident_user
from tests.factories.onestop import an_application
from webapp.core.clock import today
from webapp.core.forms import Form
from webapp.core.i18n import in_language
from webapp.core.reason_field import ReasonField
from webapp.core.templating import LANGUAGE_COOKIE
from webapp.corporations.designations.staff_forms import DeclineForm
from webapp.desk.reasons.house import HOUSE
from webapp.desk.reasons.models import Answer, ReasonUse
from webapp.desk.reasons.queries import reasons_of
from webapp.onestop.models import OneStopApplication, OneStopStatus
from webapp.privacy.requests.forms import RefuseForm

NAMES = ("reason", "note", "extension_reason")
#: demanded words without the field of its own → why
OTHERWISE = {
    "activities.forms.ClaimForm.note": "a resident's own words",
    "bookings.forms.ClosureForm.reason": "a few words on a calendar",
    "listings.wages.forms.WageForm.note": "where a number comes from",
    "matches.registry.forms.PromoteForm.reason": "an operator's note about a model",
    "matches.registry.forms.RollBackForm.reason": "an operator's note about a model",
    "tenancy.forms.ClosingForm.reason": "an operator's note",
    "tenancy.forms.SetAsideForm.reason": "an operator's note about a job",
    "certificates.forms.RevokeForm.note": "its page has the select",
    "listings.forms.ReasonForm.reason": "its page has a select for each move",
    "projects.reviews.forms.CorrectionForm.reason": "its page has the select",
    "projects.reviews.forms.FindingForm.reason": "its page has the select",
    "registrations.desk.forms.ReasonForm.reason": "its page has the select",
}


def demanded() -> Iterator[tuple[str, Any]]:
    """Every field of the program's forms in which somebody has to say why."""
    for module in pkgutil.walk_packages(webapp.__path__, "webapp."):
        if not module.name.endswith("forms"):
            continue
        for _name, form in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(form, Form) and form.__module__ == module.name:
                yield from ((f"{module.name[7:]}.{form.__name__}.{name}", f) for name, f in own(form) if is_demanded(f))


def own(form: type[Form]) -> list[tuple[str, Any]]:
    return [(name, vars(form)[name]) for name in NAMES if hasattr(vars(form).get(name), "field_class")]


def is_demanded(field: Any) -> bool:
    given = [*field.args[1:2], field.kwargs.get("validators", [])]
    return any(type(one).__name__ == "Required" for some in given for one in some or ())


def test_every_form_at_work_that_demands_a_reason_offers_sentences() -> None:
    fields = dict(demanded())
    without = {name for name, field in fields.items() if field.field_class is not ReasonField}
    assert without == set(OTHERWISE), f"offer sentences (ReasonField), or say why not: {without ^ set(OTHERWISE)}"
    assert len(fields) > 45
    assert RefuseForm.answer.field_class is ReasonField


def test_every_field_names_a_decision_with_sentences() -> None:
    named = {field.kwargs["ready"] for _name, field in demanded() if field.field_class is ReasonField}
    assert named <= {answer.value for answer in Answer}
    assert {answer for answer in Answer if not HOUSE.get(answer)} == set()


@pytest.fixture
def sheet(database: Any, office: Any) -> Any:
    with database.transaction():
        row = an_application(a_resident_user())
        row.status, row.received_on = OneStopStatus.RECEIVED, today()
        return row


@pytest.mark.parametrize("tongue", ["en", "easy"])
def test_a_sentence_for_the_applicant_is_japanese_whatever_the_clerk_reads(
    database: Any, office: Any, sheet: Any, signed_in: Any, tongue: str
) -> None:
    clerk, path = signed_in(office["clerk"]), f"/staff/onestop/{sheet.id}/refuse"
    source = str(HOUSE[Answer.ONESTOP_REFUSE]["late"][1])
    clerk.raw.set_cookie(LANGUAGE_COOKIE, tongue)
    choice = clerk.get(path).tree.select_one('option[value="late"]')
    assert choice.attrs["data-words"] == source
    assert source[:12] not in choice.text
    filled = clerk.post(path, {"reason": "", "ready": "late", "fill": "1"}, expect=422)
    assert filled.tree.find(id="reason").text.strip() == source
    with database.transaction(read_only=True), in_language(tongue):
        form = DeclineForm(data={"template": "means"}, meta={"csrf": False})
        assert form.words == "業務を続けるための体制や経理の基礎を確かめられませんでした。"
        reason = reasons_of("", Answer.REFUSE)[0]
        assert reason.meaning in reason.said
        assert reason.meaning != reason.words == "住所が市町村の中にあるため、二地域居住の登録の対象になりません。"


def test_a_sentence_is_put_in_first_and_counted_with_the_decision(
    database: Any, office: Any, sheet: Any, signed_in: Any
) -> None:
    clerk, path = signed_in(office["clerk"]), f"/staff/onestop/{sheet.id}/refuse"
    assert clerk.get(path).tree.select_one('select[data-fills="reason"] option[value="missing"]') is not None
    filled = clerk.post(path, {"reason": "おそれいります。", "ready": "missing", "fill": "1"}, expect=422)
    words = filled.tree.find(id="reason").text.strip()
    assert words == f"おそれいります。\n{HOUSE[Answer.ONESTOP_REFUSE]['missing'][1]}"
    assert "もう一度押してください" in filled.text
    assert "書きかえてください" in clerk.post(path, {"reason": words, "ready": "missing"}, expect=422).text
    with database.transaction(read_only=True) as s:
        assert s.exec(select(ReasonUse)).all() == []
        assert s.get_one(OneStopApplication, sheet.id).status is OneStopStatus.RECEIVED
    clerk.post(path, {"reason": words.replace("〇〇", "住民票"), "ready": "missing"})
    with database.transaction(read_only=True) as s:
        assert [(use.answer, use.key, use.times) for use in s.exec(select(ReasonUse))] == [
            ("onestop_refuse", "missing", 1)
        ]
