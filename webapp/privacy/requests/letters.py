"""Letters about requests: it arrived, who asks must be shown, it takes longer, the answer; and to the town's administrators."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.privacy.requests.models import PrivacyRequest, RequestStatus


def _facts(row: PrivacyRequest) -> list[tuple[str, str]]:
    return [
        (_("請求"), str(row.kind.label)),
        (_("請求した先"), municipalities.by_code(row.municipality_code).full_name),
        (_("受け付けた日"), show_date(row.received_on)),
        (_("答える期限"), show_date(row.due_on)),
    ]


def _own(row: PrivacyRequest) -> tuple[str, str]:
    """Who has an account reads on there."""
    return (f"/my/privacy/requests/{row.id}", _("請求の状況を見る")) if row.user_id else ("", "")


def received(*, row: PrivacyRequest) -> Draft:
    """The clock runs."""
    words = [
        _("自分の情報についての請求を受け付けました。下の期限までに、市町村が答えます。"),
        _("本人であることを確かめるため、市町村から書類をお願いすることがあります。"),
    ]
    return Draft(_("自分の情報についての請求を受け付けました"), words, _facts(row), *_own(row))


def extended(*, row: PrivacyRequest) -> Draft:
    """The law asks to say so in writing, with the new day and the reason."""
    words = [_("答える期間を延長しました（個人情報の保護に関する法律）。理由は次のとおりです。"), row.extension_reason]
    return Draft(_("請求に答える期限を延長しました"), words, _facts(row), *_own(row))


def decided(*, row: PrivacyRequest) -> Draft:
    """Yes or no, with what was written; a no names its ground and how to object."""
    if row.status is RequestStatus.ANSWERED:
        return Draft(_("請求を認めました"), [row.answer], _facts(row), *_own(row))
    facts = [*_facts(row), (_("法律の根拠"), str(row.ground.label) if row.ground else "")]
    words = [
        row.answer,
        _(
            "この決定に不服があるときは、決定を知った日の翌日から3か月以内に、市町村長に審査請求ができます（行政不服審査法）。"
        ),
    ]
    return Draft(_("請求を認めませんでした"), words, facts, *_own(row))


def finished(*, row: PrivacyRequest) -> Draft:
    """All that was promised is done."""
    return Draft(
        _("請求の手続きが終わりました"), [_("市町村が、必要な手続きをすべて終えました。")], _facts(row), *_own(row)
    )


def arrived(*, row: PrivacyRequest) -> Draft:
    """To the administrators: names nobody."""
    return Draft(
        _("自分の情報についての請求が届きました"),
        [_("本人であることを確かめ、期限までに答えてください。")],
        _facts(row),
        f"/staff/privacy/{row.id}",
        _("請求を見る"),
    )
