"""Which row of a ledger a table's line means, and what the ledger says against it."""

from typing import Any

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.ledgers.access import has_guarded_fields, is_narrow
from zugong.ledgers.drafts import CHUNK, Draft, objections
from zugong.ledgers.models import STANDING, Row
from zugong.ledgers.typed import Shape
from zugong.sheets.faults import Fault, warning
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask

from .plain import Known, rows_named, to_plain

OWN = ("organization", "since", "until")


def resolve(book: Book, shape: Shape, lines: list[Line], ask: Ask) -> None:
    """Fill target and former of each line and add what is wrong: a fixed number of statements for each 900 lines."""
    fit = [line for line in lines if line.values.get("organization") is not None and "organization" not in line.faults]
    plain = plain_of(book, shape, fit, say=True)
    _not_theirs(book, shape, fit, ask)
    for line, values, row in zip(fit, plain, _standing(shape, fit, plain, ask), strict=True):
        if row is not None and values is not None:
            line.target = row.pk
    _former(book, shape, fit, ask)
    _judge(book, shape, fit, plain, ask)


def plain_of(book: Book, shape: Shape, lines: list[Line], *, say: bool = False) -> list[dict[str, Any]]:
    """The plain values of each line, with references resolved; what cannot be resolved is said on the line when `say`."""
    plain = [{key: to_plain(value) for key, value in line.values.items() if key not in OWN and value not in (None, "")} for line in lines]
    for field in book.fields(shape.key):
        if book.family(field.type) != "row":
            continue
        wanted = [(line.values["organization"].pk, values[field.key]) for line, values in zip(lines, plain, strict=True) if field.key in values]
        found = rows_named(field.type, wanted)
        for line, values in zip(lines, plain, strict=True):
            if field.key in values:
                ids = found[line.values["organization"].pk, values[field.key]]
                if len(ids) == 1:
                    values[field.key] = ids[0]
                else:
                    name = values.pop(field.key)
                    if say and field.key not in line.faults:
                        of = book.title_of(field.type)
                        line.faults[field.key] = Fault("reference_several", f"“{of}”里有 {len(ids)} 行叫“{name}”", "请先把它们的名称改得不一样") if ids else Fault("reference_unknown", f"“{of}”里没有现行的“{name}”", "请先登记它，或改正名称")
    return plain


def own_tops(scope: Scope) -> set[str]:
    """Paths of the organizations that a scope is of, not of those above them."""
    return set() if scope.everything else {low for low, _ in scope.ranges}


def _not_theirs(book: Book, shape: Shape, lines: list[Line], ask: Ask) -> None:
    """What those above keep is not brought in by the organization itself; what only the organization sees, by nobody above."""
    tops, narrow, above = own_tops(ask.scope), is_narrow(book, shape.word), shape.word.kept_by == "above" and not ask.scope.everything
    for line in lines:
        own = line.values["organization"].path in tops
        if above and own:
            line.faults["organization"] = Fault("kept_above", "这本台账由上级管，本组织不能自己导入", "请交上级登记")
        if narrow and not own:
            line.faults["organization"] = Fault("kept_own", "这本台账只给本组织看，由各组织自己导入", "请交这个组织的账号导入")


def _since(line: Line, ask: Ask):
    return line.values.get("since") or ask.today


def _standing(shape: Shape, lines: list[Line], plain: list[dict], ask: Ask) -> list[Row | None]:
    """The row that each line means: by what may not be twice, else by organization and name, and the beginning where it is given."""
    unique = shape.word.unique
    keys = [shape.key_of(unique, line.values["organization"].pk, _since(line, ask), values) if unique else _name(shape, line, values) for line, values in zip(lines, plain, strict=True)]
    found: dict[Any, list[Row]] = {}
    column = "unique_key" if unique else "name"
    wanted = sorted({key for key in keys if key is not None})
    for start in range(0, len(wanted), CHUNK):
        rows = Row.objects.filter(STANDING, ledger=shape.key, sealed_at__isnull=True, **{f"{column}__in": wanted[start : start + CHUNK]})
        for row in rows.order_by("id"):
            found.setdefault(getattr(row, column), []).append(row)
    return [_one(line, found.get(key, []), bool(unique)) for line, key in zip(lines, keys, strict=True)]


def _name(shape: Shape, line: Line, values: dict) -> str | None:
    return shape.name(values, told_of(shape, line)) if values.get(shape.word.name_field) is not None else None


def told_of(shape: Shape, line: Line) -> dict[str, str]:
    """The words of the naming field, where it is not plain text."""
    key = shape.word.name_field
    value = line.values.get(key)
    if value is None:
        return {}
    if hasattr(value, "name"):
        return {key: value.name}
    return {key: (shape.book.code_values(shape.types[key]) or {}).get(value, str(value))}


def _one(line: Line, rows: list[Row], sure: bool) -> Row | None:
    if sure:
        return rows[0] if rows else None
    here = [row for row in rows if row.organization_id == line.values["organization"].pk]
    if line.values.get("since"):
        here = [row for row in here if row.since == line.values["since"]] or [row for row in here if row.until is None and len(here) == 1]
    running = [row for row in here if row.until is None] or here
    return running[0] if running else None


def _former(book: Book, shape: Shape, lines: list[Line], ask: Ask) -> None:
    there = standing_rows([line.target for line in lines if line.target])
    known, guarded, tops = Known(book, shape.key, [row.fields for row in there.values()]), has_guarded_fields(book, shape.word), own_tops(ask.scope)
    for line in lines:
        if line.target is None:
            continue
        row = there[line.target]
        if guarded and line.values["organization"].path not in tops:
            line.faults["organization"] = Fault("guarded", f"“{row.name}”已经登记，有的栏目只给本组织看", "更改请交本组织的账号")
            continue
        line.former = {key: known.value(key, row.fields.get(key)) for key in shape.types} | {"organization": line.values["organization"], "since": row.since, "until": row.until}
        if row.organization_id != line.values["organization"].pk:
            line.faults["organization"] = Fault("other_organization", "同样的一行已经登记在别的组织名下", "请核对所属组织；确实移交的，请结束原来的再登记")


def standing_rows(ids: list[int]) -> dict[int, Row]:
    """Rows by id, in a statement for each 900."""
    return {row.pk: row for start in range(0, len(ids), CHUNK) for row in Row.objects.filter(pk__in=ids[start : start + CHUNK])}


def drafts_of(shape: Shape, lines: list[Line], plain: list[dict], ask: Ask, there: dict[int, Row]) -> list[Draft]:
    """The lines as drafts: an empty cell leaves what is there as it is."""
    drafts = []
    for line, values in zip(lines, plain, strict=True):
        row = there.get(line.target) if line.target else None
        whole = (row.fields if row else {}) | values
        since = line.values.get("since") or (row.since if row else ask.today)
        until = line.values.get("until") or (row.until if row else None)
        told = told_of(shape, line) or ({shape.word.name_field: row.name} if row else {})
        drafts.append(Draft(line.values["organization"].pk, whole, since, until, row, told))
    return drafts


def _judge(book: Book, shape: Shape, lines: list[Line], plain: list[dict], ask: Ask) -> None:
    drafts = drafts_of(shape, lines, plain, ask, standing_rows([line.target for line in lines if line.target]))
    for each in objections(book, shape, drafts, ask.today):
        line = lines[each.place]
        key = each.field if each.field in line.values else ""
        if key not in line.faults:
            line.faults[key] = Fault(each.code, each.message, "请改正后再导入") if each.blocks else warning(each.code, f"不合核对要求：{each.message}", line.values.get(key))
