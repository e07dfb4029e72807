"""Scripts of one page share one scope: a name that two of them declare stops the second one before its first line."""

import re
from collections import Counter
from pathlib import Path

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "static" / "js").glob("*.js"))
EVERYWHERE = {"page.js", "shortcuts.js"}
DECLARED = re.compile(r"^(?:const|let|class|(?:async )?function\*?)\s+(\w+)", re.MULTILINE)


def test_no_script_declares_a_name_of_those_that_stand_on_every_page() -> None:
    names = {script.name: set(DECLARED.findall(script.read_text("utf-8"))) for script in SCRIPTS}
    assert names["page.js"]
    declared = Counter(name for script in EVERYWHERE for name in names[script])
    assert [name for name, times in declared.items() if times > 1] == []
    twice = {other: names[other] & set(declared) for other in names.keys() - EVERYWHERE}
    assert {other: found for other, found in twice.items() if found} == {}
