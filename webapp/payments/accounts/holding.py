"""The gateway of each account, made at first use and again when its keys change; secrets are opened here only."""

from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import MissingSetup
from webapp.core.i18n import gettext as _
from webapp.core.services import Services, services
from webapp.keys.holding import kek
from webapp.payments.accounts.models import PaymentAccount
from webapp.payments.gateway import PaymentGateway
from webapp.payments.models import SHARED

KEY = "payment_gateway"
API_KEY, SECRET, SECRET_OLD = "api-key", "webhook-secret", "webhook-secret-old"


def gateway(account: str = SHARED) -> PaymentGateway:
    """The gateway of a municipality's account, or of the one in the settings. Raises MissingSetup."""
    found = services()
    if account == SHARED:
        if KEY not in found.extras:
            found.extras[KEY] = _of_settings(found)
        shared: PaymentGateway = found.extras[KEY]
        return shared
    with found.database.transaction(read_only=True) as s:
        row = s.get(PaymentAccount, account)
    if row is None or not row.takes_notices or row.wrapped_key is None:
        raise _not_ready()
    name = f"{KEY}:{account}"
    version = (row.version, row.is_rolling)
    kept: tuple[tuple[int, bool], PaymentGateway] | None = found.extras.get(name)
    if kept is None or kept[0] != version:
        kept = found.extras[name] = (version, _of_row(found, row))
    return kept[1]


def account_for(municipality_code: str) -> str:
    """The account that takes a municipality's donations now, as the open transaction sees it."""
    row = session().get(PaymentAccount, municipality_code)
    return municipality_code if row is not None and row.wrapped_key is not None and row.takes_notices else SHARED


def _of_settings(found: Services) -> PaymentGateway:
    settings = found.settings
    secrets = [settings.stripe_webhook_secret, settings.stripe_webhook_secret_old]
    named = [s.get_secret_value() for s in secrets if s.get_secret_value()]
    if not named:
        raise _not_ready()
    return _made(found, settings.stripe_secret_key.get_secret_value(), named)


def _of_row(found: Services, row: PaymentAccount) -> PaymentGateway:
    secrets = [opened(row, SECRET, row.wrapped_secret)]
    if row.is_rolling:
        secrets.append(opened(row, SECRET_OLD, row.wrapped_secret_old))
    return _made(found, opened(row, API_KEY, row.wrapped_key), secrets)


def _made(found: Services, key: str, secrets: list[str]) -> PaymentGateway:
    from webapp.payments.stripe_gateway import StripeGateway

    return StripeGateway(key, secrets, api_base=found.settings.stripe_api_base)


def _not_ready() -> MissingSetup:
    return MissingSetup(_("決済の準備ができていません。まちの担当者が設定を終えるまでお待ちください。"))


def sealed(row: PaymentAccount, name: str, secret: str) -> bytes:
    """A secret as it may lie in the database, bound to its municipality and use."""
    return kek().seal(secret.encode(), f"payments:{row.municipality_code}", name)


def opened(row: PaymentAccount, name: str, wrapped: bytes | None) -> str:
    """The secret again. Raises MissingSetup."""
    if wrapped is None:
        raise _not_ready()
    return kek().unseal(wrapped, row.kek_id, f"payments:{row.municipality_code}", name).decode()


def keep(
    row: PaymentAccount, *, key: str | None = None, secret: str | None = None, old_secret: str | None = None
) -> None:
    """Write what is given and seal everything else anew, all under the key encryption key in force."""
    api_key = key if key is not None else _maybe(row, API_KEY, row.wrapped_key)
    newest = secret if secret is not None else _maybe(row, SECRET, row.wrapped_secret)
    former = old_secret if old_secret is not None else _maybe(row, SECRET_OLD, row.wrapped_secret_old)
    row.kek_id = kek().current_id
    row.wrapped_key = sealed(row, API_KEY, api_key) if api_key else None
    row.wrapped_secret = sealed(row, SECRET, newest) if newest else None
    row.wrapped_secret_old = sealed(row, SECRET_OLD, former) if former else None
    row.version, row.changed_at = row.version + 1, now()


def _maybe(row: PaymentAccount, name: str, wrapped: bytes | None) -> str:
    return opened(row, name, wrapped) if wrapped is not None else ""
