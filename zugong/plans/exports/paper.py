"""The look of our .docx papers: A4, fonts as official papers name them with what stands in for them where they are missing, links and tables that Word itself would write."""

import datetime as dt
import re

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

TITLE, BODY, HEAD, SERIF = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
# font -> (what to take instead, family): the names of the same face in other systems first
INSTEAD = {
    TITLE: ("方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun,Noto Serif CJK SC", "roman"),
    BODY: ("仿宋,FangSong,华文仿宋,STFangsong,宋体,SimSun,Noto Serif CJK SC", "modern"),
    HEAD: ("SimHei,Noto Sans CJK SC", "swiss"),
    SERIF: ("SimSun,Noto Serif CJK SC", "roman"),
}
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def new_paper(title: str, at: dt.datetime, *, landscape: bool = False):
    """An empty paper with its page and its styles."""
    paper = Document()
    section = paper.sections[0]
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = width, height
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    margins = (Mm(18), Mm(16), Mm(16), Mm(16)) if landscape else (Mm(37), Mm(35), Mm(28), Mm(26))
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = margins
    section.footer_distance = Mm(8 if landscape else 25)
    core = paper.core_properties
    core.title, core.author, core.comments, core.keywords, core.language = clean(title)[:255], "", "", "", "zh-CN"
    core.created = core.modified = at.replace(tzinfo=None)
    dress(paper.styles["Normal"], BODY, 10.5 if landscape else 16)
    dress(paper.styles["Heading 1"], HEAD, 16)
    dress(paper.styles["Heading 2"], HEAD, 14)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _name_fonts(paper)
    _number_pages(section.footer.paragraphs[0])
    return paper


def clean(text: str) -> str:
    """Without the signs that XML has no place for."""
    return UNFIT.sub("", text)


def dress(style, font: str, size: float) -> None:
    """A style in black with one Chinese font; numbers and Latin letters in Times New Roman."""
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), False, False, RGBColor(0, 0, 0)
    _set_font(style.element.get_or_add_rPr(), font)


def _set_font(properties, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script, name in (("ascii", "Times New Roman"), ("hAnsi", "Times New Roman"), ("eastAsia", font), ("cs", "Times New Roman")):
        fonts.set(qn(f"w:{script}"), name)


def write(paragraph, text: str, *, font: str = "", size: float = 0, red: bool = False):
    """A run of text."""
    run = paragraph.add_run(clean(text))
    if font:
        _set_font(run._r.get_or_add_rPr(), font)
    if size:
        run.font.size = Pt(size)
    if red:
        run.font.color.rgb = RGBColor(0xC0, 0, 0)
    return run


def heading(paper, text: str):
    """The paper's title, in the middle."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, font=TITLE, size=22)
    return paragraph


def running(paper, *, indent: bool = True):
    """A paragraph of running text: 28 points from line to line, two characters in."""
    paragraph = paper.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    layout.space_after = Pt(0)
    layout.first_line_indent = Pt(32) if indent else None
    return paragraph


def link(paragraph, text: str, address: str, size: float = 0) -> None:
    """A hyperlink out of the paper, in the size of the text around it unless one is named."""
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    node = OxmlElement("w:hyperlink")
    node.set(qn("r:id"), key)
    run = write(paragraph, text, size=size)
    run.font.color.rgb, run.font.underline = RGBColor(0x1F, 0x4E, 0x9E), True
    node.append(run._r)
    paragraph._p.append(node)


def table(paper, heads: tuple[str, ...], widths: tuple[int, ...]):
    """A ruled table of fixed widths in millimetres, whose head is repeated on every page."""
    made = paper.add_table(rows=1, cols=len(heads), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, head, width in zip(made.rows[0].cells, heads, widths, strict=True):
        cell.width = Mm(width)
        fill(cell, head, font=HEAD, middle=True)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F2F2F2"/>'))
    _row_property(made.rows[0], "w:cantSplit")
    _row_property(made.rows[0], "w:tblHeader")
    return made


def add_row(made, widths: tuple[int, ...]):
    """A row that stays on one page."""
    row = made.add_row()
    _row_property(row, "w:cantSplit")
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    return row


def _row_property(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def fill(cell, text: str, *, font: str = BODY, size: float = 10, middle: bool = False) -> None:
    """The text of a cell, close together."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, font=font, size=size)


def _name_fonts(paper) -> None:
    """Tell in the font table what to take where a font is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>' for name, (instead, family) in INSTEAD.items()
    )
    for part in paper.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")


def _number_pages(paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, "— ", font=SERIF, size=12)
    run = write(paragraph, "", font=SERIF, size=12)
    for sort, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "1"), ("end", "")):
        node = OxmlElement("w:fldChar" if sort in ("begin", "separate", "end") else "w:t" if sort else "w:instrText")
        if node.tag == qn("w:fldChar"):
            node.set(qn("w:fldCharType"), sort)
        node.text = text or None
        run._r.append(node)
    write(paragraph, " —", font=SERIF, size=12)
