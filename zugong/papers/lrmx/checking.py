"""The strict reader: whether a file is as write() makes it. It is a second reading of its own, by an XML parser, so that both cannot be wrong in the same way."""

import datetime as dt
import re

from lxml import etree

from zugong.files.unfit import Unfit

from .elements import ELEMENTS, ITEM, OF_RELATIVES, ROOT, Element
from .months import month_in
from .photos import picture_in

_FIT = {
    "version": (re.compile(r"\d{1,3}(\.\d{1,4}){1,3}"), "应为数字和点，如 3.2.1.16"),
    "id_number": (re.compile(r"|[1-9]\d{16}[\dX]"), "应为 18 位，末位是数字或大写 X"),
    "sex": (re.compile(r"|男|女"), "应为男或女"),
    "name": (re.compile(r".+"), "是空的"),
}
_FIGURES = re.compile(r"[\d.．·\-/年月日\s]+", re.ASCII)
_SPAN = re.compile(r"(\d{4}\.\d{2})--(\d{4}\.\d{2}|\s{7})  \S.*| {18}\S.*", re.ASCII)


def check(data: bytes) -> list[str]:
    """Faults as sentences in Chinese with their place; empty when the file is in order."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ["文件不是 UTF-8 编码。"]
    faults = [f"第 {text.count(chr(10), 0, bare.start()) + 1} 行：换行不是 CRLF。" for bare in list(re.finditer(r"(?<!\r)\n|\r(?!\n)", text))[:1]]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return [*faults, f"第 {error.lineno} 行：XML 写得不对（有没有转义的 &、<，或标记没有配对）。"]
    if root.getroottree().docinfo.doctype:
        return [*faults, "有 DOCTYPE 声明，任免审批表没有这些。"]
    if root.tag != ROOT:
        return [*faults, f"最外层是 <{root.tag}>，应为 <{ROOT}>。"]
    return faults + _children(root, ELEMENTS, "")


def _children(node, elements: tuple[Element, ...], place: str) -> list[str]:
    """Which elements there are and in which order, then what each says."""
    tags, wanted = [child.tag for child in node], [each.tag for each in elements]
    faults = [f"{place}缺少“{each.title}”<{each.tag}>。" for each in elements if each.tag not in tags]
    faults += [f"{place}多出不认识的 <{tag}>。" for tag in tags if tag not in wanted]
    faults += [f"{place}“{each.title}”出现了 {tags.count(each.tag)} 次。" for each in elements if tags.count(each.tag) > 1]
    known = [tag for tag in tags if tag in wanted]
    if not faults and known != wanted:
        at = next(number for number, (tag, right) in enumerate(zip(known, wanted, strict=True)) if tag != right)
        faults.append(f"{place}栏目次序不对：第 {at + 1} 个应为“{elements[at].title}”<{wanted[at]}>，实为 <{known[at]}>。")
    for element in elements:
        for child in node.findall(element.tag)[:1]:
            faults += _relatives(child, element) if element.kind == "family" else [f"{place}“{element.title}”{said}。" for said in _faults_in(child, element)]
    return faults


def _relatives(node, element: Element) -> list[str]:
    faults = [f"“{element.title}”里面多出不认识的 <{child.tag}>。" for child in node if child.tag != ITEM]
    for number, item in enumerate(node.findall(ITEM), 1):
        faults += _children(item, OF_RELATIVES, f"家庭成员第 {number} 人：")
    return faults


def _faults_in(node, element: Element) -> list[str]:
    if len(node):
        return [f"里面有别的标记 <{node[0].tag}>"]
    text = node.text or ""
    if element.kind == "photo":
        return _photo(text)
    if text != text.strip() and element.kind != "resume":
        return ["首尾有空白"]
    if element.kind == "text" and "\n" in text:
        return ["只应有一行"]
    if element.kind in ("month", "day"):
        right = not text or (_is_month(text) if element.kind == "month" else _is_day(text))
        return [] if right else ["应为 yyyyMM" if element.kind == "month" else "应为 yyyyMMdd"]
    if element.kind == "parties":
        wrong = [part for part in text.split("；") if text and (not part or part != part.strip() or (_FIGURES.fullmatch(part) and not _is_month(part)))]
        return ["应为 yyyyMM 或党派名称，几项之间用“；”隔开"] if wrong else []
    if element.kind == "resume":
        wrong_lines = [number for number, line in enumerate(text.split("\n"), 1) if text and not _is_resume_line(line)]
        return [f"第 {number} 行应为“yyyy.MM--yyyy.MM  内容”" for number in wrong_lines]
    pattern, said = _FIT.get(element.name, (None, "")) if node.getparent().tag == ROOT else (None, "")
    return [said] if pattern and not pattern.fullmatch(text) else []


def _is_month(text: str) -> bool:
    return bool(re.fullmatch(r"\d{6}", text, re.ASCII) and month_in(text)[0])


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{8}", text, re.ASCII) and dt.datetime.strptime(text, "%Y%m%d"))
    except ValueError:
        return False


def _is_resume_line(line: str) -> bool:
    found = _SPAN.fullmatch(line)
    return bool(found and all(month_in(each)[0] for each in found.groups() if each and each.strip()))


def _photo(text: str) -> list[str]:
    try:
        return [] if not text or picture_in(text) else []
    except Unfit as refusal:
        return [str(refusal)]
