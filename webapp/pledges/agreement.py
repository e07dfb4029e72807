"""What a donor agrees to before paying: the words, their version, and the copy that is kept."""

import hashlib
import json

from webapp.core.bulk import insert_or_ignore
from webapp.core.database import session
from webapp.core.i18n import DEFAULT_LOCALE, current_locale, in_language
from webapp.core.i18n import gettext as _
from webapp.pledges.beside import collector_notice
from webapp.pledges.models import PledgeAgreement
from webapp.projects.models import Project

VERSION = "2026-11-21"


def paragraphs(town: str, project: Project) -> list[str]:
    """The agreement in the reader's language, with what was promised for below and above the goal."""
    promised = [
        _("%(when)s：%(choice)s。%(words)s", when=when, choice=choice, words=words)
        if choice
        else _("%(when)s：%(words)s", when=when, words=words)
        for when, choice, words in project.promises()
    ]
    return [
        _(
            "わたしは、%(town)sが行う「%(project)s」のために、自分の意思で寄附を申し出ます。",
            town=town,
            project=project.title,
        ),
        _("寄附金は%(town)sが受け取ります。ふたまちの運営者は受け取りません。", town=town),
        _("寄附の使いみち、受領証明書、税の手続きの書類には、%(town)sが責任をもちます。", town=town),
        _("寄附は原則として返金されません。目標の額に届いても届かなくても、次のとおりに使われます。"),
        *promised,
        _("支払いには、わたし本人の名義のものを使います。会社や家族の名義のカードは使いません。"),
        _("領収のための氏名と住所は、%(town)sの担当者と本人だけが見ます。", town=town),
        *collector_notice(project.municipality_code),
    ]


def in_japanese(town: str, project: Project) -> list[str]:
    """The words that count, for who reads another language; nothing for who reads them anyway."""
    if current_locale() == DEFAULT_LOCALE:
        return []
    with in_language(DEFAULT_LOCALE):
        return paragraphs(town, project)


def keep_both(town: str, project: Project) -> tuple[PledgeAgreement, PledgeAgreement]:
    """The stored copies of the words as they were read, and of the Japanese ones, which count."""
    read = keep(town, project)
    with in_language(DEFAULT_LOCALE):
        return read, keep(town, project)


def keep(town: str, project: Project) -> PledgeAgreement:
    """The stored copy of the words as they are today in the reader's language; the same words are kept once."""
    words, locale = paragraphs(town, project), current_locale()
    told = json.dumps([VERSION, locale, words], ensure_ascii=False)
    digest = hashlib.sha256(told.encode()).hexdigest()
    row = PledgeAgreement(
        digest=digest, municipality_code=project.municipality_code, version=VERSION, locale=locale, paragraphs=words
    )
    insert_or_ignore(session(), PledgeAgreement, [row.model_dump()], keys=["digest"])
    return row
