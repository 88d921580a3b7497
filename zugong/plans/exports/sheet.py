"""The table of tasks as .xlsx: one row for each indicator, to filter and sort. Text is written as text, never as a formula or a link."""

import datetime as dt
import io

import xlsxwriter

from zugong.plans.progress import RULE

from .tasks import HEADS, Figure, Task

COLUMNS = (*HEADS[:9], "单位", HEADS[9])
WIDTHS = (26, 22, 50, 16, 18, 12, 20, 9, 9, 6, 10)
LONGEST_CELL = 32_000
LINE, TALLEST = 13.5, 30
TOP = 3


def task_sheet(title: str, tasks: list[Task], as_of: dt.date, note: str, at: dt.datetime) -> io.BytesIO:
    """The file, from its beginning."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"title": f"{title}任务分解表", "author": "", "created": at.replace(tzinfo=None)})
    forms = {name: book.add_format({"font_name": "宋体", "font_size": 10, "valign": "top"} | more) for name, more in _FORMS.items()}
    sheet = book.add_worksheet("任务分解表")
    sheet.write_string(0, 0, f"{title}任务分解表"[:LONGEST_CELL], forms["title"])
    sheet.write_string(1, 0, f"截至 {as_of.year}年{as_of.month}月{as_of.day}日。{note}状态的规则：{RULE}", forms["note"])
    for column, (head, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(TOP - 1, column, head, forms["head"])
    row = TOP
    for task in tasks:
        for figure in task.figures or [None]:
            _write(sheet, row, task, figure, forms)
            sheet.set_row(row, LINE * _lines(task, figure) + 3)
            row += 1
    _lay_out(sheet, row)
    book.close()
    file.seek(0)
    return file


_RULED = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True}
_FORMS = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "valign": "vcenter"},
    "note": {"font_color": "#595959"},
    "head": _RULED | {"font_name": "黑体", "bg_color": "#F2F2F2", "align": "center", "valign": "vcenter"},
    "text": _RULED,
    "day": _RULED | {"num_format": "yyyy-mm-dd", "align": "left"},
    "number": _RULED | {"num_format": "#,##0.##", "align": "right"},
    "count": _RULED | {"num_format": "#,##0", "align": "right"},
    "percent": _RULED | {"num_format": "0%", "align": "right"},
    "exact": _RULED | {"num_format": "0.0#%", "align": "right"},
    "nothing": _RULED | {"align": "right"},
}


def _write(sheet, row: int, task: Task, figure: Figure | None, forms: dict) -> None:
    texts = {0: task.part, 1: task.item, 2: task.measure, 3: task.lead, 4: task.cooperating, 6: figure.title if figure else "", 9: figure.unit if figure and figure.unit != "%" else "", 10: figure.word if figure else "未设指标"}
    for column, text in texts.items():
        sheet.write_string(row, column, text[:LONGEST_CELL], forms["text"])
    if task.due_on:
        sheet.write_datetime(row, 5, dt.datetime.combine(task.due_on, dt.time()), forms["day"])
    else:
        sheet.write_blank(row, 5, None, forms["text"])
    _number(sheet, row, 7, None if figure is None else figure.target, figure, forms)
    value = None if figure is None or figure.progress.is_empty else figure.progress.percent if figure.progress.is_ratio else figure.progress.part
    _number(sheet, row, 8, value, figure, forms)


def _lines(task: Task, figure: Figure | None) -> int:
    """How many lines the tallest cell of a row takes: a Chinese sign is two wide."""
    texts = (task.part, task.item, task.measure, task.lead, task.cooperating, "", figure.title if figure else "")
    return min(TALLEST, max(-(-2 * len(text) // (width - 1)) for text, width in zip(texts, WIDTHS, strict=False)) or 1)


def _number(sheet, row: int, column: int, value, figure: Figure | None, forms: dict) -> None:
    """A figure as a number, so that it can be reckoned with; a dash where there is none."""
    if value is None:
        sheet.write_string(row, column, "—" if figure else "", forms["nothing"])
    elif figure.unit == "%":
        sheet.write_number(row, column, float(value) / 100, forms["percent" if value == int(value) else "exact"])
    else:
        sheet.write_number(row, column, float(value), forms["count" if value == int(value) else "number"])


def _lay_out(sheet, end: int) -> None:
    """A4 across, one page wide, the head on every page."""
    sheet.set_row(0, 30)
    sheet.set_row(TOP - 1, 22)
    sheet.freeze_panes(TOP, 3)
    sheet.autofilter(TOP - 1, 0, max(end - 1, TOP - 1), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TOP - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
