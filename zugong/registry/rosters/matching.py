"""Which of the people there are a table's lines mean, and what speaks against taking them over."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from zugong.door.scope import Scope
from zugong.door.sealed import index_all
from zugong.door.sealing_keys import sealing_keys
from zugong.registry import queries
from zugong.registry.id_numbers import PURPOSE, contradictions
from zugong.registry.models import Membership, Organization, Person, Post
from zugong.sheets.columns import Place
from zugong.sheets.faults import Fault, warning
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask

SEALED = "封存的号码"  # stands for a number that is there and not opened
YOUNGEST = 18  # years at which one may be admitted (Party constitution, article 1)


@dataclass
class Known:
    """A person of the database: `values` under the roster's keys, `membership` the id of the open one, `since` its first day."""

    pk: int
    values: dict
    membership: int | None = None
    since: dt.date | None = None
    history: list = field(default_factory=list)


def birth(day: dt.date | None) -> str | None:
    """The registry writes a birth known to the month as its first day."""
    return None if day is None else f"{day:%Y-%m}" if day.day == 1 else str(day)


def day_of(text: str | None) -> dt.date | None:
    """A birth of a cell as the registry writes it."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01") if text else None


def resolve(lines: list[Line], ask: Ask) -> None:
    """Fills target, former and faults; six statements."""
    holders = holders_of(lines)
    known = known_people({line.values["name"] for line in lines if line.values.get("name")}, ask.scope, ask.today)
    places = {line.values["branch"].pk for line in lines if line.values.get("branch")}
    branches = dict((pk, rest) for pk, *rest in Organization.objects.filter(pk__in=places).values_list("pk", "kind", "since"))
    for line in lines:
        _judge_itself(line, ask.today)
        _judge_branch(line, branches)
        if line.values.get("name") not in known:
            continue
        candidates = by_number(known[line.values["name"]], line, holders) or [each for each in known[line.values["name"]] if _may_be(each, line)]
        if len(candidates) > 1:
            candidates = [each for each in candidates if each.values.get("branch") == line.values.get("branch")] or candidates
        if len(candidates) > 1:
            line.faults.setdefault("name", Fault("several_people", f"系统里有 {len(candidates)} 个“{line.values['name']}”对得上", "填全出生日期和所在支部"))
        elif candidates:
            _meet(line, candidates[0], ask.today)
    for line in lines:
        judge_number(line, holders, line.target)


def holders_of(lines: list[Line]) -> dict[str, int]:
    """{number: the person who holds it}, whichever key here it was indexed with; in scope or not. One statement a key."""
    numbers = sorted({line.values["id_number"] for line in lines if line.values.get("id_number")})
    found: dict[str, int] = {}
    for key in sealing_keys() if numbers else ():
        by_index = dict(zip(index_all(numbers, PURPOSE, key), numbers, strict=True))
        found |= {by_index[index]: pk for index, pk in Person.objects.filter(id_number_index__in=by_index).values_list("id_number_index", "pk")}
    return found


def by_number(candidates: list["Known"], line: Line, holders: dict[str, int]) -> list["Known"]:
    holder = holders.get(line.values.get("id_number") or "")
    return [each for each in candidates if each.pk == holder]


def judge_number(line: Line, holders: dict[str, int], person: int | None) -> None:
    """Whose number it is, of a line that means `person` or somebody new; a number is never named, nor who else holds it."""
    number = line.values.get("id_number")
    if not number:
        return
    holder = holders.get(number)
    if holder is not None and holder != person:
        line.faults["id_number"] = Fault("number_taken", "这个号码已经登记在另一个人名下", "请核对证件；确是同一个人的，姓名要和系统里一致")
    elif person is not None and holder is None and line.former.get("id_number"):
        line.faults["id_number"] = Fault("number_differs", "系统里登记的是另一个号码", "请核对证件；系统里登错的，请在党员的页上更换")
    elif person is not None and holder == person:
        line.former["id_number"] = number
    born, sex = line.values.get("born_on"), line.values.get("gender") or ""
    for said in contradictions(number, day_of(born) if born and len(born) == 10 else None, sex):
        line.faults.setdefault("id_number", warning("number_contradicts", said, number, "请核对证件"))


def known_people(names: set[str], scope: Scope, today: dt.date) -> dict[str, list[Known]]:
    """{name: people} with an open membership or post in scope."""
    people = {each.pk: each for each in _told(Person.objects.filter(name__in=names))}
    if not people:
        return {}
    seen = set(Post.objects.filter(scope.condition("organization__path"), until__isnull=True, person__in=people).values_list("person_id", flat=True))
    rows = Membership.objects.filter(person__in=people).order_by("since", "pk")
    for pk, person, place, path, name, standing, joined_on, converted_on, since, until, ended_for in rows.values_list("pk", "person_id", "organization_id", "path", "organization__name", "standing", "joined_on", "converted_on", "since", "until", "ended_for"):
        each = people[person]
        if until is not None:
            each.history.append((since, until, ended_for))
            continue
        each.membership, each.since = pk, since
        each.values |= {"branch": Place(place, path, name), "standing": standing, "joined_on": joined_on, "converted_on": converted_on}
        if scope.holds(path):
            seen.add(person)
    found = defaultdict(list)
    for each in people.values():
        if each.pk in seen:
            found[each.values["name"]].append(each)
    return found


def people_at_rest(names: set[str], scope: Scope, holders: dict[str, int]) -> dict[str, list[Known]]:
    """{name: people} who hold nothing anywhere any more: those who did in scope, and those whose number is told. One statement."""
    found = defaultdict(list)
    for each in _told(queries.people_at_rest(scope, holders.values()).filter(name__in=names)):
        found[each.values["name"]].append(each)
    return found


def _told(people: QuerySet[Person]) -> list[Known]:
    rows = people.order_by("pk").values_list("pk", "name", "gender", "born_on", "phone", "id_number_index")
    return [Known(pk, {"name": name, "gender": gender or None, "born_on": birth(born_on), "phone": phone or None, "id_number": SEALED if index else None}) for pk, name, gender, born_on, phone, index in rows]


def _may_be(known: Known, line: Line) -> bool:
    """Same month of birth, and the same day where both tell it; without a birth on either side, the same branch."""
    mine, other = line.values.get("born_on"), known.values["born_on"]
    if mine and other:
        return mine[: len(other)] == other[: len(mine)]
    return line.values.get("branch") is not None and known.values.get("branch") == line.values["branch"]


def _judge_itself(line: Line, today: dt.date) -> None:
    """What a line says against itself."""
    values, faults, this_day = line.values, line.faults, str(today)
    born, joined, converted, since = (values.get(key) for key in ("born_on", "joined_on", "converted_on", "since"))
    if born and len(born) < 7:
        faults.setdefault("born_on", Fault("date_not_whole", f"“{born}”只有年份", "至少写到月，例如 1985-07"))
        values["born_on"] = born = None
    if born and born > this_day:
        faults["born_on"] = Fault("future", f"{born} 还没有到", "请核对年份")
        values["born_on"] = born = None
    for key, day in (("joined_on", joined), ("converted_on", converted), ("since", since)):
        if day and day > today:
            faults[key] = Fault("future", f"{day} 还没有到", "请核对年份")
            values[key] = None
    if joined and values["joined_on"] is None:
        return
    if born and joined and joined.year - int(born[:4]) < YOUNGEST:
        faults.setdefault("joined_on", Fault("too_young", f"入党时不满 {YOUNGEST} 岁（出生 {born}，入党 {joined}）", "请核对这两个日期"))
    if joined and converted and converted < joined:
        faults.setdefault("converted_on", Fault("out_of_order", f"转正日期早于入党日期 {joined}", "是不是两格填反了？"))


def _judge_branch(line: Line, branches: dict[int, list]) -> None:
    place = line.values.get("branch")
    if place is None or place.pk not in branches:
        return
    kind, founded = branches[place.pk]
    if kind != "branch":
        line.faults.setdefault("branch", Fault("not_a_branch", f"“{place.name}”不是党支部", "党员的组织关系要落在党支部，请填支部的全称或代码"))
    since = line.values.get("since")
    if since and since < founded:
        line.faults.setdefault("since", Fault("before_branch", f"支部从 {founded} 才有", "改成这天或以后"))


def _meet(line: Line, known: Known, today: dt.date) -> None:
    """The line means a person who is there: what may be changed by a table and what needs its own act."""
    line.target, values, faults = known.pk, line.values, line.faults
    line.former = former = dict(known.values)
    if values.get("born_on") and known.values["born_on"] and (known.values["born_on"].startswith(values["born_on"]) or values["born_on"] == f"{known.values['born_on']}-01"):
        former["born_on"] = values["born_on"]  # less exact, or as exact as the registry writes the first of a month
    if known.membership is None:
        for key, title in (("branch", "所在支部"), ("standing", "党员类别")):
            if not values.get(key):
                faults.setdefault(key, Fault("empty", f"“{title}”没有填", "此人现在没有组织关系，要登记就填上"))
        return
    converted = next(((until, since) for since, until, ended_for in reversed(known.history) if ended_for == "converted" and until == known.since), None)
    former["converted_on"], former["since"] = converted or (known.values["converted_on"], known.since)
    if values.get("since") and values["since"] != former["since"]:
        faults.setdefault("since", warning("not_changed_here", f"系统里是 {former['since']}，导入不改这一项", values["since"]))
        former["since"] = values["since"]
    if values.get("branch") and values["branch"] != known.values["branch"]:
        now = known.values["branch"].name
        faults.setdefault("branch", Fault("another_branch", f"此人的组织关系在“{now}”", f"转接请走转出、接收；只改别的内容，把这一格写成“{now}”"))
    _judge_standing(line, known)


def _judge_standing(line: Line, known: Known) -> None:
    values, faults, former = line.values, line.faults, line.former
    before, after, on = known.values["standing"], values.get("standing") or known.values["standing"], values.get("converted_on")
    if before == "full" and after == "probationary":
        faults.setdefault("standing", Fault("not_back", "系统里已经是正式党员", "请核对；误登转正的，由支部更正"))
    elif before == after:
        if on and on != former["converted_on"] and (former["converted_on"] or before == "probationary"):
            faults.setdefault("converted_on", warning("not_changed_here", "导入不改已登记的转正" if former["converted_on"] else "还是预备党员，转正日期没有用", on))
            former["converted_on"] = on
    elif on is None:
        faults.setdefault("converted_on", Fault("empty", "从预备党员转为正式党员，要填转正日期", "填支部党员大会通过转正的日期"))
    elif on <= known.since:
        faults.setdefault("converted_on", Fault("out_of_order", f"转正日期要晚于 {known.since}", "请核对"))
