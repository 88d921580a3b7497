"""The invented city: districts, their departments and committees, branches. All names are made up."""

from itertools import product

from .places import Place, branches_of

DISTRICTS = ("澄溪区", "霖湖区", "栖岚区", "枫浦区", "柏原区", "禾源区", "锦湾区", "梧岭区", "砚河县", "苇川县", "岚洲县", "茗山县")
AREAS = [first + second for second, first in product("桥溪林石洲柳塘湾泉峰岭渡庄坪湖浦坞", "云临枫白沙青金银双梅兰竹松安永长新清")]
# Domain of a committee's branches, kind and name of the units they sit in, name of the committee; the first committees are one of each, then towns and streets take turns.
VILLAGE = ("village", "village", "{area}{town}{{}}村", "中共{area}{town}党委")
STREET = ("community", "community", "{area}街道{{}}社区", "中共{area}街道党工委")
ORGAN = ("organ", "organ", "{district}{{}}局机关", "{district}直属机关工委")
FIRM = ("new_organization", "firm", "{area}{{}}科技公司", "{district}经济开发区党工委")


def city_places(branches: int, districts: int = 12, committees: int = 25) -> list[Place]:
    """The city, its department, districts with theirs, and in each so many committees that share the branches; parents first."""
    found = [Place("SW", "中共云川市委员会", "party_committee"), Place("SZB", "中共云川市委组织部", "department", "SW")]
    all_committees = districts * committees
    for number in range(all_committees):
        at, within = divmod(number, committees)
        name, head = DISTRICTS[at % len(DISTRICTS)], f"D{at + 1:02}"
        if not within:
            found += [Place(head, f"中共{name}委员会", "party_committee", "SW"), Place(f"{head}-ZZB", f"中共{name}委组织部", "department", head)]
        share = branches // all_committees + (number < branches % all_committees)
        found += _committee(f"{head}-{within + 1:02}", head, name, number, within, share)
    return found


def _committee(code: str, head: str, district: str, number: int, within: int, share: int) -> list[Place]:
    sort = (VILLAGE, STREET, ORGAN, FIRM)[within] if within < 4 else (VILLAGE, STREET, VILLAGE)[within % 3]
    words = {"area": AREAS[number % len(AREAS)], "town": "镇乡"[within % 2], "district": district}
    domain, kind, unit, name = sort
    return [Place(code, name.format(**words), "primary_committee", head, domain), *branches_of(code, share, domain, kind, unit.format(**words), within + 1, head)]
