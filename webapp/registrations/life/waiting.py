"""The yearly run as a move that can be taken back before it begins."""

from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.waiting.kinds import Done, Kind
from webapp.desk.waiting.models import WaitingMove
from webapp.registrations.life import batch

RENEW_MANY = "registrations_renew"


def _renew_many(row: WaitingMove, actor: Actor) -> Done:
    run = batch.start(row.municipality_code, with_changed=bool(row.content["with_changed"]), by=actor)
    return Done(run.total, result_id=run.id)


def _page_of_run(row: WaitingMove) -> str:
    return link("renewals_staff.progress", renewal_run_id=row.result_id)


KINDS = {RENEW_MANY: Kind(_l("登録をまとめて更新する"), _renew_many, _page_of_run)}
