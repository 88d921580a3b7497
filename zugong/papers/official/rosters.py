"""A roster: a table of people in the order of the strokes of their names, its head on every page."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from docx.shared import Mm, Pt

from ..page import file_of, new_paper
from ..strokes import in_stroke_order, remark_on
from ..tables import add_plain_rows, table
from ..text import heading, said, write

COUNTING, ROW_HEIGHT = 12, 8
WIDE, UPRIGHT = 297 - 32, 156


@dataclass(frozen=True)
class Column:
    """`key` of the rows, what stands above it, and its share of the width."""

    key: str
    title: str
    share: int = 1


@dataclass(frozen=True)
class Roster:
    """`rows` as they come; they are ordered by the strokes of what stands under `name_key`, unless that is empty: then they stay. Values are printed as they are: who calls masks numbers first. `counted`: the word behind their number."""

    title: str
    unit: str
    as_of: dt.date
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, str], ...]
    name_key: str = "name"
    note: str = ""
    is_wide: bool = False
    counted: str = "人"


def roster(content: Roster, at: dt.datetime) -> bytes:
    """The .docx file, A4 upright or across. Below the table it says which names stand in an uncertain place."""
    paper = new_paper(content.title, at, landscape=content.is_wide)
    heading(paper, content.title).paragraph_format.space_after = Pt(6)
    line = paper.add_paragraph()
    line.paragraph_format.space_after = Pt(2)
    whole = WIDE if content.is_wide else UPRIGHT
    line.paragraph_format.tab_stops.add_tab_stop(Mm(whole), alignment=2)
    write(line, f"{content.unit}\t截至{said(content.as_of)}　共{len(content.rows)}{content.counted}", size=12)
    shares = sum(column.share for column in content.columns)
    widths = (COUNTING, *((whole - COUNTING) * column.share / shares for column in content.columns))
    made = table(paper, ("序号", *(column.title for column in content.columns)), widths, size=11)
    rows = in_stroke_order(content.rows, lambda row: str(row.get(content.name_key, ""))) if content.name_key else content.rows
    texts = ((str(number), *(str(row.get(column.key, "")) for column in content.columns)) for number, row in enumerate(rows, 1))
    add_plain_rows(made, widths, texts, size=11, at_least=ROW_HEIGHT)
    uncertain = remark_on(str(row.get(content.name_key, "")) for row in rows) if content.name_key else ""
    for text in filter(None, (content.note, uncertain)):
        below = paper.add_paragraph()
        below.paragraph_format.space_before, below.paragraph_format.space_after = Pt(4), Pt(0)
        write(below, text, size=10.5)
    return file_of(paper).getvalue()
