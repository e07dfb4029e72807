"""What happens to a package: put together, handed over, taken as a file, ended; every delivery leaves a line."""

from collections.abc import Sequence
from datetime import date

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.listings.packages import letters, queries, rules, sheet
from webapp.listings.packages.models import INFO_PACKAGE, DeliveryKind, InfoDelivery, InfoPackage, PackageItem
from webapp.municipalities import queries as municipalities
from webapp.tenancy.taken import actions as taken
from webapp.tenancy.taken.models import Taken

trail.ACTION_LABELS |= {
    "info_package.start": _l("法人に渡す情報の準備を始めた"),
    "info_package.choose": _l("渡すものを選んだ"),
    "info_package.download": _l("法人がファイルを受け取った"),
}


def start(
    municipality_code: str,
    corporation_id: str,
    *,
    title: str,
    purpose: str,
    ends_on: date,
    by: Actor,
    is_demo: bool = False,
) -> InfoPackage:
    """A new, empty package for one of the town's corporations."""
    if not (by.is_system or by.may_act_for(municipality_code)):
        raise NotAllowed(_("この市町村の職員だけができる操作です。"))
    if sentence := rules.outside(corporation_id, municipality_code):
        raise RuleBroken(sentence)
    package = InfoPackage(
        municipality_code=municipality_code,
        corporation_id=corporation_id,
        title=title,
        purpose=purpose,
        ends_on=ends_on,
        prepared_by=by.user_id,
        is_demo=is_demo,
    )
    session().add(package)
    session().flush()
    trail.record(package, "info_package.start", by=by, to_status=package.status.value)
    return package


def choose(package: InfoPackage, listing_ids: Sequence[str], *, by: Actor) -> None:
    """What lies in it from now on. Raises RuleBroken for anything that may not go out, whatever the page offered."""
    if package.status not in INFO_PACKAGE.moves["deliver"].sources:
        raise RuleBroken(_("もう渡したものは変えられません。新しく準備してください。"))
    offered = {offer.listing.id: offer for offer in queries.offers(package)}
    wanted = list(dict.fromkeys(listing_ids))
    if not set(wanted) <= set(offered):
        raise RuleBroken(_("選んだもののなかに、渡せないものがあります。画面を開き直してください。"))
    _refuse([(offered[key].listing.title, offered[key].why_not) for key in wanted])
    for item, _listing in queries.lines_of(package):
        session().delete(item)
    session().flush()
    session().add_all([PackageItem(package_id=package.id, listing_id=key) for key in wanted])
    session().flush()
    trail.record(package, "info_package.choose", by=by)


def _refuse(pairs: Sequence[tuple[str, str]]) -> None:
    if bad := [f"{title}（{why}）" for title, why in pairs if why]:
        raise RuleBroken(_("次のものは渡せません：%(names)s", names=joined(bad)))


def deliver(package: InfoPackage, *, by: Actor) -> None:
    """Hand it over: everything is checked once more, because a consent may have gone since it was chosen."""
    lines = queries.lines_of(package)
    if not lines:
        raise RuleBroken(_("渡すものが選ばれていません。一つ以上選んでください。"))
    if package.ends_on < today():
        raise RuleBroken(_("提供の期限が過ぎています。新しく準備してください。"))
    if sentence := rules.outside(package.corporation_id, package.municipality_code):
        raise RuleBroken(sentence)
    _refuse([(listing.title, rules.why_not(listing, package.corporation_id)) for _item, listing in lines])
    INFO_PACKAGE.apply(package, "deliver", by=by)
    package.delivered_at = now()
    _log(package, DeliveryKind.HANDED_OVER, [listing.id for _item, listing in lines], by)
    place = municipalities.by_code(package.municipality_code)
    for person in accounts.staff_of(package.corporation_id, Role.CORPORATION):
        post.queue(person, letters.delivered, package=package, place=place, count=len(lines))


def download(package: InfoPackage, *, by: Actor) -> list[list[str]]:
    """The rows as the consents of this moment allow them. Raises RuleBroken when the package has ended."""
    if package.status not in INFO_PACKAGE.moves["end"].sources or package.ends_on < today():
        raise RuleBroken(_("この情報の提供は終わりました。必要なときは、市町村に連絡してください。"))
    if sentence := rules.outside(package.corporation_id, package.municipality_code):
        raise RuleBroken(sentence)
    rows, contents = sheet.rows_of(package)
    _log(package, DeliveryKind.DOWNLOADED, contents, by)
    trail.record(package, "info_package.download", by=by)
    owners = queries.owners_in({line.partition(":")[0] for line in contents})
    taken.note(Taken.HOMES, owners, code=package.municipality_code, organisation=package.corporation_id, by=by)
    return rows


def _log(package: InfoPackage, kind: DeliveryKind, contents: list[str], by: Actor) -> None:
    session().add(InfoDelivery(package_id=package.id, kind=kind, by=by.user_id, contents=contents))
    session().flush()


def end(package: InfoPackage, *, by: Actor, reason: str) -> None:
    """The corporation gets nothing of it any more."""
    INFO_PACKAGE.apply(package, "end", by=by, reason=reason)
    place = municipalities.by_code(package.municipality_code)
    for person in accounts.staff_of(package.corporation_id, Role.CORPORATION):
        post.queue(person, letters.ended, package=package, place=place, reason=reason)


def discard(package: InfoPackage, *, by: Actor) -> None:
    """It is not handed over."""
    INFO_PACKAGE.apply(package, "discard", by=by)
