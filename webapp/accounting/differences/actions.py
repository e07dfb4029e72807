"""Running a comparison, keeping what it found, settling it by a person's word."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from webapp.accounting.differences.comparing import Found, compare
from webapp.accounting.models import Reconciliation, ReconciliationDifference
from webapp.accounting.states import DIFFERENCE, DifferenceStatus
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import Database, session
from webapp.core.errors import MissingSetup, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.payments.accounts.holding import gateway
from webapp.payments.gateway import GatewayError, SettlementLine
from webapp.payments.models import SHARED

trail.ACTION_LABELS |= {"reconciliation_difference.find": _l("決済会社との照合で差を見つけた")}
BACK = timedelta(days=35)  # more than a month, so that a month is compared whole after its end
SERVICE = "accounting"


def run(database: Database, account: str = SHARED, *, since: datetime | None = None) -> str:
    """Ask the provider, compare, keep the differences; the id of the run. A provider out of reach is a failed run."""
    began = since or now() - BACK
    lines: list[SettlementLine] = []
    failure = ""
    try:
        lines = list(gateway(account).settlements(since=began))
    except (GatewayError, MissingSetup) as error:
        failure = type(error).__name__
    with database.transaction():
        row = Reconciliation(account=account, since=began, failure=failure)
        session().add(row)
        session().flush()
        if not failure:
            row.compared, found = compare(account, began, lines)
            for each in found:
                _keep(row, each)
        return row.id


def _keep(run_row: Reconciliation, found: Found) -> None:
    """Once, however often it is found; again when the sums are others than those somebody settled."""
    chosen = select(ReconciliationDifference).where(
        ReconciliationDifference.account == run_row.account,
        ReconciliationDifference.kind == found.kind,
        ReconciliationDifference.reference == found.reference,
    )
    by = system_actor(SERVICE)
    known = session().exec(chosen.with_for_update()).first()
    if known is None:
        row = ReconciliationDifference(
            run_id=run_row.id,
            account=run_row.account,
            municipality_code=found.municipality_code or (None if run_row.account == SHARED else run_row.account),
            kind=found.kind,
            reference=found.reference,
            pledge_id=found.pledge_id,
            here_yen=found.here_yen,
            there_yen=found.there_yen,
        )
        session().add(row)
        session().flush()
        trail.record(row, "reconciliation_difference.find", by=by)
    elif (known.here_yen, known.there_yen) != (found.here_yen, found.there_yen):
        known.here_yen, known.there_yen, known.run_id = found.here_yen, found.there_yen, run_row.id
        if known.status is DifferenceStatus.RESOLVED:
            DIFFERENCE.apply(known, "found_again", by=by)


def resolve(row: ReconciliationDifference, *, reason: str, by: Actor) -> None:
    """A person looked into it and says what it was; nothing is put right by itself."""
    if len(reason.strip()) > 500:
        raise RuleBroken(_("500字以内で書いてください。"))
    DIFFERENCE.apply(row, "resolve", by=by, reason=reason)
    row.resolution, row.resolved_by, row.resolved_at = reason.strip(), by.user_id, now()


def difference_for(actor: Actor, difference_id: str) -> ReconciliationDifference:
    """A difference of the actor's own town. Raises NotThere."""
    found = session().get(ReconciliationDifference, difference_id)
    if found is None or found.municipality_code is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def differences_for(actor: Actor, *, status: DifferenceStatus) -> list[ReconciliationDifference]:
    """Those of the actor's towns, newest first."""
    chosen = select(ReconciliationDifference).where(
        col(ReconciliationDifference.municipality_code).in_(actor.municipalities),
        ReconciliationDifference.status == status,
    )
    return list(session().exec(chosen.order_by(col(ReconciliationDifference.id).desc()).limit(200)))


def last_run(account: str) -> Reconciliation | None:
    """The newest comparison of an account."""
    chosen = select(Reconciliation).where(Reconciliation.account == account)
    return session().exec(chosen.order_by(col(Reconciliation.id).desc())).first()
