"""Which person and which office a table's lines mean, and what speaks against taking them over."""

from collections import defaultdict

from zugong.registry.models import Organization, Post
from zugong.sheets.faults import Fault, warning
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask

from .matching import Known, by_number, holders_of, judge_number, known_people, people_at_rest
from .pieces import pieces
from .taking_in import OF_PERSON

AT_ONCE = 900


def resolve(lines: list[Line], ask: Ask) -> None:
    """Fills target (an office), former and faults; `former["person"]` is the person, also of a new office. Lines of one file that mean one new person have one `who`."""
    holders, known = {}, defaultdict(dict)
    for piece in pieces(lines, AT_ONCE):
        holders |= holders_of(piece)
        names = {line.values["name"] for line in piece if line.values.get("name")}
        for found in (known_people(names, ask.scope, ask.today), people_at_rest(names, ask.scope, holders)):
            for name, people in found.items():
                known[name] |= {each.pk: each for each in people}
    offices, places = _offices([pk for people in known.values() for pk in people]), _places(lines)
    heads, seen, numbers = _heads(list(places)), {}, {}
    for line in lines:
        _judge_itself(line, ask, places)
        person = _person(line, list(known.get(line.values.get("name"), {}).values()), holders, offices)
        if person:
            _meet(line, person, offices)
        judge_number(line, holders, person.pk if person else None)
    _tell_apart(lines)
    for line in lines:
        _judge_in_file(line, seen, numbers)
        _judge_seat(line, heads)


def role_of(line: Line) -> str:
    """The kind of office; without one it is that of the office found, else a member of the staff."""
    return line.values.get("role") or line.former.get("role") or "staff"


def who(line: Line) -> object:
    """The same for all lines of a file that mean the same person: somebody known, else as `_tell_apart` found."""
    return line.former.get("person") or line.former.get("who") or (line.sheet, line.row)


def _tell_apart(lines: list[Line]) -> None:
    """Who is new: one number is one person; lines without a number belong to the only one of that name and month of birth, and where there are several of them nobody guesses."""
    alike = defaultdict(list)
    for line in lines:
        if not line.former.get("person") and line.values.get("name") and (born := _born_of(line)):
            alike[line.values["name"], born[:7]].append(line)
    for (name, month), group in alike.items():
        numbers = sorted({line.values["id_number"] for line in group if line.values.get("id_number")})
        days = sorted({born for line in group if len(born := _born_of(line)) == 10})
        for line in group:
            number, born = line.values.get("id_number"), _born_of(line)
            if number or len(numbers) == 1 and born in (month, *days[:1]) and len(days) <= 1:
                line.former["who"] = f"{name} {number or numbers[0]}"
            elif len(numbers) > 1 or (len(days) > 1 and len(born) == 7):
                line.faults.setdefault("name", Fault("several_people", f"表里有几个同名、同年同月生的“{name}”", "这几行都填上身份证号，或把出生日期写到日"))
            else:
                line.former["who"] = f"{name} {born if len(days) > 1 else month}"


def _born_of(line: Line) -> str:
    """The birth as told, or as the number says; "" for none."""
    number, born = line.values.get("id_number"), line.values.get("born_on") or ""
    told = f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if isinstance(number, str) and len(number) == 18 else ""
    return born if len(born) == 10 or not told else told if told.startswith(born) else born


def _offices(people: list[int]) -> dict[int, list[Post]]:
    """{person: open offices}"""
    found = defaultdict(list)
    for piece in pieces(people, AT_ONCE):
        for post in Post.objects.filter(person__in=piece, until__isnull=True).order_by("pk"):
            found[post.person_id].append(post)
    return found


def _places(lines: list[Line]) -> dict[int, object]:
    """{organization: the day it was founded}"""
    found: dict[int, object] = {}
    for piece in pieces(sorted({line.values["organization"].pk for line in lines if line.values.get("organization")}), AT_ONCE):
        found |= dict(Organization.objects.filter(pk__in=piece).values_list("pk", "since"))
    return found


def _heads(organizations: list[int]) -> dict[int, int]:
    """{organization: its secretary}"""
    found: dict[int, int] = {}
    for piece in pieces(organizations, AT_ONCE):
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
    """The one meant: by number, else by birth, else who holds an office there already. Whoever has another number is somebody else."""
    if not namesakes:
        return None
    number, place = line.values.get("id_number"), line.values.get("organization")
    if found := by_number(namesakes, line, holders):
        return found[0]
    others = [each for each in namesakes if not (number and each.values["id_number"])]
    born = _born_of(line)
    if born:
        found = [each for each in others if (other := each.values["born_on"]) and (born.startswith(other) or other.startswith(born))]
    else:
        found = [each for each in others if place and any(post.organization_id == place.pk for post in offices[each.pk])]
    if len(found) == 1:
        return found[0]
    if found:
        line.faults.setdefault("name", Fault("several_people", f"系统里有 {len(found)} 个“{line.values['name']}”对得上", "填出生日期和身份证号"))
    elif not born and others:
        line.faults.setdefault("born_on", Fault("needs_birth", f"系统里已经有叫“{line.values['name']}”的人", "填出生日期，才知道是不是同一个人"))
    elif any(not each.values["born_on"] for each in others):
        said = "是同一个人的，先在个人页面补上出生年月再导入；不是的，把身份证号也填上"
        line.faults.setdefault("born_on", Fault("birth_unknown", f"系统里有“{line.values['name']}”没有登记出生年月", said, is_error=not number, value=line.values.get("born_on")))
    return None


def _meet(line: Line, person: Known, offices: dict[int, list[Post]]) -> None:
    """What is not known of the person yet is added; what differs is for the person's own page."""
    values, former, faults = line.values, {key: person.values[key] for key in ("name", *OF_PERSON)}, line.faults
    for key, title in (("born_on", "出生日期"), ("gender", "性别"), ("phone", "联系电话")):
        mine, there = values.get(key), former[key]
        if mine and there and mine != there:
            if key != "born_on" or not (mine.startswith(there) or there.startswith(mine)):
                faults.setdefault(key, warning("not_changed_here", f"系统里登记的{title}不同，导入任职不改", mine, "要改请在个人页面更正"))
            former[key] = mine
    place = values.get("organization")
    there, role = [each for each in offices[person.pk] if place and each.organization_id == place.pk], values.get("role")
    held = [each for each in there if each.role == role] if role else there if len(there) == 1 else [each for each in there if each.role == "staff"]
    if held:
        post = held[0]
        line.target = post.pk
        former |= {"organization": place, "role": post.role, "title": post.title or None, "since": post.since, "ends_on": post.ends_on}
        if values.get("since") and values["since"] != post.since:
            faults.setdefault("since", warning("not_changed_here", f"系统里是 {post.since}，导入不改这一项", values["since"]))
            former["since"] = values["since"]
    else:
        faults.setdefault("name", warning("known_person", "系统里已有此人，只加这个职务", values["name"]))
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
