"""The public register as people look through it: search, prefectures, who designates nobody, the file."""

from flask import Response

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.sheets import as_csv
from webapp.core.textnorm import normalise
from webapp.corporations.designations import policy
from webapp.corporations.queries import Designated
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality


def matching(rows: list[Designated], word: str, prefecture: str) -> list[Designated]:
    """The lines of the register that are meant."""
    parts = normalise(word).split()
    return [
        row
        for row in rows
        if (not prefecture or row[2].prefecture_code == prefecture) and all(part in _text(row) for part in parts)
    ]


def _text(row: Designated) -> str:
    designation, corporation, place = row
    words = (
        corporation.name,
        corporation.kana,
        corporation.address,
        corporation.number,
        place.official_name,
        place.kana,
    )
    return normalise(" ".join((*words, corporation.about, *(str(label) for label in designation.task_labels))))


def prefectures(rows: list[Designated]) -> list[tuple[str, str, int]]:
    """Code, words and number of designations of each prefecture that has one."""
    found: dict[str, tuple[str, int]] = {}
    for _designation, _corporation, place in rows:
        label, count = found.get(place.prefecture_code, (place.prefecture_label, 0))
        found[place.prefecture_code] = (label, count + 1)
    return [(code, label, count) for code, (label, count) in sorted(found.items())]


def not_designating() -> list[tuple[Municipality, policy.Policy]]:
    """The towns that designate nobody, or by invitation only, with their words."""
    towns = [(town, policy.policy_of(town.code)) for _programme, town in municipalities.active_programmes()]
    return [(town, standing) for town, standing in towns if standing.kind != policy.OPEN]


def as_file(rows: list[Designated]) -> Response:
    """The register for a spreadsheet."""
    head = [
        _("市町村コード"), _("都道府県"), _("市町村"), _("法人番号"), _("名称"), _("法人の種類"), _("住所"), _("事務所の所在地"),
        _("指定の日"), _("指定の番号"), _("業務"), _("業務の区域"), _("公示のアドレス"), _("架空の例"),
    ]  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="support-corporations-{today():%Y%m%d}.csv"'}
    return Response(as_csv(head, map(_cells, rows)), mimetype="text/csv", headers=headers)


def _cells(row: Designated) -> list[object]:
    designation, corporation, place = row
    return [
        place.code, place.prefecture_name, place.name, corporation.number, corporation.name,
        corporation.legal_form_label, corporation.seat, corporation.address, designation.designated_on,
        designation.number, " ".join(designation.tasks), designation.area, designation.notice_url,
        _("はい") if corporation.is_demo else "",
    ]  # fmt: skip
