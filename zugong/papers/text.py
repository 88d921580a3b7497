"""Running text of official papers: the title, numbered parts, paragraphs, links, and who signs when (GB/T 9704-2012, 7.3)."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from .fonts import BODY, HEAD, SECOND, TITLE, clean, set_font

SIZE = 16
TITLE_SIZE = 22
# 22 lines in 225 mm; lines of the title stand a little wider.
SPACING, TITLE_SPACING = Pt(28.95), Pt(34)
RED = RGBColor(0xC0, 0, 0)
DIGITS = "零一二三四五六七八九"
# Levels of parts: the first in Hei, the second in Kai, the third and fourth in the font of the text.
FONTS = (HEAD, SECOND, BODY, BODY)


@dataclass(frozen=True)
class Part:
    """A part of a text with its heading; its number is made from its place. `body` holds paragraphs and parts of the next level, four levels at most."""

    title: str
    body: tuple["str | Part", ...] = ()


def write(paragraph, text: str, *, font: str = "", size: float = 0, red: bool = False):
    """A run of text; `size` in points."""
    run = paragraph.add_run(clean(text))
    if font:
        set_font(run._r.get_or_add_rPr(), font)
    if size:
        run.font.size = Pt(size)
    if red:
        run.font.color.rgb = RED
    return run


def heading(paper, text: str):
    """The paper's title, in the middle."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule, paragraph.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, TITLE_SPACING
    write(paragraph, text, font=TITLE, size=TITLE_SIZE)
    return paragraph


def running(paper, *, indent: bool = True):
    """A paragraph of running text: 22 lines on a page, two characters in."""
    paragraph = paper.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, SPACING
    layout.space_before = layout.space_after = Pt(0)
    layout.first_line_indent = Pt(2 * SIZE) if indent else None
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


def said(day: dt.date) -> str:
    """A day in Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"


def said_day(text: str) -> str:
    """An ISO day in Chinese; any other text as it is."""
    try:
        return said(dt.date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def numeral(number: int) -> str:
    """1 to 99 as people count in Chinese."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def number_of(level: int, number: int) -> str:
    """The number in front of the n-th part of a level (0 to 3)."""
    return (f"{numeral(number)}、", f"（{numeral(number)}）", f"{number}.", f"（{number}）")[level]


def tell(paper, body: tuple[str | Part, ...], level: int = 0) -> None:
    """Paragraphs and parts in their order; a part's heading stays with what follows it."""
    count = 0
    for each in body:
        if isinstance(each, str):
            for line in each.replace("\r\n", "\n").split("\n"):
                write(running(paper), line.strip())
            continue
        count += 1
        paragraph = running(paper)
        paragraph.paragraph_format.keep_with_next = bool(each.body)
        write(paragraph, number_of(level, count) + each.title, font=FONTS[level])
        tell(paper, each.body, level + 1)


def width_of(text: str) -> float:
    """How many characters wide: Latin letters and digits are half as wide as Chinese ones."""
    return sum(1 if unicodedata.east_asian_width(each) in "FWA" else 0.5 for each in text)


def sign(paper, issuer: str, day: dt.date) -> None:
    """Who issues and when, with room for the seal: the day four characters from the right, the name in the middle above it (GB/T 9704-2012, 7.3.5.1)."""
    for line in (issuer, said(day)):
        paragraph = running(paper, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(SIZE * max(0, 4 + (width_of(said(day)) - width_of(line)) / 2))
        paragraph.paragraph_format.keep_with_next = line is issuer
        write(paragraph, line)
