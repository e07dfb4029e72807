"""What a donor agrees to before paying: the text and its version."""

from webapp.core.i18n import gettext as _

VERSION = "2026-11"


def paragraphs(town: str, project: str) -> list[str]:
    """The agreement in the reader's language."""
    return [
        _(
            "わたしは、%(town)sが行う「%(project)s」のために、自分の意思で寄附を申し出ます。",
            town=town,
            project=project,
        ),
        _("寄附金は%(town)sが受け取ります。ふたまちの運営者は受け取りません。", town=town),
        _("寄附は原則として返金されません。目標に届かないとき、超えたときの使いみちを読みました。"),
        _("返礼品やポイントはありません。"),
        _("領収のための氏名と住所は、%(town)sの担当者と本人だけが見ます。", town=town),
    ]
