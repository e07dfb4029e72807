"""The gallery shows every component, is a clean page, and is not there in production."""

import pytest
from flask import Flask

from tests.support.client import PageClient
from webapp.residents.forms import NameForm


def test_the_gallery_is_a_clean_page(client: PageClient) -> None:
    assert client.get("/gallery").h1 == "部品の見本帳"


def test_a_refused_form_keeps_what_was_typed_and_leads_to_its_fields(client: PageClient) -> None:
    page = client.get("/gallery")
    rent = page.tree.find(id="bad-rent")
    assert rent is not None
    assert rent.attrs["value"] == "五万円"
    assert (rent.attrs["aria-invalid"], rent.attrs["aria-describedby"]) == ("true", "bad-rent-error")
    assert "＊数字で入力してください" in page.text
    targets = [str(link.attrs["href"])[1:] for link in page.tree.select(".error-summary a")]
    assert {"bad-name", "bad-rent", "bad-rhythm-0", "bad-agree"} <= set(targets)


def test_needed_and_optional_fields_say_so(client: PageClient) -> None:
    page = client.get("/gallery")
    marks = {label.attrs["for"]: label.text for label in page.tree.select("label.field__label[for]")}
    assert "※必須" in marks["name"]
    assert "※任意" in marks["email"]


def test_groups_are_named_by_their_legend(client: PageClient) -> None:
    group = client.get("/gallery").tree.select_one("fieldset#rhythm")
    assert group is not None
    legend = group.find("legend")
    assert legend is not None
    assert "滞在のしかた" in legend.text
    assert len(group.select("input[type=radio]")) == 3


def test_pages_of_a_list_keep_the_other_conditions(client: PageClient) -> None:
    links = [str(a.attrs["href"]) for a in client.get("/gallery").tree.select(".pagination a")]
    assert len(links) == 9
    assert all("q=" in link and "page=" in link for link in links)


def test_there_is_no_gallery_in_production(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(app.extensions["futamachi"].settings), "is_production", True)
    client.get("/gallery", expect=404)


def test_what_a_browser_knows_of_a_person_it_may_fill_in(app: Flask) -> None:
    with app.test_request_context():
        form = NameForm(formdata=None, meta={"csrf": False})
        drawn = app.jinja_env.get_template("components/form.html").module.fields(form)  # type: ignore[attr-defined]
    assert [f'autocomplete="{token}"' in drawn for token in ("family-name", "given-name", "bday")] == [True] * 3
    assert drawn.count("autocomplete=") == 3


def test_what_cannot_be_changed_says_why(client: PageClient) -> None:
    number = client.get("/gallery").tree.find(id="number")
    assert number is not None
    assert "readonly" in number.attrs
    assert number.attrs["aria-describedby"] == "number-hint"
