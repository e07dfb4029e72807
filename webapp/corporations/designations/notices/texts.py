"""The words of an announcement, in the form in which towns print it: always Japanese, dated in the era."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.clock import today
from webapp.core.eras import in_era
from webapp.core.i18n import gettext as _
from webapp.core.i18n import in_language
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.notices.models import NoticeKind
from webapp.corporations.models import Corporation, SupportTask
from webapp.municipalities import queries as municipalities

LAW = "広域的地域活性化のための基盤整備に関する法律（平成19年法律第52号）"
Item = tuple[str, str]


@dataclass(frozen=True)
class Matter:
    """What an announcement is about."""

    designation: Designation
    corporation: Corporation
    changes: dict[str, Any]
    effective_on: date | None


def compose(kind: NoticeKind, matter: Matter) -> tuple[str, str]:
    """Title and text, in Japanese whoever works at the desk."""
    with in_language("ja"):
        title, opening, items = _OPENINGS[kind](matter)
        lines = [f"{number}　{label}　{value}" for number, (label, value) in enumerate(items, 1) if value]
        head = [str(title), "", str(opening), "", in_era(today()), _mayor(matter.designation), "", _("記"), ""]
        return str(title), "\n".join([*head, *lines])


def _mayor(designation: Designation) -> str:
    town = municipalities.by_code(designation.municipality_code)
    return municipalities.who_signs(designation.municipality_code, today()) or f"{town.name}長"


def _who(matter: Matter) -> list[Item]:
    corporation = matter.corporation
    return [
        (_("名称"), corporation.name),
        (_("住所"), corporation.seat or corporation.address),
        (_("事務所の所在地"), corporation.address),
    ]


def _designation(matter: Matter) -> tuple[str, str, list[Item]]:
    row = matter.designation
    tasks = "、".join(f"第{task}号（{SupportTask(task).label}）" for task in row.tasks)
    items = [
        *_who(matter),
        (_("指定の年月日"), in_era(row.designated_on) if row.designated_on else ""),
        (_("指定の番号"), row.number),
        (_("業務（法第29条）"), tasks),
        (_("業務の区域"), row.area),
    ]
    opening = _("%(law)s第28条の規定により、次のとおり特定居住支援法人を指定したので、公示します。", law=LAW)
    return _("特定居住支援法人の指定について"), opening, items


def _change(matter: Matter) -> tuple[str, str, list[Item]]:
    labels = {"name": _("名称"), "seat": _("住所"), "address": _("事務所の所在地")}
    changed = [
        (labels[key], _("（変更前）%(before)s　（変更後）%(after)s", before=before, after=after))
        for key, (before, after) in matter.changes.items()
        if key in labels
    ]
    items = [
        (_("名称"), matter.corporation.name),
        (_("指定の番号"), matter.designation.number),
        *changed,
        (_("変更の年月日"), in_era(matter.effective_on) if matter.effective_on else ""),
    ]
    opening = _("%(law)sの規定による変更の届出があったので、次のとおり公示します。", law=LAW)
    return _("特定居住支援法人の変更について"), opening, items


def _over(matter: Matter, label: str) -> list[Item]:
    row = matter.designation
    return [*_who(matter), (_("指定の番号"), row.number), (label, in_era(row.ended_on) if row.ended_on else "")]


def _revocation(matter: Matter) -> tuple[str, str, list[Item]]:
    opening = _(
        "%(law)s第30条第3項の規定により、次のとおり特定居住支援法人の指定を取り消したので、公示します。", law=LAW
    )
    items = [*_over(matter, _("取消しの年月日")), (_("取消しの理由"), matter.designation.end_reason)]
    return _("特定居住支援法人の指定の取消しについて"), opening, items


def _ending(matter: Matter) -> tuple[str, str, list[Item]]:
    opening = _("次のとおり特定居住支援法人の指定が終わったので、公示します。")
    return _("特定居住支援法人の指定の終了について"), opening, _over(matter, _("終了の年月日"))


_OPENINGS: dict[NoticeKind, Callable[[Matter], tuple[str, str, list[Item]]]] = {
    NoticeKind.DESIGNATION: _designation,
    NoticeKind.CHANGE: _change,
    NoticeKind.REVOCATION: _revocation,
    NoticeKind.ENDING: _ending,
}
