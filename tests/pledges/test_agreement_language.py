"""What a donor accepts is kept as it was read and in Japanese, which counts; both can be opened, and leave with their data."""

from typing import Any

from sqlmodel import select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.pledges import a_pledge
from webapp.core.i18n import in_language
from webapp.core.templating import LANGUAGE_COOKIE
from webapp.pledges import own_data
from webapp.pledges.models import Pledge, PledgeAgreement


def test_who_reads_english_accepts_words_whose_japanese_is_kept_beside_them(database: Any, signed_in: Any) -> None:
    with database.transaction() as s, in_language("en"):
        person = a_resident_user(locale="en")
        pledge = a_pledge(person)
        read = s.get_one(PledgeAgreement, pledge.agreement_digest)
        source = s.get_one(PledgeAgreement, pledge.agreement_source_digest)
        assert (read.locale, source.locale, read.version) == ("en", "ja", source.version)
        assert any("自分の意思で" in line for line in source.paragraphs)
        (row,) = own_data.exported(actor_of(person))["pledges"]
        assert (row["agreement"], row["agreement_in_japanese"]) == (read.paragraphs, source.paragraphs)
    browser = signed_in(person)
    browser.raw.set_cookie(LANGUAGE_COOKIE, "en")
    shown = browser.get(f"/my/pledges/{pledge.id}").tree.select('li[lang="ja"]')
    assert any("自分の意思で" in line.text for line in shown)


def test_who_reads_japanese_accepts_one_text(database: Any) -> None:
    with database.transaction() as s:
        a_pledge()
        pledge = s.exec(select(Pledge)).one()
        assert pledge.agreement_digest == pledge.agreement_source_digest
        assert len(s.exec(select(PledgeAgreement)).all()) == 1
