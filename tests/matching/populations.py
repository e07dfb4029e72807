"""Writes a small invented population in the form of the command line's files, with its own themes and wording.

Residents and places word the same theme differently, and newcomers use phrases that nobody else does. What would come
of each pair is known and can be written as ``truth.npz``.
"""

import csv
import json
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Row = dict[str, Any]

THEMES = (
    ("水", "カヌー", "川下り案内", "パドルを握ると落ち着く|流れに乗って下るのが夢|静かな水面に浮かんでいたい", "急流ツアーの案内役を募ります|川開きの準備を手伝う人|清流をめぐる舟の操り手"),
    ("水", "銭湯", "共同浴場", "番台の風景が好き|湯上がりの牛乳が欠かせない|富士の絵を眺めて湯につかる", "地区の湯を守る番頭さん|浴室の掃除と火の番|薪で沸かす湯の存続"),
    ("土", "茶", "茶畑", "急須でゆっくり淹れる|新芽の香りに癒やされる|煎茶の飲み比べをしている", "一番摘みの季節の手|斜面の畝を守る担い手|製茶工場の見学会"),
    ("土", "養蜂", "はちみつ", "巣箱をのぞいてみたい|花の蜜を集める虫に夢中|ハチの羽音が心地よい", "採蜜の日のお手伝い|れんげ畑と巣箱の世話|百花蜜の瓶詰め"),
    ("手", "製本", "和紙", "ノートを綴じて贈る|表紙の布を選ぶ時間|古い紙を継いで直す", "紙漉き場の後継ぎ|楮の皮をはぐ冬の仕事|紙の里の工房番"),
    ("手", "時計", "からくり", "歯車をながめて飽きない|ぜんまいを巻く毎朝|こまかな部品を組み上げる", "山車人形の修理師|からくり館の仕掛け直し|人形の糸を張る係"),
    ("夜", "天体", "星空案内", "望遠鏡を担いで出かける|流れ星を数える夜|星座の神話を語りたい", "暗い空を案内する語り手|観望会の受付と誘導|光害のない里の夜歩き"),
    ("夜", "落語", "寄席", "一席うかがうのが楽しみ|扇子一本で演じてみたい|間のとり方を稽古中", "公民館の演芸会の世話人|高座づくりと幕引き|笑いの会を毎月ひらく"),
    ("走", "ランニング", "駅伝", "朝の十キロが日課|自己記録を縮めたい|タスキをつなぐ興奮", "山間コースの給水係|中継所の運営補助|大会の伴走と計測"),
    ("走", "鉄道", "ローカル線", "終着駅まで揺られたい|時刻表を読みふける|駅弁を集めて旅をする", "無人駅の駅長役|廃線跡の草とり隊|観光列車の車内放送"),
    ("味", "味噌", "麹", "毎年ひと樽仕込む|大豆を煮る匂いが好き|手前の味を比べ合う", "麹蓋を洗う仕込み手|蔵の温度番|豆を蒸す早朝の当番"),
    ("味", "パン", "石窯", "酵母を起こして焼く|粉の配合に凝っている|カンパーニュを毎週焼く", "窯に火を入れる曜日の主|小麦を挽く水車小屋|朝焼きの売り子"),
)  # fmt: skip
"""(group, resident's tag, place's tag, phrases of residents, phrases of places); the last phrase is for newcomers."""
HOMES = {"札幌市": (43.06, 141.35), "金沢市": (36.56, 136.65), "静岡市": (34.98, 138.38), "高松市": (34.34, 134.05)}
PREFECTURES = ("北海道", "新潟県", "岐阜県", "島根県", "大分県")
SURROUNDINGS = ("river", "plateau", "harbour", "forest")
KINDS = ("vacant_home", "job", "project", "event", "coworking")
NEEDS = ("nursery", "school", "hospital", "fiber")
LICENCES = ("危険物", "調理師")


@dataclass(frozen=True)
class Size:
    """How many of each."""

    residents: int = 300
    offers: int = 240
    towns: int = 24


def write_population(folder: Path, size: Size | None = None, *, seed: int = 7, with_truth: bool = False) -> Path:
    """All six files, and ``truth.npz`` when asked; the same seed writes the same bytes."""
    size = size or Size()
    draw = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    towns = [_town(place, draw) for place in range(size.towns)]
    cold = draw.random(size.residents) < 0.3, draw.random(size.offers) < 0.15
    interest, theme = _loves(size.residents, draw), _loves(size.offers, draw)
    people = [_resident(place, interest[place], bool(cold[0][place]), draw) for place in range(size.residents)]
    offers = [_offer(place, theme[place], bool(cold[1][place]), towns, draw) for place in range(size.offers)]
    truth = _truth(people, offers, towns, interest @ theme.T)
    _write_csv(folder / "vocabulary.csv", [dict(zip(VOCABULARY, entry, strict=False)) for entry in THEMES])
    _write_csv(folder / "municipalities.csv", towns)
    _write_lines(folder / "residents.jsonl", people)
    _write_lines(folder / "listings.jsonl", offers)
    _write_csv(folder / "feedback.csv", _feedback(people, offers, cold, truth, draw))
    roles = zip((people, offers), cold, ("train", "warm"), strict=True)
    split = [
        {"id": row["id"], "role": "cold" if new else role}
        for rows, is_new, role in roles
        for row, new in zip(rows, is_new, strict=True)
    ]
    _write_csv(folder / "split.csv", split)
    if with_truth:
        np.savez_compressed(folder / "truth.npz", cold_r=cold[0], cold_l=cold[1], **truth)
    return folder


VOCABULARY = ("group", "resident_tag", "listing_tag")


def _loves(count: int, draw: np.random.Generator) -> Numbers:
    """(count, themes): one or two themes each, at 1 and 0.6."""
    loves = np.zeros((count, len(THEMES)))
    for row in loves:
        first, second = draw.choice(len(THEMES), 2, replace=False)
        row[first], row[second] = 1, 0.6 * (draw.random() < 0.7)
    return loves


def _town(place: int, draw: np.random.Generator) -> Row:
    return {
        "code": f"{80000 + place}",
        "name": f"架空{place}町",
        "prefecture": str(draw.choice(PREFECTURES)),
        "lat": round(float(draw.uniform(33, 43)), 4),
        "lon": round(float(draw.uniform(131, 142)), 4),
        "environment": "|".join(str(code) for code in draw.choice(SURROUNDINGS, draw.integers(0, 3), replace=False)),
        "nursery_slots": int(draw.integers(0, 4)),
        **{name: int(draw.random() < 0.7) for name in NEEDS[1:]},
        "wants_family": round(float(draw.random()), 2),
        "wants_short": round(float(draw.random()), 2),
    }


def _words(loves: Numbers, side: int, is_new: bool, draw: np.random.Generator) -> list[str]:
    phrases = [THEMES[place][side].split("|") for place in np.nonzero(loves)[0]]
    return [own[-1] if is_new else own[int(draw.integers(len(own) - 1))] for own in phrases]


def _tags(loves: Numbers, side: int, draw: np.random.Generator) -> list[str]:
    return [THEMES[place][side] for place in np.nonzero(loves)[0] if draw.random() < 0.5]


def _resident(place: int, loves: Numbers, is_new: bool, draw: np.random.Generator) -> Row:
    home = str(draw.choice(list(HOMES)))
    has_child = bool(draw.random() < 0.3)
    return {
        "id": f"P{place:05d}",
        "text": "。".join([f"{home}に住む者です", *_words(loves, 3, is_new, draw)]) + "。",
        "interests": _tags(loves, 1, draw),
        "skills": _tags(loves, 1, draw)[:1],
        "licenses": [str(code) for code in LICENCES if draw.random() < 0.2],
        "household": "親子" if has_child else "ひとり",
        "children_age": int(draw.integers(0, 15)) if has_child else None,
        "work_style": str(draw.choice(["office", "hybrid", "full_remote", "retired"])),
        "weekend_only": bool(draw.random() < 0.3),
        "days_per_month": int(draw.choice([2, 4, 8, 16])),
        "lat": round(HOMES[home][0] + float(draw.normal(0, 0.1)), 4),
        "lon": round(HOMES[home][1] + float(draw.normal(0, 0.1)), 4),
        "home": home,
        "max_distance_km": int(draw.choice([400, 900, 2500])),
        "budget_monthly": int(draw.choice([15000, 45000, 90000])),
        "has_car": bool(draw.random() < 0.6),
        "wanted_kinds": [str(kind) for kind in draw.choice(KINDS, int(draw.integers(1, 4)), replace=False)],
        "needs": [str(need) for need in draw.choice(NEEDS, int(draw.integers(0, 2)), replace=False)],
        "experience_visits": int(draw.integers(0, 5)),
    }


def _offer(place: int, loves: Numbers, is_new: bool, towns: list[Row], draw: np.random.Generator) -> Row:
    town = towns[min(int(draw.exponential(len(towns) / 4)), len(towns) - 1)]
    kind = str(draw.choice(KINDS))
    return {
        "id": f"O{place:05d}",
        "municipality": town["code"],
        "kind": kind,
        "text": "。".join([f"{town['name']}からのお知らせ", *_words(loves, 4, is_new, draw)]) + "。",
        "tags": _tags(loves, 2, draw),
        "lat": round(town["lat"] + float(draw.normal(0, 0.02)), 4),
        "lon": round(town["lon"] + float(draw.normal(0, 0.02)), 4),
        "monthly_cost": int(draw.choice([10000, 30000, 60000])) if kind in {"vacant_home", "coworking"} else 0,
        "min_days_per_month": int(draw.choice([0, 1, 4, 8])),
        "weekend_ok": bool(draw.random() < 0.5),
        "remote_ok": bool(draw.random() < 0.1),
        "car_required": bool(draw.random() < 0.3),
        "family_ok": bool(draw.random() < 0.85),
        "capacity": int(draw.integers(1, 5)),
        "license_required": str(draw.choice(LICENCES)) if draw.random() < 0.03 else None,
        "posted": f"2026-{int(draw.integers(1, 12)):02d}-{int(draw.integers(1, 29)):02d}",
    }


def kilometres(a: Row, b: Row) -> float:
    """Great circle between two rows."""
    south, north = radians(a["lat"]), radians(b["lat"])
    width = radians(b["lon"] - a["lon"])
    square = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(width / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(square))


def may_meet(person: Row, offer: Row, town: Row, *, tolerance: float = 0.0) -> bool:
    """The eight hard rules on the rows as they are written; tolerance: share by which a distance may be exceeded."""
    columns = {"nursery": "nursery_slots"}
    is_remote = offer["remote_ok"]
    has_hours = offer["kind"] in {"job", "event", "project"}
    return all(
        (
            offer["monthly_cost"] <= person["budget_monthly"],
            is_remote or kilometres(person, offer) <= person["max_distance_km"] * (1 + tolerance),
            person["has_car"] or not offer["car_required"],
            is_remote or offer["min_days_per_month"] <= person["days_per_month"],
            person["children_age"] is None or offer["family_ok"],
            all(town[columns.get(need, need)] > 0 for need in person["needs"]),
            not (person["weekend_only"] and has_hours and not is_remote) or offer["weekend_ok"],
            offer["license_required"] in {None, *person["licenses"]},
        )
    )


def _truth(people: list[Row], offers: list[Row], towns: list[Row], affinity: Numbers) -> dict[str, Any]:
    """What would come of each pair, (residents, offers), under the names of the library's truth file."""
    town_of = {town["code"]: place for place, town in enumerate(towns)}
    number = np.array([town_of[offer["municipality"]] for offer in offers])

    def allowed(tolerance: float) -> NDArray[np.bool_]:
        rows = [
            [may_meet(p, o, towns[n], tolerance=tolerance) for o, n in zip(offers, number, strict=True)] for p in people
        ]
        return np.array(rows, dtype=bool).reshape(len(people), len(offers))

    wanted = np.array([[offer["kind"] in person["wanted_kinds"] for offer in offers] for person in people])
    fame = np.linspace(1.5, -0.5, len(towns))[number]
    apply = 1 / (1 + np.exp(-(-3 + 4 * affinity + 1.2 * wanted + 0.3 * fame)))
    accept = 1 / (1 + np.exp(-(-1.5 + 2 * affinity)))
    feasible = allowed(0.0)
    match = np.where(feasible, apply * accept, 0)
    return {
        "p_res": apply.astype(np.float16),
        "p_place": accept.astype(np.float16),
        "p_match": match.astype(np.float16),
        "oracle": match.astype(np.float16),
        "feasible": feasible,
        "feasible_lenient": feasible | allowed(0.01),
        "muni": number,
        "capacity": np.array([offer["capacity"] for offer in offers]),
        "fame": fame,
    }


def _feedback(
    people: list[Row],
    offers: list[Row],
    cold: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    truth: dict[str, Any],
    draw: np.random.Generator,
) -> list[Row]:
    """Twelve offers shown to everyone known, famous towns first; most of what stands low is never seen."""
    known = np.nonzero(~cold[1])[0]
    rows = []
    for person in np.nonzero(~cold[0])[0]:
        shown = known[np.argsort(-truth["fame"][known] - draw.gumbel(size=len(known)))[:12]]
        for position, place in enumerate(shown):
            is_seen = draw.random() < 1 / np.log2(position + 2)
            is_wanted = is_seen and draw.random() < truth["p_res"][person, place] and truth["feasible"][person, place]
            answer = "accepted" if draw.random() < truth["p_place"][person, place] else "declined"
            rows.append(
                {
                    "resident_id": people[person]["id"],
                    "listing_id": offers[place]["id"],
                    "position": position,
                    "resident_action": "applied" if is_wanted else "viewed" if is_seen else "ignored",
                    "place_action": answer if is_wanted else "",
                }
            )
    return rows


def _write_csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _write_lines(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
