"""Nothing about a person is read or taken out at work without a line for that person: each way out says how it is told.

A new file for people at work, or a new kind of id in an address of theirs, fails here until it is named below.
"""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from flask import Flask

from tests.architecture.source import code
from webapp.core.actor import STAFF_ROLES
from webapp.core.permissions import audiences_of
from webapp.privacy.about import ABOUT_PEOPLE

#: files with people in them → what writes the line: the row that the file is, or the argument of its address
TOLD = {
    "tenancy.export": "taken_file",
    "onestop_staff.accepted": "taken_file",
    "receipt_batches.part": "taken_file",
    "packages.download": "taken_file",
    "registrant_lists.take_out": "disclosure",
    "bank_homes_staff.download": "bank_home_id",
    "paper_staff.download": "outside_signature_id",
    "threads_desk.download": "thread_file_id",
}
#: files that are about nobody → why
ABOUT_NOBODY = {
    "accounting.month_sheet": "money by number; donors are in no column",
    "accounting.year_sheet": "sums by budget account",
    "audit.file": "what the town's own people did; rows by number, no reasons",
    "bank_figures.sheet": "counts by year",
    "benefits_staff.uses_csv": "uses by benefit; neither names nor certificates",
    "demand.desk_file": "counts, small ones left out",
    "demand.town_file": "counts, small ones left out",
    "designation_documents_staff.download": "papers of a corporation, handed in by it for this",
    "designation_notices_staff.text": "a public notice",
    "designation_orders.download": "the corporation's own",
    "designation_orders_staff.download": "a corporation's answer to the town",
    "designation_reports.download": "the corporation's own",
    "designation_reports_staff.download": "a corporation's report to the town",
    "listing_exports.own": "one's own listings as they were typed; owners and applicants are in no column",
    "offline_donations.template": "headings and an invented line",
    "sheets.empty": "headings",
}
#: ids in addresses of people at work that lead to nobody's page → why
NO_PERSON = {
    "activity_id": "an activity", "activity_occasion_id": "one time of it; its list names who came, as every list",
    "akiya_bank_id": "a bank", "bank_broker_id": "a business", "bank_document_id": "beside the home's id",
    "bank_member_id": "a town in a bank", "benefit_id": "a shop's offer", "booking_calendar_id": "a calendar",
    "booking_closure_id": "a closed day", "community_id": "a group", "consent_id": "beside the listing the writer made",
    "corporation_id": "a corporation", "deletion_request_id": "a listing to delete", "designation_change_id": "a corporation's",
    "designation_document_id": "a corporation's", "designation_id": "a corporation's", "designation_invitation_id": "a call",
    "designation_notice_id": "a public notice", "designation_order_id": "a corporation's", "designation_report_id": "a corporation's",
    "difference_id": "money by number", "document_requirement_id": "a line of a list",
    "hub_id": "a place", "hub_person_id": "a public card", "info_package_id": "taken as a file",
    "one_time_link_id": "a colleague", "issuer_key_id": "a key", "job_id": "work of the service", "kept_filter_id": "one's own", "listing_id": "a listing",
    "mass_revocation_id": "counts and reasons", "match_batch_id": "nameless; candidates note themselves",
    "match_model_id": "a model", "match_suggestion_id": "nameless", "mayor_id": "holds a public office",
    "membership_id": "a colleague", "offline_donation_id": "a donor without an account", "offline_sheet_id": "donors without an account",
    "photo_id": "a picture", 
    "project_id": "a project", "project_question_id": "words for everybody, nameless",
    "project_update_id": "words for everybody", "question_id": "words for everybody, nameless", "receipt_batch_id": "taken as a file", "redemption_id": "nameless",
    "registration_deputy_id": "a colleague",
    "registrant_list_id": "people without an account yet", "registration_bulk_id": "numbers of applications",
    "renewal_run_id": "counts", "reply_template_id": "ready-made words", "report_id": "nameless",
    "scout_id": "nameless until the yes; then it notes itself", "dated_setting_id": "a rule", "sheet_run_id": "listings",
    "trustee_id": "a corporation's", "waiting_move_id": "what a colleague asked for",
}  # fmt: skip


def at_work(app: Flask) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Views of people at work."""
    for endpoint, view in app.view_functions.items():
        if audiences_of(view) & STAFF_ROLES:
            yield endpoint, view


@cache
def functions() -> dict[tuple[str, str], ast.AST]:
    """Every function of the program, by module and name."""
    known: dict[tuple[str, str], ast.AST] = {}
    for source in code():
        module = source.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        known |= {(module, one.name): one for one in source.functions}
    return known


def answers_a_file(view: Callable[..., Any]) -> bool:
    """Whether it, or a function of ours outside the core that it calls, makes an answer that is no page."""
    waiting, known = [inspect.unwrap(view)], set[Callable[..., Any]]()
    while waiting:
        function = waiting.pop()
        called = calls_in(function.__module__, function.__name__)
        if any(isinstance(one, ast.Name) and one.id in ("Response", "send_file") for one in called):
            return True
        known.add(function)
        waiting += {one for one in (meant(each, function.__globals__) for each in called) if one} - known
    return False


@cache
def calls_in(module: str, name: str) -> list[ast.expr]:
    """What a function of the program calls."""
    node = functions().get((module, name))
    return [one.func for one in ast.walk(node) if isinstance(one, ast.Call)] if node else []


def meant(called: ast.expr, names: dict[str, Any]) -> Callable[..., Any] | None:
    """The function of ours that `f(…)` or `module.f(…)` calls."""
    found = None
    if isinstance(called, ast.Name):
        found = names.get(called.id)
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        module = names.get(called.value.id)
        found = getattr(module, called.attr, None) if inspect.ismodule(module) else None
    is_ours = inspect.isfunction(found) and found.__module__.startswith("webapp.")
    return inspect.unwrap(found) if is_ours and not found.__module__.startswith("webapp.core.") else None


def test_every_file_for_people_at_work_says_how_the_people_in_it_are_told(app: Flask) -> None:
    found = {endpoint for endpoint, view in at_work(app) if answers_a_file(view)}
    named = set(TOLD) | set(ABOUT_NOBODY)
    assert found == named, f"say how people are told: {found - named}; gone: {named - found}"


def test_a_file_with_people_in_it_writes_its_line(app: Flask) -> None:
    views = dict(at_work(app))
    for endpoint, how in TOLD.items():
        if how.endswith("_id"):
            assert how in ABOUT_PEOPLE
            assert any(how in rule.arguments for rule in app.url_map.iter_rules(endpoint)), endpoint
        else:
            methods = set().union(*(rule.methods or set() for rule in app.url_map.iter_rules(endpoint)))
            assert "GET" not in methods, f"{endpoint} writes a line, which a GET may not"
            assert endpoint in views


def test_every_id_in_an_address_of_people_at_work_leads_to_a_line_or_to_nobody(app: Flask) -> None:
    views = {endpoint for endpoint, _view in at_work(app)}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in views]
    found = {name for rule in rules for name in rule.arguments if name.endswith("_id")}
    assert found - set(ABOUT_PEOPLE) == set(NO_PERSON), found - set(ABOUT_PEOPLE) ^ set(NO_PERSON)


def test_a_new_export_would_be_noticed(app: Flask) -> None:
    assert answers_a_file(dict(at_work(app))["accounting.year_sheet"])
    assert not answers_a_file(dict(at_work(app))["accounting.year"])
