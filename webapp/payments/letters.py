"""Letters about money that goes back or is disputed: to the donor, and to the desk of the town."""

from webapp.accounts.queries import desk_of
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, queue
from webapp.core.templating import show_date
from webapp.payments.models import PaymentAttempt, PaymentDispute, PaymentRefund
from webapp.payments.states import DisputeStatus, RefundOrigin
from webapp.pledges.guests import addressee_of, draft_kind, page_of
from webapp.pledges.models import Pledge


def goes_back(row: PaymentRefund, pledge: Pledge) -> None:
    """Money came that nobody stands for."""
    queue(addressee_of(pledge), _goes_back, row=row, pledge=pledge)


def _goes_back(row: PaymentRefund, pledge: Pledge) -> Draft:
    is_late = row.origin is RefundOrigin.LATE
    why = (
        _("受付が終わった後に、お支払いがありました。この寄附は受け取れないため、お返しします。")
        if is_late
        else _(
            "同じ寄附に、二回のお支払いがありました。あとの一回分をお返しします。寄附は一回分として受け取っています。"
        )
    )
    return draft_kind(pledge)(
        _("お支払いをお返しします"),
        [why, _("手続きは自動で進みます。カードの場合は数日から数週間で、明細に反映されます。"), _account_words()],
        [(_("お返しする額"), _yen(row.amount))],
        page_of(pledge),
        _("寄附の状態を見る"),
    )


def _account_words() -> str:
    return _("コンビニで支払った場合は、決済会社から返金先の口座を尋ねるメールが届きます。45日以内にお答えください。")


def refunded(row: PaymentRefund, pledge: Pledge) -> None:
    """The money is back."""
    queue(addressee_of(pledge), _refunded, row=row, pledge=pledge)


def _refunded(row: PaymentRefund, pledge: Pledge) -> Draft:
    return draft_kind(pledge)(
        _("返金の手続きが終わりました"),
        [
            _("次の額をお返ししました。カードの明細に反映されるまで、数日かかることがあります。"),
            _("確定申告やワンストップ特例に使う受領証明書は、いまの寄附の状態に合わせて改まります。"),
        ],
        [(_("お返しした額"), _yen(row.amount))],
        page_of(pledge),
        _("寄附の状態を見る"),
    )


def refund_broken(row: PaymentRefund, pledge: Pledge) -> None:
    """A refund did not arrive: the staff has to find another way."""
    for person in desk_of(pledge.municipality_code):
        queue(person, _refund_broken, row=row, pledge=pledge)


def _refund_broken(row: PaymentRefund, pledge: Pledge) -> Draft:
    return Draft(
        _("返金できませんでした：対応が必要です"),
        [
            _("決済会社が返金を完了できず、お金は決済会社の残高に戻りました。"),
            _("寄附者に連絡し、口座を確かめるなど、別の方法を決めてください。"),
        ],
        [(_("額"), _yen(row.amount)), (_("返金の種類"), str(row.origin.label))],
        _desk_path(pledge),
        _("支払いの画面を開く"),
    )


def found_external(row: PaymentRefund, pledge: Pledge) -> None:
    """Somebody refunded at the provider's own screen, past the second look."""
    for person in desk_of(pledge.municipality_code):
        queue(person, _found_external, row=row, pledge=pledge)


def _found_external(row: PaymentRefund, pledge: Pledge) -> Draft:
    return Draft(
        _("決済会社の画面で返金がありました：確認してください"),
        [
            _("ふたまちを通さずに、決済会社の画面で返金が行われました。帳簿には記録しました。"),
            _("だれが、なぜ返金したかを確かめてください。"),
        ],
        [(_("額"), _yen(row.amount))],
        _desk_path(pledge),
        _("支払いの画面を開く"),
    )


def set_aside(attempt: PaymentAttempt, pledge: Pledge) -> None:
    """A payment does not fit what was asked for: it is counted nowhere until somebody looks."""
    for person in desk_of(pledge.municipality_code):
        queue(person, _set_aside, attempt=attempt, pledge=pledge)


def _set_aside(attempt: PaymentAttempt, pledge: Pledge) -> Draft:
    return Draft(
        _("申出と合わない支払いがあります：確認してください"),
        [_("金額などが申出と合わないため、この支払いは数えていません。決済会社の画面で確かめてください。")],
        [(_("申出の額"), _yen(attempt.amount)), (_("記録"), attempt.trouble)],
        _desk_path(pledge),
        _("支払いの画面を開く"),
    )


def disputed(row: PaymentDispute, pledge: Pledge) -> None:
    """A card holder's dispute is new or has moved."""
    for person in desk_of(pledge.municipality_code):
        queue(person, _disputed, row=row, pledge=pledge)


def _disputed(row: PaymentDispute, pledge: Pledge) -> Draft:
    words = {
        DisputeStatus.INQUIRY: _("カード会社から照会が届きました。お金はまだ動いていません。"),
        DisputeStatus.NEEDS_RESPONSE: _(
            "カードの持ち主が、支払いの取り消しを申し出ました。お金は一時的に引き出されます。"
        ),
        DisputeStatus.UNDER_REVIEW: _("カード会社が、出された資料を審査しています。"),
        DisputeStatus.WON: _("寄附が認められました。引き出されたお金は戻ります。"),
        DisputeStatus.LOST: _("支払いが取り消されました。寄附はなかったことになり、受領証明書は無効になります。"),
    }
    facts = [(_("額"), _yen(row.amount)), (_("状態"), str(row.status.label))]
    if row.evidence_due and row.status in (DisputeStatus.INQUIRY, DisputeStatus.NEEDS_RESPONSE):
        facts.append((_("反論の期限"), show_date(row.evidence_due)))
    return Draft(
        _("支払いの取り消しの申し出：%(status)s", status=str(row.status.label)),
        [words[row.status], _("資料の提出は、決済会社の画面で行います。")],
        facts,
        _desk_path(pledge),
        _("支払いの画面を開く"),
    )


def _desk_path(pledge: Pledge) -> str:
    return f"/staff/payments/{pledge.id}"


def _yen(amount: int) -> str:
    return _("%(amount)s円", amount=f"{amount:,}")
