"""The gallery shows every component, is a clean page, and is not there in production."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.support.client import PageClient

COMPONENTS = Path(__file__).parents[2] / "webapp" / "templates" / "components"
#: macros shown by other pages: frames, whole-page parts and pieces of other macros
ELSEWHERE = {
    "page_header",
    "breadcrumb",
    "site_header",
    "site_footer",
    "hero",
    "certificate",
    "slippy",
    "side_nav",
    "problem",
    "passkey",
    "photo",
}


def test_the_gallery_is_a_clean_page(client: PageClient) -> None:
    assert client.get("/gallery").h1 == "部品の見本帳"


def test_every_component_is_shown(client: PageClient) -> None:
    used = "".join(path.read_text("utf-8") for path in COMPONENTS.parent.joinpath("gallery").glob("*.html"))
    imported = set(re.findall(r'from "components/(\w+)\.html"', used))
    missing = {path.stem for path in COMPONENTS.glob("*.html")} - imported - ELSEWHERE - {"field"}
    assert missing == set()


def test_a_refused_form_keeps_what_was_typed_and_leads_to_its_fields(client: PageClient) -> None:
    page = client.get("/gallery")
    rent = page.soup.find(id="bad-rent")
    assert rent is not None
    assert rent["value"] == "五万円"
    assert (rent["aria-invalid"], rent["aria-describedby"]) == ("true", "bad-rent-error")
    assert "＊数字で入力してください" in page.text
    targets = [str(link["href"])[1:] for link in page.soup.select(".error-summary a")]
    assert {"bad-name", "bad-rent", "bad-rhythm-0", "bad-agree"} <= set(targets)


def test_needed_and_optional_fields_say_so(client: PageClient) -> None:
    page = client.get("/gallery")
    marks = {label["for"]: label.text for label in page.soup.select("label.field__label[for]")}
    assert "※必須" in marks["name"]
    assert "※任意" in marks["email"]


def test_groups_are_named_by_their_legend(client: PageClient) -> None:
    group = client.get("/gallery").soup.select_one("fieldset#rhythm")
    assert group is not None
    assert group.legend is not None
    assert "滞在のしかた" in group.legend.text
    assert len(group.select("input[type=radio]")) == 3


def test_pages_of_a_list_keep_the_other_conditions(client: PageClient) -> None:
    links = [str(a["href"]) for a in client.get("/gallery").soup.select(".pagination a")]
    assert len(links) == 9
    assert all("q=" in link and "page=" in link for link in links)


def test_there_is_no_gallery_in_production(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(app.extensions["futamachi"].settings), "is_production", True)
    client.get("/gallery", expect=404)
