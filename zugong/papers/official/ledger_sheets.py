"""One row of a ledger as a form: what each box says, under the names of its groups."""

import datetime as dt
from dataclasses import dataclass

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt

from ..fonts import HEAD
from ..page import file_of, new_paper
from ..tables import add_row, fill, keep_whole, ruled, set_height, shade
from ..text import heading, said, write

WIDTHS = (34, 44, 34, 44)
WHOLE = sum(WIDTHS)
SIZE, ROW_HEIGHT, SHORT = 12, 10, 16


@dataclass(frozen=True)
class LedgerSheet:
    """`groups`: (a group's title or nothing, its boxes as (title, value) in their order). Two short boxes share a line, a long value has one of its own. `number`: the row's number or address."""

    title: str
    unit: str
    as_of: dt.date
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    number: str = ""
    footer: str = ""


def ledger_sheet(content: LedgerSheet, at: dt.datetime) -> bytes:
    """The .docx file, A4 upright."""
    paper = new_paper(content.title, at)
    heading(paper, content.title).paragraph_format.space_after = Pt(6)
    line = paper.add_paragraph()
    line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WHOLE), alignment=2)
    number = f"编号：{content.number}　" if content.number else ""
    write(line, f"{content.unit}\t{number}{said(content.as_of)}", size=SIZE)
    made = ruled(paper, 0, WIDTHS)
    for name, boxes in content.groups:
        if name:
            cells = add_row(made, WIDTHS, at_least=ROW_HEIGHT).cells
            band = cells[0].merge(cells[3])
            fill(band, name, font=HEAD, size=SIZE, middle=True)
            shade(band)
            band.paragraphs[0].paragraph_format.keep_with_next = True
        for pair in paired(boxes):
            _line(made, pair)
    if content.footer:
        below = paper.add_paragraph()
        below.paragraph_format.space_before = Pt(4)
        write(below, content.footer, size=SIZE)
    return file_of(paper).getvalue()


def paired(boxes: tuple[tuple[str, str], ...]) -> list[tuple[tuple[str, str], ...]]:
    """Boxes line by line: two short ones in their order, or one that needs the whole width."""
    lines: list[tuple[tuple[str, str], ...]] = []
    for box in boxes:
        is_short = len(box[1]) <= SHORT and "\n" not in box[1]
        if is_short and lines and len(lines[-1]) == 1 and len(lines[-1][0][1]) <= SHORT and "\n" not in lines[-1][0][1]:
            lines[-1] = (*lines[-1], box)
        else:
            lines.append((box,))
    return lines


def _line(made, pair: tuple[tuple[str, str], ...]) -> None:
    row = made.add_row()
    set_height(row, ROW_HEIGHT)
    for cell, width in zip(row.cells, WIDTHS, strict=True):
        cell.width = Mm(width)
    cells = row.cells
    if len(pair) == 1:
        cells[1].merge(cells[3])
    if len(pair) == 2 or len(pair[0][1]) < 400:
        keep_whole(row)
    for place, (name, value) in zip((0, 2), pair, strict=False):
        fill(cells[place], name, font=HEAD, size=SIZE, middle=True)
        fill(cells[place + 1], value, size=SIZE)
        cells[place + 1].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
