"""A city's vocabulary: departments with what they look after, and prose of any length about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

__all__ = ["DEPARTMENTS", "MEASURES", "PLAN", "english", "number", "prose", "statement", "topics"]

# Department -> topics. A project is about one of them.
DEPARTMENTS: dict[str, tuple[str, ...]] = {
    "総務部行政管理課": ("個人情報保護", "情報公開", "文書管理", "情報セキュリティ", "統計調査"),
    "総務部職員課": ("職員研修", "職員健康管理", "人事評価", "安全衛生"),
    "企画部政策推進課": ("移住定住", "地方創生", "広域連携", "ふるさと応援"),
    "企画部広報課": ("広報紙", "市民相談", "ホームページ", "まちづくり懇談会"),
    "市民部市民課": ("住民基本台帳", "窓口サービス", "消費生活", "交通安全"),
    "市民部環境課": ("ごみ減量", "公害監視", "再生可能エネルギー", "墓地", "飼い主のいない猫"),
    "保健福祉部高齢福祉課": ("介護予防", "認知症支援", "敬老", "見守り"),
    "保健福祉部障がい福祉課": ("障がい者就労", "手話通訳", "移動支援", "発達相談"),
    "保健福祉部健康推進課": ("乳幼児健診", "がん検診", "予防接種", "食育", "自殺予防"),
    "こども部子育て支援課": ("子育てひろば", "児童館", "放課後児童クラブ", "保育所", "児童虐待防止"),
    "経済部農林課": ("有害鳥獣", "新規就農", "森林整備", "地産地消", "農道"),
    "経済部商工観光課": ("中心市街地", "企業誘致", "観光案内所", "雪まつり", "創業支援"),
    "建設部土木課": ("除雪", "橋りょう長寿命化", "街路灯", "河川", "歩道"),
    "建設部建築住宅課": ("市営住宅", "空家", "耐震改修", "住宅リフォーム"),
    "建設部都市計画課": ("公園", "緑化", "景観", "公共交通"),
    "水道部下水道課": ("下水道管渠", "浄化槽", "汚泥", "雨水対策"),
    "消防本部警防課": ("消防団", "救急救命", "防火水槽", "住宅用火災警報器"),
    "危機管理室防災課": ("防災訓練", "避難所", "ハザードマップ", "自主防災組織"),
    "教育部学校教育課": ("学校図書", "特別支援教育", "英語指導", "通学路", "いじめ防止"),
    "教育部学校給食課": ("学校給食", "食物アレルギー", "給食センター"),
    "教育部社会教育課": ("成人式", "公民館", "文化財", "青少年リーダー"),
    "教育部スポーツ課": ("市民プール", "スポーツ少年団", "歩くスキー", "体育館"),
    "教育部図書館": ("図書館", "読書活動", "移動図書館", "郷土資料"),
    "議会事務局": ("議会中継", "議会だより"),
}

# 章, 節, 施策 of the city's plan.
PLAN = tuple(
    (f"(第 {i} 章) {chapter}", f"(第 {j} 節) {section}", f"(施策 {k}) {policy}")
    for i, chapter, j, section, k, policy in (
        (1, "健やかに暮らせるまち", 1, "保健・医療の充実", 1, "健康づくりの推進"),
        (1, "健やかに暮らせるまち", 1, "保健・医療の充実", 2, "地域医療の確保"),
        (1, "健やかに暮らせるまち", 2, "子育て支援の充実", 1, "地域における子育ての支援"),
        (2, "活力ある産業のまち", 1, "農林業の振興", 1, "担い手の育成"),
        (2, "活力ある産業のまち", 3, "商工業の振興", 2, "中心市街地の活性化"),
        (3, "学びと文化のまち", 2, "生涯学習の推進", 1, "学習機会の充実"),
        (4, "安全で便利なまち", 5, "消防・防災の充実", 2, "防災体制の強化"),
        (4, "安全で便利なまち", 6, "道路・交通の整備", 1, "生活道路の整備"),
        (5, "快適な生活環境のまち", 9, "情報公開・広報広聴の充実", 3, "個人情報の保護"),
    )
)

_PEOPLE = (
    *("市民", "町内会", "高齢者", "児童", "保護者", "事業者", "農業者", "商店街", "関係機関"),
    *("学校", "ボランティア", "有識者", "利用者", "近隣市町", "専門員", "団体", "民生委員", "医療機関"),
    *("大学", "警察"),
)
_THINGS = (
    *(
        "説明会",
        "講習会",
        "巡回指導",
        "個別相談",
        "現地調査",
        "アンケート",
        "研修会",
        "出前講座",
        "啓発チラシ",
    ),
    *(
        "協議会",
        "点検",
        "補助金の交付",
        "施設の修繕",
        "委託契約",
        "台帳の整備",
        "広報",
        "資機材の更新",
        "体験会",
    ),
    *("審査", "意見交換", "見学会", "指導者の養成", "訪問", "予約制", "夜間の開設", "展示"),
)
_HOWS = (
    *("計画的に", "重点的に", "段階的に", "継続して", "効率よく", "年度当初から", "上半期に"),
    *("冬期間に", "地区ごとに"),
    *("協働により", "民間の力を借りて", "丁寧に", "前倒しで", "試行として"),
    *("国の指針に沿って", "費用を抑えながら", "季節に合わせて", "休日にも"),
)
_DONE = (
    *("実施する", "進める", "充実させる", "見直す", "周知する", "検証する", "拡げる", "支える", "改める"),
    *("整える", "引き継ぐ", "定着させる", "簡素化する", "働きかける", "促す", "確保する"),
)
_WHY = (
    *(
        "安全",
        "利便性",
        "公平性",
        "健康",
        "地域の活力",
        "環境への配慮",
        "情報の共有",
        "負担の軽減",
        "将来への備え",
    ),
    *("交流", "学びの機会", "暮らしの安心", "産業の振興", "文化の継承"),
)
_WHYS = (
    *("高めるため", "保つため", "考え", "重んじ", "図るため"),
    *("踏まえ", "損なわないよう", "取り戻すため"),
)
# What indicators count -> their unit: the same name has the same unit in every sheet.
MEASURES = (
    *(("開催回数", "回"), ("参加者数", "人"), ("相談件数", "件"), ("開設日数", "日"), ("整備延長", "km")),
    *(("対象世帯数", "世帯"), ("整備面積", "ha"), ("処理量", "t"), ("設置箇所数", "箇所")),
    ("配布部数", "部"),
)


def topics() -> tuple[tuple[str, str], ...]:
    """(department, topic) of all."""
    return tuple((department, topic) for department, own in DEPARTMENTS.items() for topic in own)


def number(rng: Random, low: float, high: float) -> int:
    """A whole number; small ones are as frequent as large ones."""
    return max(1, round(low * (high / low) ** rng.random()))


# What people also write, and no machine should stumble over.
_ODD = (
    *(
        "（注）数値は速報値。",
        "＜参考＞ http://www.example.jp/plan",
        "※別紙のとおり",
        "㈱○○に委託",
        "①実施 ②検証",
        "A&B方式",
    ),
    *(
        "10m²以上",
        "1/2補助",
        "２か年",
        "ｱﾝｹｰﾄ",
        "「案」",
        "“試行”",
        "→ 継続",
        "+5%",
        "髙齢者・𠮷田地区",
        "No.3",
        "50～60人",
    ),
)


def statement(rng: Random, topic: str) -> str:
    """One sentence, unlike any other."""
    one, two, three = rng.sample(_THINGS, 3)
    first, second = rng.sample(_PEOPLE, 2)
    why = f"{rng.choice(_WHY)}を{rng.choice(_WHYS)}"
    how, done = rng.choice(_HOWS), rng.choice(_DONE)
    match rng.randrange(5):
        case 0:
            return f"{topic}について、{first}の{why}、{one}と{two}を{how}{done}。"
        case 1:
            return f"{first}と{second}の意見を聞き、{one}を年{number(rng, 1, 90)}回、{how}{done}。"
        case 2:
            return f"{why}{topic}の{one}を{done}とともに、{second}向けの{three}を{how}進める。"
        case 3:
            counts = f"{one}は{number(rng, 2, 9000)}件、{two}は{number(rng, 2, 900)}件"
            return f"{counts}であり、{first}の{why}{three}を{done}。"
        case _:
            return f"{how}{two}を{done}ことにより、{second}の{why}、{topic}を支える。"


def prose(rng: Random, topic: str, least: int = 20, most: int = 400) -> str:
    """A text of ``least`` to ``most`` characters in one of the ways people write: in one go, or in points."""
    length = rng.randint(least, number(rng, least, most)) if least < most else most
    mark, end = rng.choice((("", ""), ("○", "\n"), ("・", "\n"), ("", ""), ("－ ", "\n"), ("", "\n\n")))
    text = ""
    while len(text) < length:
        text += mark + (rng.choice(_ODD) if rng.random() < 0.05 else statement(rng, topic)) + end
    text = text[: max(length, least)].rstrip()
    return text + "記" * (least - len(text))


_TEAMS = ("Library", "Parks", "Roads", "Harbour", "Youth", "Waste", "Housing", "Museum", "Sports", "Health")
_ACTS = (
    "opened",
    "repaired",
    "trained",
    "visited",
    "published",
    "surveyed",
    "renewed",
    "planned",
    "cut",
    "tested",
)
_GOODS = (
    "branches",
    "benches",
    "bridges",
    "volunteers",
    "families",
    "guides",
    "boilers",
    "routes",
    "buses",
    "plots",
)


def english(rng: Random, least: int = 1, most: int = 2000) -> str:
    """A comment of ``least`` to ``most`` characters."""
    length = rng.randint(least, most)
    text = ""
    while len(text) < length:
        team, act, goods = rng.choice(_TEAMS), rng.choice(_ACTS), rng.choice(_GOODS)
        text += rng.choice(
            (
                f"{team} {act} {rng.randint(2, 980)} {goods} in week {rng.randint(1, 52)}. ",
                f"- {rng.randint(2, 98)} {goods} {act}, {rng.randint(2, 98)} of them for {team}\n",
            )
        )
    return text[:length].rstrip() or "n"
