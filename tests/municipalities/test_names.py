"""Finding a municipality by the name in a file: within its prefecture, and never by cutting blindly."""

import pytest

from webapp.municipalities.names import Certainty, CityNames, city_names


@pytest.fixture(scope="module")
def names() -> CityNames:
    return city_names()


@pytest.mark.parametrize(
    ("prefecture", "name", "code"),
    [
        ("秋田県", "雄勝郡羽後町", "054631"),
        ("秋田県", "羽後町", "054631"),
        ("兵庫県", "赤穂郡上郡町", "284815"),
        ("兵庫県", "上郡町", "284815"),
        ("福島県", "郡山市", "072036"),
        ("岐阜県", "郡上市", "212199"),
        ("愛知県", "蒲郡市", "232149"),
        ("奈良県", "大和郡山市", "292036"),
        ("静岡県", "浜松市中央区", "221309"),
        ("静岡県", "浜松市浜名区", "221309"),
        ("北海道", "札幌市手稲区", "011002"),
        ("東京都", "八丈島八丈町", "134015"),
        ("東京都", "八丈町", "134015"),
        ("東京都", "文京区", "131059"),
        ("青森県", "西津軽郡鰺ヶ沢町", "023213"),
        ("青森県", "西津軽郡鯵ケ沢町", "023213"),
        ("高知県", "高岡郡梼原町", "394050"),
        ("福岡県", "糟屋郡須惠町", "403440"),
        ("岡山県", " 岡山市 北区 ", "331007"),
    ],
)
def test_name_as_files_write_it_is_found(names: CityNames, prefecture: str, name: str, code: str) -> None:
    found = names.find(prefecture, name)
    assert found is not None
    assert (found.city.code, found.certainty) == (code, Certainty.EXACT)


def test_same_name_in_another_prefecture_is_another_municipality(names: CityNames) -> None:
    prefectures = ("北海道", "福井県", "長野県", "岐阜県")
    codes = {found.city.code for each in prefectures if (found := names.find(each, "池田町"))}
    assert codes == {"016446", "183822", "204811", "214043"}


def test_ward_of_old_is_answered_with_its_city_and_said_to_be_unknown(names: CityNames) -> None:
    found = names.find("静岡県", "浜松市西区")
    assert found is not None
    assert (found.city.code, found.certainty) == ("221309", Certainty.UNKNOWN_WARD)


def test_district_of_old_is_overlooked_and_said_so(names: CityNames) -> None:
    found = names.find("新潟県", "北魚沼郡湯沢町")
    assert found is not None
    assert (found.city.name, found.certainty) == ("湯沢町", Certainty.OTHER_DISTRICT)


@pytest.mark.parametrize(
    ("prefecture", "name"),
    [
        ("山形県", "羽後町"),  # in 秋田県
        ("秋田県", "雄勝郡"),
        ("秋田県", ""),
        ("どこか", "羽後町"),
        ("福島県", "山市"),  # what is left of 郡山市 when 郡 is cut blindly
        ("千葉県", "船橋市中央区"),  # no designated city
    ],
)
def test_unknown_name_is_not_guessed(names: CityNames, prefecture: str, name: str) -> None:
    assert names.find(prefecture, name) is None
