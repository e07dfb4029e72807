"""What is done with a municipality's account at the provider: keys come in, are replaced, and are taken away."""

from datetime import timedelta

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import services
from webapp.keys.holding import kek
from webapp.payments.accounts import holding, queries
from webapp.payments.accounts.models import PaymentAccount

trail.ACTION_LABELS |= {
    "payment_account.key": _l("決済の鍵を登録した"),
    "payment_account.secret": _l("通知の署名の合言葉を登録した"),
    "payment_account.roll_end": _l("古い合言葉をやめた"),
    "payment_account.remove": _l("決済の鍵を消した"),
    "payment_account.rewrap": _l("決済の鍵を包み直した"),
}
ROLLING = timedelta(days=3)  # the provider repeats notices for so long
HINT = 4
_LIVE, _TEST = ("sk_live_", "rk_live_"), ("sk_test_", "rk_test_")
_SIGNING = "whsec_"


def put_key(municipality_code: str, key: str, *, by: Actor) -> PaymentAccount:
    """Keep the account's API key, encrypted; it takes effect with the next call."""
    is_live = key.startswith(_LIVE)
    if not (is_live or key.startswith(_TEST)):
        raise RuleBroken(_("決済会社の鍵は sk_ または rk_ で始まります。公開用の鍵（pk_）ではありません。"))
    if is_live != services().settings.is_production:
        raise RuleBroken(
            _("この環境では試験用の鍵（_test_）だけを使えます。実際のお金が動く鍵は登録できません。")
            if is_live
            else _("本番の環境では、実際のお金を扱う鍵（_live_）を登録してください。")
        )
    row = _row(municipality_code)
    holding.keep(row, key=key)
    row.is_live, row.key_hint = is_live, key[-HINT:]
    trail.record(row, "payment_account.key", by=by)
    return row


def put_secret(municipality_code: str, secret: str, *, by: Actor) -> PaymentAccount:
    """Keep what verifies notices; the former one is accepted for a while, because the provider repeats notices."""
    if not secret.startswith(_SIGNING):
        raise RuleBroken(_("通知の署名の合言葉は whsec_ で始まります。"))
    row = _row(municipality_code)
    former = holding.opened(row, holding.SECRET, row.wrapped_secret) if row.wrapped_secret else ""
    if former == secret:
        raise RuleBroken(_("いまの合言葉と同じです。決済会社の画面で、新しい合言葉をつくってください。"))
    holding.keep(row, secret=secret, old_secret=former)
    row.old_secret_until = now() + ROLLING if former else None
    trail.record(row, "payment_account.secret", by=by)
    return row


def end_rolling(row: PaymentAccount, *, by: Actor) -> None:
    """Accept the newest secret only, e.g. because the former one leaked."""
    if not row.is_rolling:
        raise RuleBroken(_("古い合言葉は、もう使われていません。"))
    holding.keep(row, old_secret="")
    row.old_secret_until = None
    trail.record(row, "payment_account.roll_end", by=by)


def remove(row: PaymentAccount, *, reason: str, by: Actor) -> None:
    """Take the key away: no payment begins any more. Not while payments are under way, which it is needed for."""
    if not reason.strip():
        raise RuleBroken(_("鍵を消すには理由が必要です。"))
    if row.wrapped_key is None:
        raise RuleBroken(_("鍵は登録されていません。"))
    if under_way := queries.under_way(row.municipality_code):
        raise RuleBroken(
            _(
                "終わっていない支払いが%(count)s件あります。鍵が漏れたかもしれないときは、消さずに新しい鍵に替えてください。",
                count=under_way,
            )
        )
    holding.keep(row, key="")
    row.key_hint = ""
    trail.record(row, "payment_account.remove", by=by, reason=reason.strip())


def rewrap(*, by: Actor) -> int:
    """Wrap everything anew under the key encryption key in force; how many accounts were under another."""
    old = [row for row in queries.every() if row.kek_id != kek().current_id]
    for row in old:
        holding.keep(row)
        trail.record(row, "payment_account.rewrap", by=by)
    return len(old)


def _row(municipality_code: str) -> PaymentAccount:
    row = session().get(PaymentAccount, municipality_code, with_for_update=True)
    if row is None:
        row = PaymentAccount(municipality_code=municipality_code, kek_id=kek().current_id)
        session().add(row)
        session().flush()
    return row
