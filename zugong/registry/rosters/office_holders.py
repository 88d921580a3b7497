"""Which person and which office a table's lines mean, and what speaks against taking them over."""

from collections import defaultdict

from zugong.registry.models import Organization, Post
from zugong.sheets.faults import Fault, warning
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask

from .matching import Known, by_number, holders_of, judge_number, known_people
from .taking_in import OF_PERSON

AT_ONCE = 900


def resolve(lines: list[Line], ask: Ask) -> None:
    """Fills target (an office), former and faults; `former["person"]` is the person, also of a new office. Lines of one file that mean one new person have one `who`."""
    holders, known = {}, defaultdict(list)
    for piece in _pieces(lines):
        holders |= holders_of(piece)
        for name, people in known_people({line.values["name"] for line in piece if line.values.get("name")}, ask.scope, ask.today).items():
            known[name] += [each for each in people if each.pk not in {other.pk for other in known[name]}]
    offices, places = _offices([each.pk for people in known.values() for each in people]), _places(lines)
    heads = _heads([pk for pk in places])
    seen: dict[tuple, Line] = {}
    numbers: dict[object, Line] = {}
    for line in lines:
        _judge_itself(line, ask, places)
        person = _person(line, known.get(line.values.get("name"), []), holders, offices)
        if person:
            _meet(line, person, offices)
        judge_number(line, holders, person.pk if person else None)
        _judge_in_file(line, seen, numbers)
        _judge_seat(line, heads)


def role_of(line: Line) -> str:
    """The kind of office; without one it is that of the office found, else a member of the staff."""
    return line.values.get("role") or line.former.get("role") or "staff"


def who(line: Line) -> object:
    """The same for all lines of a file that mean the same person: somebody known, else by name and month of birth, else the line alone."""
    if person := line.former.get("person"):
        return person
    born = line.values.get("born_on") or _born(line.values.get("id_number"))
    return (line.values.get("name"), born[:7]) if born else (line.sheet, line.row)


def _born(number: object) -> str:
    return f"{number[6:10]}-{number[10:12]}" if isinstance(number, str) and len(number) == 18 else ""


def _pieces(values: list) -> list[list]:
    return [values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE)]


def _offices(people: list[int]) -> dict[int, list[Post]]:
    """{person: open offices}"""
    found = defaultdict(list)
    for piece in _pieces(people):
        for post in Post.objects.filter(person__in=piece, until__isnull=True).order_by("pk"):
            found[post.person_id].append(post)
    return found


def _places(lines: list[Line]) -> dict[int, object]:
    """{organization: the day it was founded}"""
    found: dict[int, object] = {}
    for piece in _pieces(sorted({line.values["organization"].pk for line in lines if line.values.get("organization")})):
        found |= dict(Organization.objects.filter(pk__in=piece).values_list("pk", "since"))
    return found


def _heads(organizations: list[int]) -> dict[int, int]:
    """{organization: its secretary}"""
    found: dict[int, int] = {}
    for piece in _pieces(organizations):
        found |= dict(Post.objects.filter(organization__in=piece, role="secretary", until__isnull=True).values_list("organization_id", "person_id"))
    return found


def _judge_itself(line: Line, ask: Ask, places: dict) -> None:
    values, faults = line.values, line.faults
    born, since, ends_on, place = (values.get(key) for key in ("born_on", "since", "ends_on", "organization"))
    if born and len(born) < 7:
        faults.setdefault("born_on", Fault("date_not_whole", f"“{born}”只有年份", "至少写到月，例如 1985-07"))
        values["born_on"] = born = None
    if born and born > str(ask.today):
        faults["born_on"] = Fault("future", f"{born} 还没有到", "请核对年份")
        values["born_on"] = None
    if since and since > ask.today:
        faults["since"] = Fault("future", f"{since} 还没有到", "到任以后再登记")
    elif since and place and since < places[place.pk]:
        faults.setdefault("since", Fault("before_organization", f"“{place.name}”从 {places[place.pk]} 才有", "改成这天或以后"))
    if ends_on and ends_on <= (since or ask.today):
        faults.setdefault("ends_on", Fault("out_of_order", "任期届满日要晚于任职日期", "请核对这两个日期；已经离任的不要放在表里"))


def _person(line: Line, namesakes: list[Known], holders: dict[str, int], offices: dict[int, list[Post]]) -> Known | None:
    """The one meant: by number, else by the month of birth, else who holds an office there already."""
    if not namesakes:
        return None
    born, place = line.values.get("born_on") or _born(line.values.get("id_number")) or None, line.values.get("organization")
    found = by_number(namesakes, line, holders)
    if not found and born:
        found = [each for each in namesakes if (each.values["born_on"] or "")[:7] == born[:7]]
    elif not found:
        found = [each for each in namesakes if place and any(post.organization_id == place.pk for post in offices[each.pk])]
    if len(found) == 1:
        return found[0]
    if found:
        line.faults.setdefault("name", Fault("several_people", f"系统里有 {len(found)} 个“{line.values['name']}”对得上", "填出生日期和身份证号"))
    elif not born:
        line.faults.setdefault("born_on", Fault("needs_birth", f"系统里已经有叫“{line.values['name']}”的人", "填出生日期，才知道是不是同一个人"))
    elif unknown := [each for each in namesakes if not each.values["born_on"]]:
        line.faults.setdefault("born_on", Fault("birth_unknown", f"系统里有{'一' if len(unknown) == 1 else '几'}个“{line.values['name']}”没有登记出生年月", "是同一个人的，先在个人页面补上出生年月再导入；不是的，把身份证号也填上", is_error=not line.values.get("id_number"), value=line.values.get("born_on")))
    return None


def _meet(line: Line, person: Known, offices: dict[int, list[Post]]) -> None:
    values, former = line.values, {key: person.values[key] for key in ("name", *OF_PERSON)}
    if values.get("born_on") and former["born_on"] and len(values["born_on"]) < len(former["born_on"]):
        former["born_on"] = values["born_on"]  # less exact, not another
    place = values.get("organization")
    there, role = [each for each in offices[person.pk] if place and each.organization_id == place.pk], values.get("role")
    held = [each for each in there if each.role == role] if role else there if len(there) == 1 else [each for each in there if each.role == "staff"]
    if held:
        post = held[0]
        line.target = post.pk
        former |= {"organization": place, "role": post.role, "title": post.title or None, "since": post.since, "ends_on": post.ends_on}
        if values.get("since") and values["since"] != post.since:
            line.faults.setdefault("since", warning("not_changed_here", f"系统里是 {post.since}，导入不改这一项", values["since"]))
            former["since"] = values["since"]
    line.former = former | {"person": person.pk}


def _judge_in_file(line: Line, seen: dict[tuple, Line], numbers: dict[object, Line]) -> None:
    """Two lines of one person: not the same office twice, and one number."""
    key, place = who(line), line.values.get("organization")
    if place:
        earlier = seen.setdefault((key, place.pk, role_of(line)), line)
        if earlier is not line:
            line.faults.setdefault("name", Fault("twice_in_file", f"和第 {earlier.row} 行是同一个人的同一个职务", "删掉其中一行；不是同一个人的，填全出生日期和身份证号"))
    number = line.values.get("id_number")
    for known in (("who", key), ("number", number)) if number else ():
        earlier = numbers.setdefault(known, line)
        if (who(earlier), earlier.values["id_number"]) != (key, number):
            line.faults.setdefault("id_number", Fault("number_differs", f"和第 {earlier.row} 行对不上：同一个人只有一个号码，一个号码只属于一个人", "请核对证件"))


def _judge_seat(line: Line, heads: dict[int, object]) -> None:
    place = line.values.get("organization")
    if place and role_of(line) == "secretary" and heads.setdefault(place.pk, who(line)) != who(line):
        line.faults.setdefault("role", Fault("seat_taken", f"“{place.name}”已经有书记", "请先在组织的页面上结束现任职务；表里写重了的，改正职务类别"))
