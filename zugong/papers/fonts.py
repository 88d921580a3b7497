"""Fonts as official papers name them, and what to take where they are missing.

GB/T 9704-2012 asks for faces that are not free (a bold Song for titles, Fang Song, Kai, Hei). A paper names them, so that it looks right where they are installed; its font table names
the same face under other systems' names first, then open fonts (Noto CJK). `REMARK` says so to people; nothing is embedded.
"""

import re

from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

TITLE, BODY, HEAD, SECOND, SERIF = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
# font -> (what to take instead, family): the names of the same face in other systems first
INSTEAD = {
    TITLE: ("方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun,Noto Serif CJK SC", "roman"),
    BODY: ("仿宋,FangSong,华文仿宋,STFangsong,宋体,SimSun,Noto Serif CJK SC", "modern"),
    HEAD: ("SimHei,Noto Sans CJK SC", "swiss"),
    SECOND: ("楷体,KaiTi,华文楷体,STKaiti,宋体,SimSun,Noto Serif CJK SC", "script"),
    SERIF: ("SimSun,Noto Serif CJK SC", "roman"),
}
REMARK = "公文标准字体（小标宋、仿宋、楷体、黑体）不是自由字体，系统没有随带。本机没有装这些字体时，会用宋体或开源的思源字体代替显示，版面会略有出入；请在装有标准字体的电脑上打印。"
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Without the signs that XML has no place for."""
    return UNFIT.sub("", text)


def dress(style, font: str, size: float) -> None:
    """A style in black with one Chinese font, `size` in points; numbers and Latin letters in Times New Roman."""
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), False, False, RGBColor(0, 0, 0)
    set_font(style.element.get_or_add_rPr(), font)


def set_font(properties, font: str) -> None:
    """The Chinese font of a run or style."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", font), ("cs", LATIN)):
        fonts.set(qn(f"w:{script}"), name)


def name_fonts(paper) -> None:
    """Tell in the font table what to take where a font is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>' for name, (instead, family) in INSTEAD.items()
    )
    for part in paper.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")
