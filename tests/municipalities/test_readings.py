"""How places are read: by the master's kana, and by the prefecture where a name is read in two ways."""

from sqlmodel import Session

from tests.factories.municipalities import a_municipality
from webapp.core.furigana.readings import Reader
from webapp.municipalities.readings import readings


def test_a_name_that_two_towns_read_in_two_ways_is_known_with_its_prefecture_only(session: Session) -> None:
    for code in ("013315", "384011", "010006", "380008", "202151"):
        a_municipality(code)
    known = readings()
    assert known["塩尻市"] == "しおじりし"
    assert "松前町" not in known
    assert (known["北海道松前町"], known["愛媛県松前町"]) == ("ほっかいどうまつまえちょう", "えひめけんまさきちょう")
    assert ("愛媛県松前町", "えひめけんまさきちょう") in Reader(known).read("愛媛県松前町へ")
    assert session.is_active
