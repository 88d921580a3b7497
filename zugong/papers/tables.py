"""Ruled tables that go on over pages: the head is repeated, a row stays whole."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from .fonts import BODY, HEAD, LATIN, clean
from .text import write


def ruled(paper, rows: int, widths: tuple[float, ...]):
    """A ruled table of fixed widths in millimetres, in the middle of the text area, with a little air in its cells."""
    made = paper.add_table(rows=rows, cols=len(widths), style="Table Grid")
    made.autofit, made.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    air = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)))
    made._tbl.tblPr.insert_element_before(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{air}</w:tblCellMar>"), "w:tblLook")
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        _measure(row, widths)
    return made


def table(paper, heads: tuple[str, ...], widths: tuple[float, ...], *, size: float = 10):
    """A ruled table whose head is repeated on every page."""
    made = ruled(paper, 1, widths)
    for cell, head in zip(made.rows[0].cells, heads, strict=True):
        fill(cell, head, font=HEAD, size=size, middle=True)
        shade(cell)
    keep_whole(made.rows[0])
    _row_property(made.rows[0], "w:tblHeader")
    return made


def add_row(made, widths: tuple[float, ...], *, at_least: float = 0):
    """A row that stays on one page, `at_least` so many millimetres high."""
    row = made.add_row()
    _measure(row, widths)
    keep_whole(row)
    if at_least:
        set_height(row, at_least)
    return row


def add_plain_rows(made, widths: tuple[float, ...], rows: Iterable[tuple[str, ...]], *, size: float, at_least: float) -> None:
    """Many rows of short texts in the middle of their cells, each on one page. Written as text: cell by cell, python-docx takes ten times as long."""
    half = round(size * 2)
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{BODY}" w:cs="{LATIN}"/>'
    heads = [f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{round(Mm(width).twips)}"/><w:vAlign w:val="center"/></w:tcPr>' for width in widths]
    begin = f'<w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr>{fonts}<w:sz w:val="{half}"/></w:rPr><w:t xml:space="preserve">'
    row_head = f'<w:tr {nsdecls("w")}><w:trPr><w:cantSplit/><w:trHeight w:val="{round(Mm(at_least).twips)}" w:hRule="atLeast"/></w:trPr>'
    for texts in rows:
        cells = "".join(head + begin + escape(clean(text)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">') + "</w:t></w:r></w:p></w:tc>" for head, text in zip(heads, texts, strict=True))
        made._tbl.append(parse_xml(f"{row_head}{cells}</w:tr>"))


def set_height(row, at_least: float) -> None:
    """The least height of a row in millimetres."""
    row.height, row.height_rule = Mm(at_least), WD_ROW_HEIGHT_RULE.AT_LEAST


def keep_whole(row) -> None:
    """The row is not split between pages."""
    _row_property(row, "w:cantSplit")


def fill(cell, text: str, *, font: str = BODY, size: float = 10, middle: bool = False) -> None:
    """The text of a cell, close together; each of its lines is a paragraph."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        layout = paragraph.paragraph_format
        layout.space_after, layout.line_spacing_rule = Pt(0), WD_LINE_SPACING.SINGLE
        if middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(paragraph, line, font=font, size=size)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if middle else None


def rule_across(made) -> None:
    """Only level lines: above, between and below the rows."""
    sides = "".join(f'<w:{side} w:val="{sort}" w:sz="8" w:space="0" w:color="000000"/>' for side, sort in (("top", "single"), ("left", "nil"), ("bottom", "single"), ("right", "nil"), ("insideH", "single"), ("insideV", "nil")))
    made._tbl.tblPr.insert_element_before(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def shade(cell) -> None:
    """A light ground for heads."""
    ground = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F2F2F2"/>')
    cell._tc.get_or_add_tcPr().insert_element_before(ground, "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")


def _measure(row, widths: tuple[float, ...]) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def _row_property(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
