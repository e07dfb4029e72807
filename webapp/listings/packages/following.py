"""Packages follow the corporation's designation and their own last day: afterwards nothing is handed out."""

from collections.abc import Sequence

from sqlmodel import col, select

from webapp.core.actor import Actor, system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import recorded
from webapp.corporations.designations.models import Designation
from webapp.listings.packages import actions
from webapp.listings.packages.models import InfoPackage, PackageStatus


def follow(designation: Designation, *, by: Actor) -> None:
    """End what a corporation holds of a town that designates it no longer; while it does, nothing happens."""
    if designation.is_in_force:
        return
    chosen = select(InfoPackage).where(
        InfoPackage.corporation_id == designation.corporation_id,
        InfoPackage.municipality_code == designation.municipality_code,
        InfoPackage.status == PackageStatus.DELIVERED,
    )
    _end(session().exec(chosen.order_by(col(InfoPackage.id))).all(), recorded("法人の指定が終わったため"), by)


def catch_up() -> None:
    """End what is past its last day; repeating it changes nothing."""
    chosen = select(InfoPackage).where(InfoPackage.status == PackageStatus.DELIVERED, InfoPackage.ends_on < today())
    service = system_actor("info_package.end")
    _end(session().exec(chosen.order_by(col(InfoPackage.id))).all(), recorded("提供の期限が過ぎたため"), service)


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """A town that leaves hands nothing out any more."""
    chosen = select(InfoPackage).where(
        InfoPackage.municipality_code == municipality_code, InfoPackage.status == PackageStatus.DELIVERED
    )
    _end(session().exec(chosen.order_by(col(InfoPackage.id))).all(), reason, by)


def _end(packages: Sequence[InfoPackage], reason: str, by: Actor) -> None:
    for package in packages:
        actions.end(package, by=by, reason=reason)
