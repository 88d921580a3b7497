"""Workbooks that leave the house: the template of a roster, its rows, and lines with their faults. Texts are written as texts, so nothing in them ever becomes a formula, a link or a number."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .columns import AS_TEXT, TYPES, Column, shown
from .lines import Line
from .rosters import Roster

TEMPLATE_ROWS = 5000  # so many rows below the header are formatted and have lists
MOST_LISTED = 255  # characters of a list that a cell may choose from
OPTIONS = "选项"
HELP = "说明"
_WIDTHS = {"long_text": 40, "organization": 26, "credit_code": 22, "id_number": 22, "name": 12, "date": 12, "month": 10, "partial_date": 12, "yes_no": 8, "phone": 16}
CELL = 32_767
_DAY_0 = dt.date(1899, 12, 30).toordinal()


def write_table(path: Path, roster: Roster, rows: Iterable[tuple] = (), notes: Sequence[str] = (), only: Sequence[str] = ()) -> int:
    """A workbook with the roster's columns, or those of the keys in `only`, and these rows; without rows it is the template. Both are read back alike. Answers how many rows."""
    columns = roster.columns()
    if only and (places := [place for place, column in enumerate(columns) if column.key in only]) and len(places) < len(columns):
        columns, rows = [columns[place] for place in places], (tuple([row[place] for place in places]) for row in rows)
    with _opened(path) as book:
        first, rest = _peek(rows)
        sheet = book.add_worksheet(_sheet_name(roster.title))
        formats = [_format(book, column) for column in columns]
        _head(book, sheet, columns, formats)
        _choices(book, sheet, columns, TEMPLATE_ROWS if first is None else 1_000_000)
        written = _rows(sheet, columns, formats, rest) if first is not None else 0
        _explain(book, roster, columns, notes)
    return written


def write_lines(path: Path, roster: Roster, lines: Iterable[Line]) -> int:
    """Only lines that have faults, with what is wrong in a column of its own, for files that are not given back as they came. Answers how many."""
    columns, count = roster.columns(), 0
    titles = {column.key: column.title for column in columns}
    with _opened(path) as book:
        sheet = book.add_worksheet(_sheet_name(roster.title))
        wrong, doubtful = (book.add_format({"bg_color": colour, "num_format": "@", "border": 1, "border_color": "#999999"}) for colour in ("#FFC7CE", "#FFEB9C"))
        plain = book.add_format({"num_format": "@"})
        _head(book, sheet, columns, [plain] * len(columns))
        for number, title in enumerate(("原工作表", "原行号", "问题"), len(columns)):
            sheet.write_string(0, number, title)
        for count, line in enumerate(lines, 1):
            for number, column in enumerate(columns):
                fault = line.faults.get(column.key)
                text = line.raw.get(column.key, "") if fault else shown(column, line.values.get(column.key))
                sheet.write_string(count, number, text[:CELL], plain if not fault else wrong if fault.is_error else doubtful)
            said = "；".join(f"{titles.get(key, '这一行')}：{fault}" for key, fault in line.faults.items())
            for number, text in enumerate((line.sheet, str(line.row), said), len(columns)):
                sheet.write_string(count, number, text[:CELL])
    return count


def _opened(path: Path) -> xlsxwriter.Workbook:
    """Row by row to the disk; texts are never taken for anything else."""
    return xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"})


def _peek(rows: Iterable[tuple]) -> tuple[tuple | None, Iterator[tuple]]:
    given = iter(rows)
    first = next(given, None)
    return first, chain([first] if first is not None else [], given)


def _sheet_name(title: str) -> str:
    return "".join("_" if each in "[]:*?/\\'" else each for each in title)[:31] or "表"


def _format(book: xlsxwriter.Workbook, column: Column) -> Format:
    kinds = {"date": "yyyy-mm-dd", "month": "yyyy-mm", "money": "#,##0.00", "count": "0"}
    return book.add_format({"num_format": "@" if column.type in AS_TEXT else kinds.get(column.type, "General")} | ({"text_wrap": True} if column.type == "long_text" else {}))


def _head(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[Column], formats: Sequence[Format]) -> None:
    needed = book.add_format({"bold": True, "bg_color": "#F2DCDB", "bottom": 1})
    other = book.add_format({"bold": True, "bg_color": "#EEEEEE", "bottom": 1})
    for number, (column, each) in enumerate(zip(columns, formats, strict=True)):
        sheet.set_column(number, number, _WIDTHS.get(column.type, 16), each)
        sheet.write_string(0, number, column.title, needed if column.needed else other)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(columns) - 1)


def _choices(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[Column], rows: int) -> None:
    """Lists to choose from; a long one stands in a sheet that is not shown."""
    longer: list[list[str]] = []
    for number, column in enumerate(columns):
        titles = ["是", "否"] if column.type == "yes_no" else list((column.codes or {}).values()) if column.type == "code" else []
        if not titles:
            continue
        source: list[str] | str = titles
        if sum(map(len, titles)) + len(titles) > MOST_LISTED or any("," in title for title in titles):
            longer.append(titles)
            letter = chr(64 + len(longer))
            source = f"={OPTIONS}!${letter}$1:${letter}${len(titles)}"
        sheet.data_validation(1, number, rows, number, {"validate": "list", "source": source, "error_title": "不在选项里", "error_message": "请从列表里选"})
    if longer:
        hidden = book.add_worksheet(OPTIONS)
        for row in range(max(map(len, longer))):
            for number, titles in enumerate(longer):
                if row < len(titles):
                    hidden.write_string(row, number, titles[row])
        hidden.hide()


def _rows(sheet: Worksheet, columns: Sequence[Column], formats: Sequence[Format], rows: Iterable[tuple]) -> int:
    plan = [(number, *_writer(sheet, column), each) for number, (column, each) in enumerate(zip(columns, formats, strict=True))]
    row = 0
    for row, values in enumerate(rows, 1):
        for number, write, turn, each in plan:
            value = values[number]
            if value is not None and value != "":
                write(row, number, turn(value) if turn else value, each)
    return row


def _writer(sheet: Worksheet, column: Column) -> tuple[Callable, Callable | None]:
    """How a column's values are written, and what they are turned into before, if into anything."""
    if column.type in ("date", "month"):
        return sheet.write_number, lambda value: value.toordinal() - _DAY_0
    if column.type == "money":
        return sheet.write_number, lambda value: value / 100
    if column.type == "count":
        return sheet.write_number, None
    if column.type == "code":
        titles = column.codes or {}
        return sheet.write_string, lambda value: titles.get(value, str(value))
    if column.type in ("yes_no", "organization", "person"):
        return sheet.write_string, lambda value: shown(column, value)
    return sheet.write_string, (lambda value: value[:CELL]) if column.longest > CELL else None


def _explain(book: xlsxwriter.Workbook, roster: Roster, columns: Sequence[Column], notes: Sequence[str]) -> None:
    sheet, bold = book.add_worksheet(HELP), book.add_format({"bold": True})
    said = [
        *notes, f"{roster.title}：第一行是列名，一行一{roster.unit[:1]}。红底的列，新增时必须填。",
        "列的先后可以改，可以多出别的列（不读）；列名也认常用的叫法。已经有的行，空着的格子不改原来的内容。", "身份证号、代码、电话要设成文本格式，本表已经设好；从别处粘贴时选“只粘贴数值”。",
    ]  # fmt: skip
    for row, text in enumerate(said):
        sheet.write_string(row, 0, text)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 5, 26)
    start = len(said) + 1
    for number, title in enumerate(("列名", "填什么", "必填", "可选的值", "说明", "例")):
        sheet.write_string(start, number, title, bold)
    for row, column in enumerate(columns, start + 1):
        titles = "、".join((column.codes or {}).values())
        also = f"也认：{'、'.join(column.also)}" if column.also else ""
        cells = (column.title, TYPES[column.type][1], "是" if column.needed else "", titles, "。".join(filter(None, (column.help, also))), column.example)
        for number, text in enumerate(cells):
            sheet.write_string(row, number, text)
