"""How the names of places are read in kana: lent to furigana, because no dictionary knows them all."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from webapp.core.database import session
from webapp.municipalities.models import AreaKind, Municipality


def readings() -> dict[str, str]:
    """Name → kana; a name that two towns read in two ways (美郷町) only together with its prefecture."""
    table: Any = Municipality
    columns = (table.kind, table.name, table.kana, table.prefecture_name)
    rows = session().execute(sa.select(*columns).where(table.kana != "")).all()
    prefectures = {row.name: row.kana for row in rows if row.kind is AreaKind.PREFECTURE}
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        spoken[row.name].add(row.kana)
    known = {name: kana for name, [kana] in ((n, list(k)) for n, k in spoken.items() if len(k) == 1)}
    for row in rows:
        if len(spoken[row.name]) > 1 and row.prefecture_name in prefectures:
            known[f"{row.prefecture_name}{row.name}"] = prefectures[row.prefecture_name] + row.kana
    return known
