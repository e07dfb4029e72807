"""What the packages do not say about the 47 prefectures: region, spelling in Latin letters, seat of government."""

from typing import NamedTuple

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled


class Region(Labelled):
    """The eight regions (八地方区分) by which people look for a place."""

    HOKKAIDO = "hokkaido", _l("北海道")
    TOHOKU = "tohoku", _l("東北")
    KANTO = "kanto", _l("関東")
    CHUBU = "chubu", _l("中部")
    KINKI = "kinki", _l("近畿")
    CHUGOKU = "chugoku", _l("中国")
    SHIKOKU = "shikoku", _l("四国")
    KYUSHU = "kyushu", _l("九州・沖縄")


class PrefectureFacts(NamedTuple):
    """One line of the table below."""

    region: Region
    romaji: str
    seat: str  # five digits: the municipality of the prefectural government, whose place stands for the prefecture


#: first two digits of the code → facts; 関東 and 中部 as in school geography (山梨・新潟 belong to 中部, 三重 to 近畿)
PREFECTURE_FACTS = {
    "01": PrefectureFacts(Region.HOKKAIDO, "Hokkaido", "01100"),
    "02": PrefectureFacts(Region.TOHOKU, "Aomori", "02201"),
    "03": PrefectureFacts(Region.TOHOKU, "Iwate", "03201"),
    "04": PrefectureFacts(Region.TOHOKU, "Miyagi", "04100"),
    "05": PrefectureFacts(Region.TOHOKU, "Akita", "05201"),
    "06": PrefectureFacts(Region.TOHOKU, "Yamagata", "06201"),
    "07": PrefectureFacts(Region.TOHOKU, "Fukushima", "07201"),
    "08": PrefectureFacts(Region.KANTO, "Ibaraki", "08201"),
    "09": PrefectureFacts(Region.KANTO, "Tochigi", "09201"),
    "10": PrefectureFacts(Region.KANTO, "Gunma", "10201"),
    "11": PrefectureFacts(Region.KANTO, "Saitama", "11100"),
    "12": PrefectureFacts(Region.KANTO, "Chiba", "12100"),
    "13": PrefectureFacts(Region.KANTO, "Tokyo", "13104"),
    "14": PrefectureFacts(Region.KANTO, "Kanagawa", "14100"),
    "15": PrefectureFacts(Region.CHUBU, "Niigata", "15100"),
    "16": PrefectureFacts(Region.CHUBU, "Toyama", "16201"),
    "17": PrefectureFacts(Region.CHUBU, "Ishikawa", "17201"),
    "18": PrefectureFacts(Region.CHUBU, "Fukui", "18201"),
    "19": PrefectureFacts(Region.CHUBU, "Yamanashi", "19201"),
    "20": PrefectureFacts(Region.CHUBU, "Nagano", "20201"),
    "21": PrefectureFacts(Region.CHUBU, "Gifu", "21201"),
    "22": PrefectureFacts(Region.CHUBU, "Shizuoka", "22100"),
    "23": PrefectureFacts(Region.CHUBU, "Aichi", "23100"),
    "24": PrefectureFacts(Region.KINKI, "Mie", "24201"),
    "25": PrefectureFacts(Region.KINKI, "Shiga", "25201"),
    "26": PrefectureFacts(Region.KINKI, "Kyoto", "26100"),
    "27": PrefectureFacts(Region.KINKI, "Osaka", "27100"),
    "28": PrefectureFacts(Region.KINKI, "Hyogo", "28100"),
    "29": PrefectureFacts(Region.KINKI, "Nara", "29201"),
    "30": PrefectureFacts(Region.KINKI, "Wakayama", "30201"),
    "31": PrefectureFacts(Region.CHUGOKU, "Tottori", "31201"),
    "32": PrefectureFacts(Region.CHUGOKU, "Shimane", "32201"),
    "33": PrefectureFacts(Region.CHUGOKU, "Okayama", "33100"),
    "34": PrefectureFacts(Region.CHUGOKU, "Hiroshima", "34100"),
    "35": PrefectureFacts(Region.CHUGOKU, "Yamaguchi", "35203"),
    "36": PrefectureFacts(Region.SHIKOKU, "Tokushima", "36201"),
    "37": PrefectureFacts(Region.SHIKOKU, "Kagawa", "37201"),
    "38": PrefectureFacts(Region.SHIKOKU, "Ehime", "38201"),
    "39": PrefectureFacts(Region.SHIKOKU, "Kochi", "39201"),
    "40": PrefectureFacts(Region.KYUSHU, "Fukuoka", "40130"),
    "41": PrefectureFacts(Region.KYUSHU, "Saga", "41201"),
    "42": PrefectureFacts(Region.KYUSHU, "Nagasaki", "42201"),
    "43": PrefectureFacts(Region.KYUSHU, "Kumamoto", "43100"),
    "44": PrefectureFacts(Region.KYUSHU, "Oita", "44201"),
    "45": PrefectureFacts(Region.KYUSHU, "Miyazaki", "45201"),
    "46": PrefectureFacts(Region.KYUSHU, "Kagoshima", "46201"),
    "47": PrefectureFacts(Region.KYUSHU, "Okinawa", "47201"),
}
