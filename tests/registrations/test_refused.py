"""What somebody reads whose application a town refused: why, whom to ask, how to object, how to go on."""

from collections.abc import Callable
from typing import Any

from sqlmodel import col, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of, an_admin
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.core.clock import today
from webapp.core.letters import Letter
from webapp.municipalities import decisions
from webapp.registrations import deciding

Visit = Callable[..., PageClient]


def refused(database: Any, *, own_words: str = "") -> Any:
    with database.transaction() as s:
        programme = a_programme(SHIOJIRI)
        programme.department, programme.contact_phone = "二地域居住係", "0263-00-0000"
        clerk, user = a_clerk(SHIOJIRI), a_resident_user()
        if own_words:
            decisions.set_setting(
                SHIOJIRI,
                "registration_objection",
                own_words,
                valid_from=today(),
                source="条例",
                by=actor_of(an_admin(SHIOJIRI)),
            )
        a_resident(user)
        row = a_registration(user)
        s.flush()
        deciding.refuse(row, reason="滞在する場所を確かめられませんでした。", by=actor_of(clerk))
        return user, row.id


def test_it_is_told_why_whom_to_ask_and_one_may_apply_again(database: Any, signed_in: Visit) -> None:
    user, row_id = refused(database)
    me = signed_in(user)
    page = me.get(f"/my/registrations/{row_id}")
    for words in (
        "滞在する場所を確かめられませんでした。",
        "くわしい説明を求められます",
        "二地域居住係",
        "0263-00-0000",
    ):
        assert words in page.text
    links = [tag.attrs["href"] for tag in page.tree.select("main .actions a")][:2]
    assert links == [f"/my/registrations/new/{SHIOJIRI}", f"/my/messages/new?town={SHIOJIRI}"]
    assert me.get("/my").tree.select_one(".next-step a.button").attrs["href"] == f"/my/registrations/{row_id}"
    with database.transaction() as s:
        letter = s.exec(select(Letter).where(col(Letter.subject).contains("登録になりませんでした"))).one()
        assert ["電話", "0263-00-0000"] in [list(fact) for fact in letter.content["facts"]]
        assert any("説明を求められます" in words for words in letter.content["paragraphs"])


def test_the_towns_own_words_about_an_appeal_go_into_the_letter(database: Any) -> None:
    words = "3か月以内に、市長に審査請求ができます。"
    refused(database, own_words=words)
    with database.transaction() as s:
        letter = s.exec(select(Letter).where(col(Letter.subject).contains("登録になりませんでした"))).one()
        assert words in letter.content["paragraphs"]
        assert not any("説明を求められます" in one for one in letter.content["paragraphs"])
