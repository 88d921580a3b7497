"""The page of our .docx papers: A4 with the margins, the grid and the page numbers of official papers (GB/T 9704-2012, 5 and 7.5)."""

import datetime as dt
import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from .fonts import BODY, HEAD, SERIF, clean, dress, name_fonts
from .text import write

LINES, CHARACTERS = 22, 28
# The text area is 156 by 225 mm: top, bottom, left, right.
MARGINS = (Mm(37), Mm(35), Mm(28), Mm(26))
# A wide table may use more of the page: the standard rules only on its turning.
WIDE_MARGINS = (Mm(18), Mm(16), Mm(16), Mm(16))
BODY_SIZE, SMALL_SIZE, NUMBER_SIZE = 16, 10.5, 14
LINE = Pt(225 / 25.4 * 72 / LINES)


def new_paper(title: str, at: dt.datetime, *, landscape: bool = False, numbered: bool = True):
    """An empty paper with its page and its styles. `at` stands in the file as the time of writing; no author does."""
    paper = Document()
    section = paper.sections[0]
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = width, height
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = WIDE_MARGINS if landscape else MARGINS
    section.footer_distance = Mm(8 if landscape else 23)
    core = paper.core_properties
    core.title, core.author, core.comments, core.keywords, core.language = clean(title)[:255], "", "", "", "zh-CN"
    core.created = core.modified = at.replace(tzinfo=None)
    dress(paper.styles["Normal"], BODY, SMALL_SIZE if landscape else BODY_SIZE)
    dress(paper.styles["Heading 1"], HEAD, BODY_SIZE)
    dress(paper.styles["Heading 2"], HEAD, NUMBER_SIZE)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    name_fonts(paper)
    paper.settings.odd_and_even_pages_header_footer = True
    if not landscape:
        _lay_grid(section)
    if numbered:
        _number_pages(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _number_pages(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    return paper


def _lay_grid(section) -> None:
    """22 lines of 28 characters: the pitch of a line in twentieths of a point, what a character has less than its size in 4096ths."""
    pitch, narrower = round(LINE.pt * 20), round((156 / 25.4 * 72 / CHARACTERS - BODY_SIZE) * 4096)
    for former in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(former)
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{pitch}" w:charSpace="{narrower}"/>'))


def _number_pages(paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """Dashes around the number, one character from the outer edge: odd pages right, even pages left."""
    paragraph.alignment = side
    layout = paragraph.paragraph_format
    layout.left_indent, layout.right_indent = (Pt(NUMBER_SIZE), None) if side == WD_ALIGN_PARAGRAPH.LEFT else (None, Pt(NUMBER_SIZE))
    write(paragraph, "— ", font=SERIF, size=NUMBER_SIZE)
    run = write(paragraph, "", font=SERIF, size=NUMBER_SIZE)
    for sort, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "1"), ("end", "")):
        node = OxmlElement("w:fldChar" if sort in ("begin", "separate", "end") else "w:t" if sort else "w:instrText")
        if node.tag == qn("w:fldChar"):
            node.set(qn("w:fldCharType"), sort)
        node.text = text or None
        run._r.append(node)
    write(paragraph, " —", font=SERIF, size=NUMBER_SIZE)


def mark(paper, text: str) -> None:
    """A word in red at the top right of every page, such as that it is a draft."""
    for header in (paper.sections[0].header, paper.sections[0].even_page_header):
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        write(paragraph, text, font=HEAD, size=12, red=True)


def file_of(paper) -> io.BytesIO:
    """The paper as a .docx file, from its beginning."""
    file = io.BytesIO()
    paper.save(file)
    file.seek(0)
    return file
