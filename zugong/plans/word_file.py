"""The text of a .docx file as people see it: paragraphs with their automatic numbers, and the cells of tables, in the order of the document."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from .outline import LARGEST_FILE, PlanUnreadable
from .word_numbers import Numbers, is_on

LARGEST_PART = 20 * 1024 * 1024
MOST_ENTRIES = 5_000
PACKED, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx（不加密、不含宏），或另存为 .txt，再导入。"
# What is no text of the paragraph itself: properties, deleted and moved text, codes of fields, pictures, the copy for old versions, small readings.
NO_TEXT = {"pPr", "rPr", "sdtPr", "del", "moveFrom", "delText", "instrText", "drawing", "pict", "object", "Fallback", "rt", "txbxContent"}
NO_PARAGRAPHS = {"sectPr", "sdtPr", "tblPr", "trPr", "tcPr", "del", "moveFrom", "Fallback"}
SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def is_word(data: bytes) -> bool:
    """Whether the file begins like one that Word wrote, of any age."""
    return data.startswith((PACKED, COMPOUND))


def text_of(data: bytes) -> str:
    """One line for each paragraph; PlanUnreadable says why there is none."""
    if len(data) > LARGEST_FILE:
        raise PlanUnreadable(f"文件超过 5 MB（共 {len(data)} 字节）：请删去图片和附件，只保留计划正文，再导入。")
    if data.startswith(COMPOUND):
        sort = "加了密码的文件" if "EncryptedPackage".encode("utf-16-le") in data else "旧格式的文件（.doc、.wps）"
        raise PlanUnreadable(f"这是{sort}，读不出文字：{SAVE_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except PlanUnreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, RuntimeError, EOFError, ValueError, OSError):
        raise PlanUnreadable(f"文件坏了，打不开：{SAVE_AGAIN}") from None


def _read(archive: zipfile.ZipFile) -> str:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if len(entries) > MOST_ENTRIES:
        raise PlanUnreadable(f"文件里的东西太多（{len(entries)} 件），不像一份计划：{SAVE_AGAIN}")
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise PlanUnreadable(f"这是加了密码的文件，读不出文字：{SAVE_AGAIN}")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries.values()):
        raise PlanUnreadable(f"文件坏了，打不开：{SAVE_AGAIN}")
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in entries):
        raise PlanUnreadable(f"文件里含有宏，为安全起见不导入：{SAVE_AGAIN}")
    main = _part_for(archive, "", "officeDocument") or "word/document.xml"
    if main not in entries:
        raise PlanUnreadable(f"这是压缩文件或别的办公软件文件，不是 Word 文档：{SAVE_AGAIN}")
    document = _parsed(archive, main)
    body = document.find("body")
    if document.tag != "document" or body is None:
        raise PlanUnreadable(f"这不是 Word 文档，是表格或演示文稿：{SAVE_AGAIN}")
    numbers = Numbers(*(_parsed(archive, name) if (name := _part_for(archive, main, sort)) in entries else None for sort in ("numbering", "styles")))
    return "\n".join(line for paragraph in _paragraphs(body) if (line := _line(paragraph, numbers)).strip())


def _part_for(archive: zipfile.ZipFile, owner: str, sort: str) -> str | None:
    """The part that a relation of this sort names."""
    folder, _, name = owner.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if relations not in archive.namelist():
        return None
    for each in _parsed(archive, relations).iter("Relationship"):
        if each.get("Type", "").endswith("/" + sort) and each.get("TargetMode") != "External":
            target = each.get("Target", "")
            return target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
    return None


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    """The part as XML with bare names; what unpacks to more than a plan can be is refused before it is unpacked whole."""
    with archive.open(name) as packed:
        data = packed.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise PlanUnreadable(f"文件解开以后超过 {LARGEST_PART // 1024 // 1024} MB，不像一份计划：{SAVE_AGAIN}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise PlanUnreadable(f"文件坏了，打不开：{SAVE_AGAIN}")
    for node in root.iter(etree.Element):
        node.tag = node.tag.rpartition("}")[2]
        for attribute in [each for each in node.attrib if each.startswith("{")]:
            node.attrib[attribute.rpartition("}")[2]] = node.attrib.pop(attribute)
    return root


def _paragraphs(node: Element) -> Iterator[Element]:
    """Paragraphs in the order of the text, those of tables row by row, those of text boxes behind the paragraph that holds the box."""
    for child in node:
        if child.tag == "p":
            yield child
            yield from _in_boxes(child)
        elif child.tag not in NO_PARAGRAPHS:
            yield from _paragraphs(child)


def _in_boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == "txbxContent":
            yield from _paragraphs(child)
        elif child.tag not in NO_PARAGRAPHS:
            yield from _in_boxes(child)


def _line(paragraph: Element, numbers: Numbers) -> str:
    """The number counts on before empty paragraphs too; those are left out."""
    number, text = numbers.before(paragraph), "".join(_text(paragraph)).strip()
    return number + text if text else ""


def _text(node: Element) -> Iterator[str]:
    for child in node:
        if child.tag == "t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in NO_TEXT and not (child.tag == "r" and is_on(child.find("rPr"), "vanish")):
            yield from _text(child)
