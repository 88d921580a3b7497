"""Which organization or person is meant by what stands in a cell: for all cells at once, in a few statements."""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import replace

from django.db.models import Count, Exists, OuterRef, Q

from zugong.door.scope import Scope
from zugong.registry.called import spellings_of
from zugong.registry.models import Membership, Organization, Person, Post
from zugong.registry.person_name import split_name
from zugong.registry.queries import on_day
from zugong.sheets.columns import Place, Who
from zugong.sheets.faults import Fault

NEAR, SHORTEST = 50, 3  # names that are looked for, and how many characters make one worth it
_STEPS = re.compile(r"\s*[/／>＞→]\s*")


def organizations_named(texts: set[str], scope: Scope, today: dt.date) -> dict[str, Place | Fault]:
    """By code, by whole name, or by the way to it (parent/name) with as many steps as are needed; only what is in scope. Two statements, and one for what a name that was not found may be part of."""
    steps = {text: [spellings_of(step) for step in _STEPS.split(text) if step] for text in texts}
    wanted = {spelling for parts in steps.values() for part in parts for spelling in part}
    codes = texts | {text.upper() for text in texts}
    found = Organization.objects.filter(Q(code__in=codes) | Q(name__in=wanted)).values_list("pk", "path", "name", "code", "until")
    own = set(Organization.objects.filter(Q(code__in=codes) | Q(name__in=wanted), scope.condition("path")).values_list("pk", flat=True))
    by_name, by_code = defaultdict(list), {}
    for pk, path, name, code, until in found:
        by_name[name].append((Place(pk, path, name), code, until))
        by_code[code] = (Place(pk, path, name), code, until)
    answers = {text: _one(text, parts, by_name, by_code, own) for text, parts in steps.items()}
    unknown = [text for text, found in answers.items() if isinstance(found, Fault) and found.code == "no_organization"]
    return answers | {text: replace(answers[text], fix=f"是不是“{name}”？") for text, name in _near(unknown, scope).items()}


def _near(texts: list[str], scope: Scope) -> dict[str, str]:
    """{text: the one organization in scope whose name holds it, with what is named after that one}; of the first fifty."""
    parts = {text: plain for text in texts[:NEAR] if len(plain := text.removeprefix("中共").removesuffix("委员会")) >= SHORTEST}
    if not parts:
        return {}
    holds = Q(pk__in=[])
    for plain in parts.values():
        holds |= Q(name__contains=plain)
    names = list(Organization.objects.filter(scope.condition("path"), holds, until__isnull=True).order_by("path").values_list("name", flat=True)[: NEAR * 20])
    found = {text: [name for name in names if plain in name] for text, plain in parts.items()}
    nearest = {text: min(near, key=lambda name: (name != parts[text], len(name))) for text, near in found.items() if near}
    return {text: name for text, name in nearest.items() if name == parts[text] or all(each.startswith(name) for each in found[text])}


def _one(text: str, parts: list[list[str]], by_name: dict, by_code: dict, own: set[int]) -> Place | Fault:
    coded = by_code.get(text) or by_code.get(text.upper())
    rows = [coded] if coded else [row for spelling in (parts[-1] if parts else []) for row in by_name[spelling] if _is_below(row[0].path, parts[:-1], by_name)]
    rows = [row for row in rows if row[0].pk in own]
    standing = [row for row in rows if row[2] is None]
    if len(standing) == 1:
        return standing[0][0]
    if standing:
        some = "、".join(code for _, code, _ in standing[:4])
        return Fault("several_organizations", f"有 {len(standing)} 个组织叫“{text[:40]}”", f"改填组织代码（{some}），或写成“上级/名称”")
    if rows:
        return Fault("dissolved", f"“{text[:40]}”已经撤销", "请填现在的组织")
    return Fault("no_organization", f"没有找到组织“{text[:40]}”，或不在您的范围里", "填准确的全称或组织代码；还没有登记的，先导入组织")


def _is_below(path: str, above: list[list[str]], by_name: dict) -> bool:
    return all(any(path.startswith(place.path) and path != place.path for spelling in part for place, _, _ in by_name[spelling]) for part in above)


def kinds_in(scope: Scope) -> set[str]:
    """The kinds of the organizations that stand in a scope."""
    return set(Organization.objects.filter(scope.condition("path"), until__isnull=True).order_by().values_list("kind", flat=True).distinct())


def codes_of_namesakes() -> dict[int, str]:
    """{organization: code} of those whose name another bears too: in a table they are written by their code. One statement."""
    standing = Organization.objects.filter(until__isnull=True)
    shared = standing.values("name").annotate(number=Count("pk")).filter(number__gt=1).values("name")
    return dict(standing.filter(name__in=shared).values_list("pk", "code"))


def places_of_namesakes(people: set[int], today: dt.date) -> dict[int, str]:
    """{person: name of an organization} of those whose name another bears too: in a table they are written "name (organization)", with the month of birth where that tells two apart, as people_named reads it. Two statements for 900 people."""
    found: dict[int, str] = {}
    ordered = sorted(people)
    for start in range(0, len(ordered), 900):
        piece = ordered[start : start + 900]
        names = Person.objects.filter(pk__in=piece).values("name")
        shared = Person.objects.filter(name__in=names).values("name").annotate(number=Count("pk")).filter(number__gt=1).values("name")
        for table in (Post, Membership):
            beside = table.objects.filter(on_day(today), organization=OuterRef("organization"), person__name=OuterRef("person__name")).exclude(person=OuterRef("person"))
            rows = table.objects.filter(on_day(today), person__in=piece, person__name__in=shared).annotate(is_alike=Exists(beside)).order_by("-pk")
            for person, place, born_on, is_alike in rows.values_list("person_id", "organization__name", "person__born_on", "is_alike"):
                found[person] = f"{place}，{born_on:%Y-%m}" if is_alike and born_on else place
    return found


def people_named(texts: set[str], scope: Scope, today: dt.date) -> dict[str, Who | Fault]:
    """By name, by name (organization), or with the month of birth behind the organization; who holds a membership or a post in scope today. Two statements."""
    split = {text: split_name(text) for text in texts}
    wanted, found, months = {name for name, _, _ in split.values()} | texts, defaultdict(dict), {}
    for table, path in ((Membership, "path"), (Post, "organization__path")):
        rows = table.objects.filter(scope.condition(path), on_day(today), person__name__in=wanted)
        for pk, name, place, born_on in rows.order_by("person_id").values_list("person_id", "person__name", "organization__name", "person__born_on"):
            found[name].setdefault(pk, set()).add(place)
            months[pk] = f"{born_on:%Y-%m}" if born_on else ""
    answers: dict[str, Who | Fault] = {}
    for text, (name, place, born) in split.items():
        there = found.get(text) or {pk: places for pk, places in found.get(name, {}).items() if (not place or places.intersection(spellings_of(place))) and (not born or months[pk] == born)}
        if len(there) == 1:
            answers[text] = Who(next(iter(there)), name)
        elif there:
            answers[text] = Fault("several_people", f"有 {len(there)} 个人叫“{name}”", "写成“姓名（所在支部）”；同一个支部里还有同名的，写成“姓名（所在支部，1980-05）”，带上出生年月")
        else:
            answers[text] = Fault("no_person", f"没有找到“{text[:40]}”，或不在您的范围里", "请核对姓名；还没有登记的，党员先导入党员名册，其他人先导入任职名册")
    return answers
