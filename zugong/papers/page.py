"""The page of our .docx papers: A4 with the margins, the 28 characters a line and the page numbers of official papers (GB/T 9704-2012, 5 and 7.5); the 22 lines stand in text.SPACING."""

import datetime as dt
import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .fonts import BODY, HEAD, SERIF, clean, dress, name_fonts
from .text import write

# The text area is 156 by 225 mm: top, bottom, left, right.
MARGINS = (Mm(37), Mm(35), Mm(28), Mm(26))
# A wide table may use more of the page: the standard rules only on its turning.
WIDE_MARGINS = (Mm(18), Mm(16), Mm(16), Mm(16))
BODY_SIZE, SMALL_SIZE, NUMBER_SIZE = 16, 10.5, 14


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
        _narrow(paper.styles["Normal"])
    if numbered:
        _number_pages(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _number_pages(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    return paper


def _narrow(style) -> None:
    """28 characters of 16 points want 448 points, the text area has 442: every character gives away a quarter of a point, which Word, WPS and LibreOffice do alike (their grids differ)."""
    node = OxmlElement("w:spacing")
    node.set(qn("w:val"), "-5")
    style.element.get_or_add_rPr().insert_element_before(node, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:u", "w:lang")


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
