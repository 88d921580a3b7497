"""What stands above and below the text of an official paper: the issuer's red mark with its number, and the lines on copies and printing (GB/T 9704-2012, 7.2 and 7.4)."""

import datetime as dt
from dataclasses import dataclass

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from ..fonts import TITLE
from ..tables import add_row, rule_across, ruled
from ..text import RED, SIZE, heading, running, said, width_of, write

SMALL = 14
MARK_SIZE, WIDTH = 42, 156


@dataclass(frozen=True)
class Letterhead:
    """`mark`: the issuer's name in red, such as a committee's paper or a meeting's minutes, and `issue` below it; `number`: the paper's number, `beside` what stands at the right of it (the signer). Minutes have the
    issuer and the day there."""

    mark: str
    number: str = ""
    beside: str = ""
    issue: str = ""


def head(paper, letterhead: Letterhead) -> None:
    """The mark 35 mm below the text area's edge, two lines, the number, 4 mm, the red line, two lines."""
    mark = paper.add_paragraph()
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.space_before, mark.paragraph_format.space_after = Mm(32), Pt(0)
    size = min(MARK_SIZE, int(Mm(WIDTH).pt / max(1, width_of(letterhead.mark))))
    write(mark, letterhead.mark, font=TITLE, size=size).font.color.rgb = RED
    if letterhead.issue:
        issue = running(paper, indent=False)
        issue.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(issue, letterhead.issue)
    else:
        running(paper)
    line = running(paper, indent=False)
    line.paragraph_format.space_after = Pt(20)
    if letterhead.beside:
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH) - Pt(SIZE), alignment=2)
        write(line, f"　{letterhead.number}\t{letterhead.beside}")
    else:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(line, letterhead.number)
    _underline(line)


def title(paper, text: str) -> None:
    """The title in the middle, with a line of air above and below; lines may be given by hand."""
    running(paper)
    for line in text.split("\n"):
        made = heading(paper, line)
        made.paragraph_format.space_after = Pt(0)
        made.paragraph_format.keep_with_next = True
    running(paper)


def attachments(paper, names: tuple[str, ...]) -> None:
    """One line below the text: a single one without a number, several numbered, their names under each other."""
    if not names:
        return
    running(paper)
    for number, name in enumerate(names, 1):
        line = running(paper)
        lead = "附件：" if number == 1 else "　　　"
        count = f"{number}." if len(names) > 1 else ""
        write(line, f"{lead}{count}{name}")
        hanging = SIZE * (3 + width_of(count))
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(2 * SIZE + hanging), Pt(-hanging)


def closing(paper, copies: str, printed_by: str, printed_on: dt.date | None) -> None:
    """Copies and printing between lines, in size 4, at the end of the text. The standard wants them at the foot of the last even page: that is moved by hand."""
    rows = [(f"抄送：{copies}。", "")] if copies else []
    if printed_by or printed_on:
        rows.append((printed_by, f"{said(printed_on)}印发" if printed_on else ""))
    if not rows:
        return
    running(paper)
    made = ruled(paper, 0, (WIDTH,))
    rule_across(made)
    for left, right in rows:
        line = add_row(made, (WIDTH,)).cells[0].paragraphs[0]
        layout = line.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.left_indent, layout.right_indent = Pt(SMALL if right else 4 * SMALL), Pt(SMALL)
        layout.first_line_indent = None if right else Pt(-3 * SMALL)
        layout.tab_stops.add_tab_stop(Mm(WIDTH - 4) - Pt(SMALL), alignment=2)
        write(line, f"{left}\t{right}" if right else left, size=SMALL)


def _underline(paragraph) -> None:
    """The red line below the number, over the whole width."""
    node = parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="4" w:color="C00000"/></w:pBdr>')
    paragraph._p.get_or_add_pPr().insert_element_before(node, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
