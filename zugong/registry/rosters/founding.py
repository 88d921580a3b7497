"""Writing a table's organizations and taking them back."""

import re
from collections import defaultdict

from django.db.models import Max
from django.db.models.functions import Length, Substr

from zugong.door.models import Grant
from zugong.door.refusal import Refused
from zugong.journal.actions.write_all import write_all
from zugong.registry.models import STEP, Organization, Placement
from zugong.sheets.faults import Fault
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, Conflict

from .pieces import pieces

_CODE = re.compile(r"[0-9A-Za-z-]{2,20}")
_OPEN_TO_TABLES = ("domain", "credit_code", "unit")
AT_ONCE = 500


def code_fault(code: object) -> Fault | None:
    if _CODE.fullmatch(str(code)):
        return None
    return Fault("organization_code", f"组织代码“{str(code)[:20]}”不对", "用 2 至 20 个字母、数字和连字符")


def write(lines: list[Line], ask: Ask, reason: str) -> dict:
    """Found what is new, parents before children; correct domain, credit code and unit of what is there."""
    new = [line for line in lines if line.target is None]
    there = {each.code: each for codes in pieces(_codes(lines), AT_ONCE) for each in Organization.objects.filter(code__in=codes)}
    made = _found(new, there, ask)
    for line in new:
        if line.values.get("unit"):
            made[line.values["code"]].unit = there[line.values["unit"]]
    Organization.objects.bulk_update([made[line.values["code"]] for line in new if line.values.get("unit")], ["unit"], batch_size=AT_ONCE)
    changed = [line for line in lines if line.target is not None]
    mended = _mend(changed, there)
    told = {"by": ask.by, "at": ask.at, "reason": reason}
    fresh = [made[line.values["code"]] for line in new]
    write_all([each.address for each in fresh], "found", fields=[("name", "kind", "parent")] * len(fresh), **told)
    write_all([f"organizations/{line.target}" for line in changed], "mend_organization", fields=[[key for key in line.changes if key in _OPEN_TO_TABLES] for line in changed], **told)
    return {"addresses": [each.address for each in fresh] + [f"organizations/{line.target}" for line in changed], "founded": [each.pk for each in fresh], "mended": mended}


def _codes(lines: list[Line]) -> list[str]:
    return sorted({code for line in lines for key in ("code", "parent", "unit") if (code := line.values.get(key))})


def _found(new: list[Line], there: dict[str, Organization], ask: Ask) -> dict[str, Organization]:
    """One level of the tree after the other; `there` comes to hold the new ones as well."""
    waiting, made, last = list(new), {}, _last_numbers()
    while waiting:
        ready = [line for line in waiting if not line.values.get("parent") or line.values["parent"] in there]
        if not ready:
            raise Refused("有的组织找不到上级，没有写入，请重新核对")
        rows = [_organization(line, there.get(line.values.get("parent")), last, ask) for line in ready]
        Organization.objects.bulk_create(rows, batch_size=AT_ONCE)
        Placement.objects.bulk_create([Placement(organization=row, parent_id=row.parent_id, name=row.name, path=row.path, since=row.since) for row in rows], batch_size=AT_ONCE)
        made |= {row.code: row for row in rows}
        there |= {row.code: row for row in rows}
        taken = {id(line) for line in ready}
        waiting = [line for line in waiting if id(line) not in taken]
    return made


def _last_numbers() -> dict[str, int]:
    """{path of a parent: the last number that was ever given below it}; one statement."""
    above = Placement.objects.annotate(above=Substr("path", 1, Length("path") - STEP)).values("above").annotate(last=Max("path")).values_list("above", "last")
    return defaultdict(int, {path or "": int(last[-STEP:]) for path, last in above})


def _organization(line: Line, parent: Organization | None, last: dict[str, int], ask: Ask) -> Organization:
    values, prefix = line.values, parent.path if parent else ""
    last[prefix] += 1
    if last[prefix] >= 10**STEP - 1:
        raise Refused(f"“{parent.name if parent else '最上级'}”下面的组织已经太多，请先设中间一级")
    return Organization(
        code=values["code"], name=values["name"], kind=values["kind"], domain=values.get("domain") or "", credit_code=values.get("credit_code") or "",
        since=values.get("since") or ask.today, parent=parent, path=prefix + str(last[prefix]).zfill(STEP),
    )  # fmt: skip


def _mend(lines: list[Line], there: dict[str, Organization]) -> list[list]:
    """[organization, {column: former value}]; of a unit its id."""
    former, rows = [], []
    for line in lines:
        row, changes = there[line.values["code"]], {key: value for key, value in line.changes.items() if key in _OPEN_TO_TABLES}
        former.append([row.pk, {("unit_id" if key == "unit" else key): (row.unit_id if key == "unit" else getattr(row, key)) for key in changes}])
        for key, value in changes.items():
            setattr(row, key, there[value] if key == "unit" else value)
        rows.append(row)
    Organization.objects.bulk_update(rows, _OPEN_TO_TABLES, batch_size=AT_ONCE)
    return former


def undo(trace: dict, ask: Ask, reason: str) -> list[Conflict]:
    """Delete what was founded, children before parents; restore what was corrected. Whatever uses one protects it."""
    for pks in pieces([pk for pk, _ in trace["mended"]], AT_ONCE):
        rows, former = Organization.objects.in_bulk(pks), dict(map(tuple, trace["mended"]))
        for row in rows.values():
            for key, value in former[row.pk].items():
                setattr(row, key, value)
        Organization.objects.bulk_update(rows.values(), _OPEN_TO_TABLES, batch_size=AT_ONCE)
    if found := _used(trace["founded"]):
        return found
    pairs = [row for pks in pieces(trace["founded"], AT_ONCE) for row in Organization.objects.filter(pk__in=pks).annotate(length=Length("path")).values_list("length", "pk")]
    for pks in pieces(trace["founded"], AT_ONCE):
        Organization.objects.filter(pk__in=pks).update(unit=None)
    for length in sorted({length for length, _ in pairs}, reverse=True):
        for pks in pieces([pk for each, pk in pairs if each == length], AT_ONCE):
            Organization.objects.filter(pk__in=pks).delete()
    write_all(trace["addresses"], "undo_sheet", by=ask.by, at=ask.at, reason=reason)
    return []


def _used(founded: list[int]) -> list[Conflict]:
    """Grants name a path: no foreign key protects what they reach."""
    for pks in pieces(founded, AT_ONCE):
        rows = dict(Organization.objects.filter(pk__in=pks).values_list("path", "pk"))
        if granted := list(Grant.objects.filter(path__in=rows).values_list("path", flat=True)[:20]):
            return [Conflict(f"organizations/{rows[path]}", "已经有人的授权在这里") for path in granted]
    return []
