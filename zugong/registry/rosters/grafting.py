"""Where in the tree a table's organizations belong: to those that are there, or to one another."""

import datetime as dt

from django.db.models import Q

from zugong.charter.catalogue import ORGANIZATION_KINDS
from zugong.door.scope import Scope
from zugong.registry.models import STEP, Organization
from zugong.sheets.columns import Place
from zugong.sheets.faults import Fault
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask

from .names import organizations_named
from .pieces import pieces

AT_ONCE = 900
DEEPEST = 80 // STEP


def resolve(lines: list[Line], ask: Ask) -> None:
    """Fills target, former and faults. `values["parent"]` and `values["unit"]` become the code of what they name. A few statements for every 900 lines."""
    known = _known(lines, ask.scope)
    by_code = {line.values["code"]: line for line in lines if line.values.get("code")}
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        if line.values.get("name"):
            by_name.setdefault(line.values["name"], []).append(line)
    texts = {text for line in lines for key in ("parent", "unit") if (text := line.values.get(key)) and text not in by_code}
    named = _named(texts, ask)
    credit = _credit_codes(lines)
    for line in lines:
        _refer(line, by_code, by_name, named)
        _judge_itself(line, ask.today, credit)
        organization, inside = known.get(line.values.get("code"), (None, False))
        if organization and not inside:
            line.faults.setdefault("code", Fault("code_taken", "这个组织代码已经用过，不在您的范围里", "请换一个代码"))
        elif organization:
            _meet(line, organization)
    _judge_parents(lines, by_code, ask)


def _known(lines: list[Line], scope: Scope) -> dict[str, tuple[Organization, bool]]:
    codes, found = sorted({line.values["code"] for line in lines if line.values.get("code")}), {}
    for piece in pieces(codes, AT_ONCE):
        for each in Organization.objects.filter(code__in=piece).select_related("parent", "unit"):
            found[each.code] = (each, scope.holds(each.path))
    return found


def _named(texts: set[str], ask: Ask) -> dict:
    """{text: (Place, code, kind, since) or Fault}"""
    found: dict = {}
    for piece in pieces(sorted(texts), AT_ONCE):
        found |= organizations_named(set(piece), ask.scope, ask.today)
    places = [place.pk for place in found.values() if isinstance(place, Place)]
    rest = {}
    for piece in pieces(sorted(set(places)), AT_ONCE):
        rest |= {pk: (code, kind, since) for pk, code, kind, since in Organization.objects.filter(pk__in=piece).values_list("pk", "code", "kind", "since")}
    return {text: (place, *rest[place.pk]) if isinstance(place, Place) else place for text, place in found.items()}


def _credit_codes(lines: list[Line]) -> dict[str, str]:
    """{credit code: code of the organization that has it}"""
    wanted, found = sorted({line.values["credit_code"] for line in lines if line.values.get("credit_code")}), {}
    for piece in pieces(wanted, AT_ONCE):
        found |= dict(Organization.objects.filter(credit_code__in=piece).values_list("credit_code", "code"))
    return found


def _refer(line: Line, by_code: dict[str, Line], by_name: dict[str, list[Line]], named: dict) -> None:
    for key in ("parent", "unit"):
        text = line.values.get(key)
        if not text or text in by_code:
            continue
        same = by_name.get(text, [])
        meant = named.get(text)
        if len(same) == 1 and same[0].values.get("code"):
            line.values[key] = same[0].values["code"]
        elif meant is None or isinstance(meant, Fault):
            several = Fault("several_organizations", f"表里有 {len(same)} 个“{text[:40]}”", "改填组织代码") if len(same) > 1 else meant
            line.faults.setdefault(key, several or Fault("no_organization", f"没有找到“{text[:40]}”", "请核对"))
            line.raw.setdefault(key, text)
            line.values[key] = None
        else:
            line.values[key] = meant[1]


def _judge_itself(line: Line, today: dt.date, credit: dict[str, str]) -> None:
    values, faults = line.values, line.faults
    if values.get("since") and values["since"] > today:
        faults.setdefault("since", Fault("future", f"{values['since']} 还没有到", "请核对年份"))
    if (holder := credit.get(values.get("credit_code"))) and holder != values.get("code"):
        faults.setdefault("credit_code", Fault("credit_code_taken", "这个信用代码已登记在另一个组织名下", "请核对"))
    if values.get("parent") and values["parent"] == values.get("code"):
        faults.setdefault("parent", Fault("own_parent", "上级是它自己", "请改成真正的上级"))


def _meet(line: Line, organization: Organization) -> None:
    """What a table may change of an organization, and what needs its own act with a day."""
    line.target, values, faults = organization.pk, line.values, line.faults
    line.former = {
        "code": organization.code, "name": organization.name, "kind": organization.kind, "domain": organization.domain or None, "credit_code": organization.credit_code or None,
        "parent": organization.parent and organization.parent.code, "unit": organization.unit and organization.unit.code, "since": organization.since,
    }  # fmt: skip
    if organization.until:
        faults.setdefault("code", Fault("dissolved", "这个组织已经撤销", "请删掉这一行，或换成现在的组织"))
    acts = {"name": "改名请用“更名”，要写从哪天起", "kind": "类型登记后不改；登错的，请撤销后重新设立", "parent": "改上级请用“调整隶属”，要写从哪天起", "since": "成立日期登记后不改"}
    for key, how in acts.items():
        if values.get(key) is not None and values[key] != line.former[key] and key not in faults:
            now = ORGANIZATION_KINDS.get(line.former[key], line.former[key] or "没有")
            faults[key] = Fault("needs_its_act", f"和系统里的不同（系统里是“{now}”）", how)


def _judge_parents(lines: list[Line], by_code: dict[str, Line], ask: Ask) -> None:
    """Of new organizations: a parent that is there or comes along, is old enough and of the right kind; no circles."""
    codes = sorted({line.values["parent"] for line in lines if line.values.get("parent") and line.target is None})
    there = {}
    for piece in pieces(codes, AT_ONCE):
        there |= {code: (kind, since, path) for code, kind, since, path in Organization.objects.filter(Q(code__in=piece), ask.scope.condition("path")).values_list("code", "kind", "since", "path")}
    for line in lines:
        if line.target is not None or "parent" in line.faults:
            continue
        parent = line.values.get("parent")
        if not parent:
            if not ask.scope.everything:
                line.faults["parent"] = Fault("empty", "没有填上级组织", "您的范围不是全部，新的组织要有上级")
            elif line.values.get("kind") == "party_group":
                line.faults["parent"] = Fault("group_outside_branch", "党小组要设在党支部下面", "上级填一个党支部")
            continue
        kind, since, path = there.get(parent) or (by_code[parent].values.get("kind"), by_code[parent].values.get("since") or ask.today, "")
        if line.values.get("kind") == "party_group" and kind != "branch":
            line.faults["parent"] = Fault("group_outside_branch", "党小组要设在党支部下面", "上级填一个党支部")
        elif since and (line.values.get("since") or ask.today) < since:
            line.faults.setdefault("since", Fault("before_parent", f"上级 {since} 才成立", "改成这天或以后"))
        elif (depth := _depth(line, by_code)) is None:
            line.faults["parent"] = Fault("circle", "上级绕了一圈又回到它自己", "请核对这几个组织的上级")
        elif depth + len(path) // STEP > DEEPEST:
            line.faults["parent"] = Fault("too_deep", f"层级超过 {DEEPEST} 级", "请核对上级")


def _depth(line: Line, by_code: dict[str, Line]) -> int | None:
    """How many lines of the table stand above, None when they go round."""
    seen, each = set(), line
    while each is not None and each.target is None:
        if id(each) in seen:
            return None
        seen.add(id(each))
        each = by_code.get(each.values.get("parent"))
    return len(seen)
