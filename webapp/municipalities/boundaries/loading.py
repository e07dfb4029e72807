"""Writes lines down in the place of those from before."""

import sqlalchemy as sa

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.codes import local_government_code
from webapp.core.database import session
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries
from webapp.municipalities.boundaries.models import PrefectureLines
from webapp.municipalities.boundaries.topology import Lines

#: what the publisher of the national land data asks to be shown
CREDIT = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"


def load(lines: Lines, *, by: Actor, credit: str = CREDIT) -> int:
    """Replace all lines; how many prefectures have some now. Raises BadFile when no code is known."""
    known = {prefecture.code for prefecture in queries.prefectures()}
    found = {local_government_code(f"{two}000"): two for two in lines.outer}
    codes = sorted(known & set(found))
    if not codes:
        raise BadFile(
            _("知っている都道府県の境界が1つもありません。先に市町村の一覧を入れてください（futamachi seed）。")
        )
    session().execute(sa.delete(PrefectureLines))
    for code in codes:
        two = found[code]
        row = PrefectureLines(
            prefecture_code=code, outer=lines.outer[two], inner=lines.inner[two], credit=credit, imported_at=now()
        )
        session().add(row)
    session().flush()
    trail.record(row, "boundaries.import", by=by, reason=credit)
    return len(codes)
