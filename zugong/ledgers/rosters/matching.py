"""Which row of a ledger a table's line means, and what the ledger says against it."""

import re
from typing import Any

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.ledgers.access import guarded_fields, is_narrow
from zugong.ledgers.drafts import CHUNK, Draft, objections
from zugong.ledgers.models import STANDING, Row
from zugong.ledgers.typed import Shape
from zugong.sheets.faults import Fault, warning
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask

from .plain import Known, pieces, rows_named, to_plain

_PLACE = re.compile(r"这一批里的?第 (\d+) 行")  # as objections count the lines they are given

OWN = ("organization", "since", "until", "row")


def resolve(book: Book, shape: Shape, lines: list[Line], ask: Ask) -> None:
    """Fill target and former of each line and add what is wrong: a fixed number of statements for each 900 lines."""
    fit = [line for line in lines if line.values.get("organization") is not None and "organization" not in line.faults]
    plain = plain_of(book, shape, fit, ask, say=True)
    _not_theirs(book, shape, fit, ask)
    for line, values, row in zip(fit, plain, _standing(book, shape, fit, plain, ask), strict=True):
        if row is not None and values is not None:
            line.target = row.pk
    _former(book, shape, fit, ask)
    _judge(book, shape, fit, plain, ask)


def plain_of(book: Book, shape: Shape, lines: list[Line], ask: Ask, *, say: bool = False) -> list[dict[str, Any]]:
    """The plain values of each line, with references resolved; what cannot be resolved is said on the line when `say`."""
    plain = [{key: to_plain(value) for key, value in line.values.items() if key not in OWN and value not in (None, "")} for line in lines]
    for field in book.fields(shape.key):
        if book.family(field.type) != "row":
            continue
        wanted = [(line.values["organization"].path, values[field.key]) for line, values in zip(lines, plain, strict=True) if field.key in values]
        found = rows_named(book, field.type, wanted, ask.scope, own_tops(ask.scope))
        for line, values in zip(lines, plain, strict=True):
            if field.key in values:
                ids = found[line.values["organization"].path, values[field.key]]
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


def _standing(book: Book, shape: Shape, lines: list[Line], plain: list[dict], ask: Ask) -> list[Row | None]:
    """The row that each line means: by its number, by what may not be twice, else the one that says the same already. A name alone changes nothing: two events may share it."""
    numbered = _rows_by(shape, "pk", {line.values["row"] for line in lines if line.values.get("row")})
    unique = shape.word.unique
    keys = [shape.key_of(unique, line.values["organization"].pk, _since(line, ask), values) if not line.values.get("row") else None for line, values in zip(lines, plain, strict=True)]
    by_key = _rows_by(shape, "unique_key", set(keys) - {None})
    loose = [None if key or line.values.get("row") else _name(shape, line, values) for line, values, key in zip(lines, plain, keys, strict=True)]
    by_name = _rows_by_name(shape, {(line.values["organization"].pk, name) for line, name in zip(lines, loose, strict=True) if name})
    guarded, tops = guarded_fields(book, shape.word), own_tops(ask.scope)
    found: list[Row | None] = []
    for line, values, key, name in zip(lines, plain, keys, loose, strict=True):
        if number := line.values.get("row"):
            found.append(_numbered(line, numbered.get(number, [])))
        elif key:
            found.append(next(iter(by_key.get(key, ())), None))
        else:
            here = by_name.get((line.values["organization"].pk, name), ())
            hidden = guarded if line.values["organization"].path not in tops else set()
            found.append(next((row for row in here if _says(line, values, row, hidden)), None))
            if here and found[-1] is None and shape.word.name_field not in line.faults:
                told = f"已有 {len(here)} 行叫“{name}”，这一行会另外新增"
                line.faults[shape.word.name_field] = warning("alike", told, line.values.get(shape.word.name_field), "要改原来的，请在导出的表里改：它带着台账行号")
    return found


def _rows_by(shape: Shape, column: str, wanted: set) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for piece in pieces(wanted):
        for row in Row.objects.filter(STANDING, ledger=shape.key, sealed_at__isnull=True, **{f"{column}__in": piece}).order_by("id"):
            found.setdefault(getattr(row, column), []).append(row)
    return found


def _rows_by_name(shape: Shape, wanted: set[tuple[int, str]]) -> dict[tuple[int, str], list[Row]]:
    """{(organization, name): rows}; of one name, only those of the organizations asked for."""
    found: dict[tuple[int, str], list[Row]] = {}
    for piece in pieces({name for _, name in wanted}):
        names = set(piece)
        for places in pieces({place for place, name in wanted if name in names}):
            for row in Row.objects.filter(STANDING, ledger=shape.key, sealed_at__isnull=True, name__in=piece, organization__in=places).order_by("id"):
                found.setdefault((row.organization_id, row.name), []).append(row)
    return found


def _numbered(line: Line, rows: list[Row]) -> Row | None:
    for row in rows:
        if row.organization_id == line.values["organization"].pk:
            return row
    line.faults["row"] = Fault("row_unknown", f"“{line.values['organization'].name}”的这本台账里没有第 {line.values['row']} 号", "行号照导出的表；新增的一行，这一格空着")
    return None


def _says(line: Line, values: dict, row: Row, hidden: set[str]) -> bool:
    """Whether a row holds all that a line says."""
    own = all(line.values.get(key) in (None, getattr(row, key)) for key in ("since", "until"))
    return own and all(row.fields.get(key) == value for key, value in values.items() if key not in hidden)


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


def _former(book: Book, shape: Shape, lines: list[Line], ask: Ask) -> None:
    there = standing_rows([line.target for line in lines if line.target])
    known, guarded, tops = Known(book, shape.key, [row.fields for row in there.values()], own_tops(ask.scope)), guarded_fields(book, shape.word), own_tops(ask.scope)
    for line in lines:
        if line.target is None:
            continue
        row = there[line.target]
        hidden = guarded if line.values["organization"].path not in tops else set()
        for key in hidden & {key for key, value in line.values.items() if value is not None}:
            line.faults[key] = Fault("guarded", "这一栏只给本组织看，上级不能改", "请清空这一格，或交本组织的账号导入")
        line.former = {key: known.value(key, row.fields.get(key)) for key in shape.types if key not in hidden} | {"organization": line.values["organization"], "since": row.since, "until": row.until, "row": row.pk}
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
        message = _PLACE.sub(lambda found: f"第 {lines[int(found[1]) - 1].row} 行", each.message)
        key = each.field if each.field in line.values else ""
        if key not in line.faults:
            line.faults[key] = Fault(each.code, message, "请改正后再导入") if each.blocks else warning(each.code, f"不合核对要求：{message}", line.values.get(key))
