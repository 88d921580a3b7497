"""The invented district: committees, branches, units. All names are made up."""

import datetime as dt
from dataclasses import dataclass, field

FOUNDED = dt.date(2019, 3, 1)
AREAS = ("云桥街道", "临川街道", "枫林镇", "白石镇", "沙洲镇", "青柳乡")
# (committee, domain of its branches, kind of the units they sit in, name of a unit)
SPECIAL = (
    ("云川区直属机关工委", "organ", "organ", "区{}局机关"),
    ("云川经济开发区党工委", "new_organization", "firm", "{}科技公司"),
)
VILLAGES = ("柳溪", "荷塘", "桐坞", "石桥", "竹里", "梅岭", "官渡", "茶园", "金沙", "银杏", "望江", "南屏", "东湖", "西洲", "北山", "长亭", "新安", "永丰", "古井", "河埠")
BUREAUS = ("档案", "统计", "水利", "文旅", "体育", "民政", "审计", "司法", "财政", "商务", "科技", "教育", "住建", "交通", "农业", "林业", "医保", "应急", "城管", "机关事务")
FIRMS = ("恒泽", "远帆", "启明", "瑞禾", "博川", "中澜", "晨曦", "鼎新", "海岳", "智合", "长风", "禾谷", "维信", "天工", "蓝桥", "百川", "云帆", "同辉", "晟业", "凌云")
# (kind, letter of the code, names) of units right below the Party committee that have no branch of their own in the demo
UNITS = (
    ("institution", "I", ("云川区图书馆", "云川区青少年宫", "云川区疾病预防控制中心")),
    ("soe", "E", ("云川城市建设集团", "云川水务集团")),
    ("school", "H", ("云川区第一中学", "云川区实验小学")),
    ("association", "A", ("云川区新的社会阶层人士联谊会",)),
)
COMMUNITIES = (("桥东", "桥西"), ("滨河", "临江"))


@dataclass
class Place:
    """One organization to be: its key is its code; `under` and `unit` are codes."""

    code: str
    name: str
    kind: str
    under: str = ""
    domain: str = ""
    unit: str = ""
    since: dt.date = FOUNDED
    groups: int = 0
    members: int = 0
    committee: bool = False
    notes: dict = field(default_factory=dict)


def places(branches: int) -> list[Place]:
    """Root, department, eight committees and `branches` branches with their units, then governments, communities and further units; parents first."""
    found = [Place("QW", "中共云川区委员会", "party_committee"), Place("ZZB", "中共云川区委组织部", "department", "QW")]
    committees = [(f"{area}党工委" if area.endswith("街道") else f"{area}党委", "village", "village", area + "{}村") for area in AREAS] + list(SPECIAL)
    for number, (name, domain, kind, unit) in enumerate(committees, 1):
        code = f"DW{number:02}"
        found.append(Place(code, f"中共{name}" if not name.startswith("云川") else name, "primary_committee", "QW", domain))
        share = branches // len(committees) + (1 if number <= branches % len(committees) else 0)
        found += branches_of(code, share, domain, kind, unit, number, "QW")
    return found + _units()


def branches_of(committee: str, share: int, domain: str, kind: str, unit: str, area: int, head: str) -> list[Place]:
    """Branches of one committee, each behind the unit it sits in; organs stand directly below the head of the district."""
    names = {"village": VILLAGES, "community": VILLAGES, "organ": BUREAUS, "firm": FIRMS}[kind]
    found = []
    for number in range(1, share + 1):
        word = names[(number - 1) % len(names)] + ("" if number <= len(names) else f"第{(number - 1) // len(names) + 1}")
        seat = Place(f"{committee}-U{number:02}", unit.format(word), kind, head if kind == "organ" else committee, domain)
        members = 6 + (number * 7 + area * 5) % 30
        since = FOUNDED if number % 17 else dt.date(2026, 5, 20)
        branch = Place(f"{committee}-{number:03}", f"{seat.name}党支部", "branch", committee, domain, seat.code, since, members // 9 if members >= 18 else 0, members, members >= 9)
        found += [seat, branch]
    return found


def _units() -> list[Place]:
    """A government for each area, communities of the two streets, and units of the district."""
    found = []
    for number, area in enumerate(AREAS, 1):
        found.append(Place(f"DW{number:02}-S01", f"{area}办事处" if area.endswith("街道") else f"{area}人民政府", "subdistrict", f"DW{number:02}"))
    for number, names in enumerate(COMMUNITIES, 1):
        found += [Place(f"DW{number:02}-C{each:02}", f"{AREAS[number - 1]}{name}社区", "community", f"DW{number:02}") for each, name in enumerate(names, 1)]
    for kind, letter, names in UNITS:
        found += [Place(f"QW-{letter}{number:02}", name, kind, "QW") for number, name in enumerate(names, 1)]
    return found
