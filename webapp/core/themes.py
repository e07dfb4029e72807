"""The words residents and places choose from, one table for forms, search and matching.

A code is stored in rows and never renamed; labels and words may change freely. `words` is how people on either side
write a theme in their own sentences; `matching` reads free text with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import lazy as _l


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """A heading above themes in a form."""

    code: str
    label: Any


@dataclass(frozen=True, slots=True)
class Theme:
    """Something a resident wishes to do and a place wishes to have done."""

    code: str
    label: Any
    group: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a resident can do; `theme` is the code of the theme it serves."""

    code: str
    label: Any
    theme: str


@dataclass(frozen=True, slots=True)
class Licence:
    """A qualification that the law or an employer asks for; compared code by code, never guessed."""

    code: str
    label: Any


@dataclass(frozen=True, slots=True)
class Facility:
    """Something a household cannot do without where it stays."""

    code: str
    label: Any


def _theme(code: str, label: Any, group: str, words: str) -> Theme:
    return Theme(code, label, group, tuple(words.split()))


THEME_GROUPS: tuple[ThemeGroup, ...] = (
    ThemeGroup("home", _l("住まいと手しごと")),
    ThemeGroup("farm", _l("農と生きもの")),
    ThemeGroup("nature", _l("山・森・海")),
    ThemeGroup("food", _l("食")),
    ThemeGroup("digital", _l("IT・伝える")),
    ThemeGroup("culture", _l("文化・芸術")),
    ThemeGroup("care", _l("人を支える・教える")),
    ThemeGroup("sport", _l("体を動かす")),
    ThemeGroup("trade", _l("商い・仕事")),
    ThemeGroup("scenery", _l("くらしたい風景")),
)

THEMES: tuple[Theme, ...] = (
    _theme("renovation", _l("空き家の手入れ・DIY"), "home",
           "DIY 空き家再生 古民家 リノベーション 改修 修繕 古い家 空き家の活用 セルフビルド 大工"),
    _theme("woodwork", _l("木工・家具づくり"), "home", "木工 木のものづくり 家具 木材加工 指物 木彫 かんな 建具 木のおもちゃ"),
    _theme("textiles", _l("手芸・染め織り"), "home", "手芸 染め 染織 編み物 刺繍 裁縫 機織り 織物 藍染 草木染 洋裁 和裁"),
    _theme("pottery", _l("陶芸・伝統工芸"), "home", "陶芸 伝統工芸 焼き物 器を 窯 漆 和紙 手漉き 工芸品 竹細工"),
    _theme("rice", _l("米づくり・棚田"), "farm", "田んぼ 棚田 米作り 米づくり 稲刈り 田植え 稲作 水田 農家"),
    _theme("vegetables", _l("野菜づくり・農業体験"), "farm", "家庭菜園 農業体験 野菜を 野菜づくり 畑 有機農業 無農薬 市民農園 農作業 土に触れ 農泊"),
    _theme("fruit", _l("果樹・ぶどう・茶"), "farm", "果物 果樹園 果樹 みかん りんご ぶどう 茶畑 摘果 剪定 梅の 柿"),
    _theme("animals", _l("動物・酪農"), "farm", "動物 酪農 牧場 牛や 乳牛 搾乳 馬の 養鶏 羊 畜産 犬や猫"),
    _theme("forestry", _l("林業・里山の手入れ"), "nature", "林業 里山 森林 間伐 薪割り チェーンソー 山仕事 下草刈り 植林 竹林"),
    _theme("fishing", _l("釣り・漁業"), "nature", "釣り 漁業 漁師 漁船 定置網 養殖 牡蠣 海女 水産 渓流釣り"),
    _theme("marine", _l("海の遊び"), "nature", "サーフィン マリンスポーツ ダイビング カヤック ヨット 海水浴 シュノーケル SUP"),
    _theme("mountains", _l("登山・山歩き"), "nature", "登山 山岳ガイド トレッキング ハイキング 山小屋 登山道 縦走 山に登 トレイル"),
    _theme("camping", _l("キャンプ・アウトドア"), "nature", "キャンプ アウトドア 焚き火 テント 野営 川遊び 火起こし バーベキュー"),
    _theme("ecology", _l("自然観察・環境保全"), "nature", "自然観察 環境保全 野鳥 生きもの調査 ビオトープ 外来種 昆虫 生態系 植物 ごみ拾い"),
    _theme("energy", _l("再生可能エネルギー・省エネ"), "nature", "エコ 再生可能エネルギー 太陽光 バイオマス 薪ストーブ 小水力 省エネ 脱炭素 ごみを減ら 自給自足"),
    _theme("hunting", _l("狩猟・獣害対策"), "nature", "狩猟 獣害 猟師 わな ジビエ イノシシ 鹿の シカ 捕獲 解体"),
    _theme("cooking", _l("料理・郷土食"), "food", "料理 郷土食 郷土料理 家庭の味 食堂 献立 給食 調理 シェフ"),
    _theme("cafe", _l("カフェ・飲食店"), "food", "カフェ 飲食開業 喫茶 珈琲 コーヒー パン屋 菓子 飲食店 店を開 空き店舗"),
    _theme("fermentation", _l("発酵・酒づくり"), "food", "発酵 酒蔵 醸造 味噌 醤油 日本酒 クラフトビール ワイナリー 麹 漬物"),
    _theme("programming", _l("プログラミング・DX"), "digital", "プログラミング DX IT システム開発 アプリ エンジニア デジタル化 オンライン化 ウェブ制作 データ分析"),
    _theme("computer_help", _l("パソコン・スマホの手助け"), "digital", "パソコン スマホ教室 スマートフォン 使い方を教え デジタル活用支援 情報システム"),
    _theme("design", _l("デザイン・ブランドづくり"), "digital", "デザイン ブランディング ロゴ パンフレット パッケージ イラスト シンボルマーク ポスター 看板"),
    _theme("film", _l("写真・映像"), "digital", "写真 映像 動画 撮影 カメラ ショートムービー フォトグラファー ドローン 編集"),
    _theme("writing", _l("文章・情報発信"), "digital", "文章 情報発信 ライター 取材 記事 広報 SNS ブログ 編集者 コピーライター"),
    _theme("festivals", _l("お祭り・伝統行事"), "culture", "お祭り 祭り 伝統行事 神楽 みこし 神輿 盆踊り 花火大会 年中行事 獅子舞"),
    _theme("music", _l("音楽"), "culture", "音楽 楽器 バンド 演奏 合唱 ピアノ ライブ 吹奏楽 コンサート 音響"),
    _theme("art", _l("アート・芸術祭"), "culture", "アート 芸術祭 美術 アトリエ 展覧会 滞在制作 作家 彫刻"),
    _theme("history", _l("歴史・語り部"), "culture", "歴史 語り部 史料 城跡 古い街並み 文化財 宿場 観光案内 日本史 町並み"),
    _theme("books", _l("本・図書館"), "culture", "読書 図書館 本屋 古本 書店 司書 読み聞かせ 絵本 ブックカフェ"),
    _theme("teaching", _l("学びの手助け"), "care", "教育 学習支援 塾 勉強を教え 教室の先生 学校 高校魅力化 教員 家庭教師 自由研究"),
    _theme("children", _l("子育て"), "care", "子育て 子育て支援 保育 子ども食堂 学童 親子 遊び場 託児"),
    _theme("welfare", _l("見守り・介護"), "care", "福祉 見守り 介護 お年寄り 高齢者 話し相手 デイサービス 障がい 買い物支援"),
    _theme("health", _l("看護・医療・健康づくり"), "care", "看護 健康 医療 診療所 保健師 健康づくり 病院 薬剤師 リハビリ 診療"),
    _theme("languages", _l("語学・多文化のくらし"), "care", "語学 多文化共生 英語 通訳 翻訳 外国人 日本語教室 技能実習生 留学 インバウンド"),
    _theme("disaster", _l("防災・消防"), "care", "防災 消防 消防団 避難所 避難訓練 災害 備蓄 救助"),
    _theme("transport", _l("運転・移動の手助け"), "care", "送迎 移動支援 乗合 運転手 乗務員 移動販売 買い物の付き添い バスの運行 ドライバー"),
    _theme("team_sports", _l("スポーツ・部活動"), "sport", "スポーツ 部活動 サッカー 野球 指導者 トレーナー 体操 剣道 柔道 総合型クラブ マラソン"),
    _theme("cycling", _l("自転車"), "sport", "自転車 サイクル サイクリング ロードバイク サイクリスト レンタサイクル"),
    _theme("snow_sports", _l("スキー・雪あそび"), "sport", "スキー スノーボード ゲレンデ 雪あそび 索道 クロスカントリー かまくら"),
    _theme("wellness", _l("ヨガ・温泉・湯治"), "sport", "ヨガ 湯治 リトリート 共同浴場 湯守 マッサージ 瞑想 サウナ"),
    _theme("sales", _l("販売・販路づくり"), "trade", "販売 販路 EC 通販 ネットショップ 直売所 営業 特産品 商品開発 道の駅"),
    _theme("lodging", _l("ゲストハウス・宿"), "trade", "ゲストハウス 宿泊 民泊 旅館 一棟貸し 宿を 民宿 ホテル"),
    _theme("startup", _l("起業・事業を継ぐ"), "trade", "起業 創業 会社を立ち上げ 新規事業 新しい事業 事業承継 後継ぎ 経営 スタートアップ"),
    _theme("office_work", _l("経理・事務局"), "trade", "経理 事務 事務局 会計 決算 総務 裏方 簿記 受付"),
    _theme("events", _l("イベントづくり"), "trade", "イベント 地域イベント マルシェ 朝市 催し 実行委員 企画 ワークショップ 交流会"),
    _theme("by_the_sea", _l("海のそば"), "scenery", "海が見え 海の近く 海のそば 港町 砂浜 潮の香り 海辺 離島"),
    _theme("in_the_mountains", _l("山あい・高原"), "scenery", "山に囲まれ 山あい 高原 標高 峰々 谷あい 清流 涼しい土地"),
    _theme("snow_country", _l("雪のある町"), "scenery", "雪国 雪景色 積雪 雪まつり 雪下ろし 雪のある"),
    _theme("hot_springs", _l("温泉のある町"), "scenery", "温泉 湯けむり いで湯 共同湯 温泉街"),
    _theme("quiet_village", _l("静かな村"), "scenery", "静かな集落 素朴な村 小さな村 小さな集落 人の少ない 里の暮らし"),
    _theme("handy_town", _l("便利な町なか"), "scenery", "駅や病院が近 駅が近 駅の近く 駅まで 便利さ 県庁所在地 大型店 総合病院 町なか"),
)  # fmt: skip

SKILLS: tuple[Skill, ...] = (
    Skill("carpentry", _l("大工・左官"), "renovation"),
    Skill("interior", _l("内装・住まいの修理"), "renovation"),
    Skill("woodworking", _l("木工"), "woodwork"),
    Skill("sewing", _l("裁縫・染織"), "textiles"),
    Skill("ceramics", _l("陶芸・工芸"), "pottery"),
    Skill("farm_work", _l("農作業"), "vegetables"),
    Skill("machinery", _l("農機・重機の操作"), "rice"),
    Skill("livestock", _l("動物の世話"), "animals"),
    Skill("chainsaw", _l("チェーンソー・草刈り機"), "forestry"),
    Skill("boat", _l("船の操縦・漁"), "fishing"),
    Skill("mountain_guide", _l("山や自然の案内"), "mountains"),
    Skill("cooking", _l("調理"), "cooking"),
    Skill("brewing", _l("発酵・醸造"), "fermentation"),
    Skill("software", _l("システム開発"), "programming"),
    Skill("computer_teaching", _l("パソコン・スマホを教える"), "computer_help"),
    Skill("graphic_design", _l("デザイン・イラスト"), "design"),
    Skill("photography", _l("写真・動画の撮影"), "film"),
    Skill("writing", _l("文章・取材・広報"), "writing"),
    Skill("instruments", _l("楽器の演奏・指導"), "music"),
    Skill("fine_art", _l("美術"), "art"),
    Skill("guiding", _l("観光案内・語り部"), "history"),
    Skill("teaching", _l("勉強を教える"), "teaching"),
    Skill("childcare", _l("保育・子どもの世話"), "children"),
    Skill("care_work", _l("介護"), "welfare"),
    Skill("nursing", _l("看護・健康相談"), "health"),
    Skill("translation", _l("通訳・翻訳"), "languages"),
    Skill("rescue", _l("防災・救急"), "disaster"),
    Skill("driving", _l("送迎の運転"), "transport"),
    Skill("coaching", _l("スポーツの指導"), "team_sports"),
    Skill("wellness", _l("ヨガ・体の手入れの指導"), "wellness"),
    Skill("retail", _l("販売・営業"), "sales"),
    Skill("hospitality", _l("接客・宿の運営"), "lodging"),
    Skill("management", _l("経営・事業づくり"), "startup"),
    Skill("accounting", _l("経理・会計"), "office_work"),
    Skill("facilitation", _l("催しの企画・進行"), "events"),
)

LICENCES: tuple[Licence, ...] = (
    Licence("car", _l("普通自動車免許")),
    Licence("bus", _l("第二種運転免許（人を乗せて運ぶ免許）")),
    Licence("doctor", _l("医師")),
    Licence("nurse", _l("看護師・准看護師")),
    Licence("pharmacist", _l("薬剤師")),
    Licence("public_health_nurse", _l("保健師")),
    Licence("care_worker", _l("介護福祉士・介護職員初任者研修")),
    Licence("nursery_teacher", _l("保育士")),
    Licence("teacher", _l("教員免許")),
    Licence("librarian", _l("司書")),
    Licence("cook", _l("調理師")),
    Licence("architect", _l("建築士")),
    Licence("electrician", _l("電気工事士")),
    Licence("real_estate", _l("宅地建物取引士")),
    Licence("hunting", _l("狩猟免許")),
    Licence("boat", _l("小型船舶操縦士")),
)

FACILITIES: tuple[Facility, ...] = (
    Facility("nursery", _l("保育所・こども園")),
    Facility("school", _l("小・中学校")),
    Facility("hospital", _l("病院・診療所")),
    Facility("fiber", _l("光回線")),
)

THEME_LABELS: dict[str, Any] = {theme.code: theme.label for theme in THEMES}
SKILL_LABELS: dict[str, Any] = {skill.code: skill.label for skill in SKILLS}
LICENCE_LABELS: dict[str, Any] = {licence.code: licence.label for licence in LICENCES}
FACILITY_LABELS: dict[str, Any] = {facility.code: facility.label for facility in FACILITIES}


def choices(table: Sequence[Theme | Skill | Licence | Facility | ThemeGroup]) -> list[tuple[str, Any]]:
    """(code, label) pairs of a table above, in its order, for a form field."""
    return [(entry.code, entry.label) for entry in table]


def grouped_theme_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """(label of the group, (code, label) pairs of its themes), in the order of the tables."""
    return [(group.label, choices([t for t in THEMES if t.group == group.code])) for group in THEME_GROUPS]
