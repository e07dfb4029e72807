"""The drill for a lost key: everything that would happen does happen, is timed, and is taken back."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import MissingSetup, RuleBroken
from webapp.core.i18n import DEFAULT_LOCALE, in_language, recorded
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import services
from webapp.credentials import keylist, sdjwt, vc
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import Signer
from webapp.keys import actions, holding, publishing, queries
from webapp.keys.models import IssuerKey, KeyPurpose, KeyStatus

trail.ACTION_LABELS |= {"issuer_key.drill": _l("鍵の漏えいに備えた訓練をした")}
#: under this name the running app keeps the function that counts what was signed with a key and still holds
SIGNED_WITH: Final = "valid_signed_with"


@dataclass(frozen=True)
class Step:
    """One thing that has to come true, and how long it took."""

    label: Any
    is_right: bool
    milliseconds: float


@dataclass
class Drill:
    """How one drill went."""

    kid: str
    steps: list[Step] = field(default_factory=list)
    to_reissue: int | None = None

    @property
    def is_passed(self) -> bool:
        """Whether everything came true."""
        return all(step.is_right for step in self.steps)

    @property
    def milliseconds(self) -> float:
        """From the report of the loss to the new key's first signature that is believed."""
        return sum(step.milliseconds for step in self.steps)

    def step(self, label: Any, check: Callable[[], bool]) -> None:
        """Do one step and note how it went."""
        began = time.perf_counter()
        is_right = check()
        self.steps.append(Step(label, is_right, (time.perf_counter() - began) * 1000))


def hold(row: IssuerKey, *, by: Actor) -> Drill:
    """Act as if this key were lost today, look whether everybody would be told and served, and take all of it back.

    Only a trace of the drill stays. Raises RuleBroken for a key that signs no certificates now.
    """
    if row.status is not KeyStatus.ACTIVE or row.purpose is not KeyPurpose.CREDENTIAL:
        raise RuleBroken(_("訓練は、いま証明書に署名している鍵で行います。"))
    drill = Drill(row.kid)
    count = services().extras.get(SIGNED_WITH)
    drill.to_reissue = count(row.kid) if count else None
    savepoint = session().begin_nested()
    try:
        _act(drill, row, by)
    finally:
        savepoint.rollback()
        session().refresh(row)
    with in_language(DEFAULT_LOCALE):
        trail.record(row, "issuer_key.drill", by=by, reason=_summary(drill))
    return drill


def _act(drill: Drill, row: IssuerKey, by: Actor) -> None:
    code = row.municipality_code
    signer = holding.signer_of(row)
    token = _sample(row, signer)
    drill.step(_l("いままでの証明書が確かめられる"), lambda: _reading(token) is None)
    drill.step(_l("鍵の漏えいを記録し、次の鍵に替える"), lambda: _lose(row, by))
    drill.step(_l("漏えいした日からの署名は、信用されない"), lambda: _reading(token) is RefusalCode.KEY_COMPROMISED)
    drill.step(_l("漏えいした鍵では、もう署名できない"), lambda: _is_gone(row))
    drill.step(_l("新しい鍵の証明書が確かめられる"), lambda: _reading(_sample_of_new(code, row)) is None)
    drill.step(_l("公開される鍵の一覧に、漏えいがのる"), lambda: _is_told(row))


def _lose(row: IssuerKey, by: Actor) -> bool:
    replacement = actions.mark_compromised(row, since=now(), by=by, reason=recorded("訓練"))
    return replacement is not None and replacement.kid != row.kid


def _sample(row: IssuerKey, signer: Signer) -> str:
    issuer = queries.issuer_of(row.municipality_code)
    days = vc.times(today(), today(), today() + timedelta(days=1))
    return sdjwt.issue({"iss": issuer, "vct": f"{issuer}/vct/drill", **days}, [], signer)


def _sample_of_new(code: str | None, row: IssuerKey) -> str:
    return _sample(row, queries.signer_for(code, KeyPurpose.CREDENTIAL))


def _reading(token: str) -> RefusalCode | None:
    try:
        sdjwt.verify(token, queries.resolver(), now=now())
    except Refused as refused:
        return refused.code
    return None


def _is_gone(row: IssuerKey) -> bool:
    try:
        holding.signer_of(row)
    except MissingSetup:
        return True
    return bool(row.pkcs11_uri)  # a module keeps its key: it is the table that no longer asks for it


def _is_told(row: IssuerKey) -> bool:
    made = keylist.read(publishing.key_list_token(), queries.resolver(), now=now())
    told = made.resolver()(row.kid)
    return told is not None and told.compromised_at is not None


def _summary(drill: Drill) -> str:
    right = [step for step in drill.steps if step.is_right]
    numbers = {"right": len(right), "all": len(drill.steps), "ms": round(drill.milliseconds)}
    said = [_("%(all)s項目のうち%(right)s項目ができました。かかった時間は%(ms)sミリ秒です。", **numbers)]
    said += [_("できなかったこと：%(step)s。", step=step.label) for step in drill.steps if not step.is_right]
    if drill.to_reissue is not None:
        said.append(_("実際に漏えいしたときに発行し直す証明書は%(count)s件です。", count=drill.to_reissue))
    return "".join(said)
