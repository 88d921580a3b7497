"""Reading an exchange file as it comes: any order, missing elements, signs that are not escaped, both encodings. What could not be understood is said and left empty, never guessed."""

import re
from dataclasses import dataclass, field

from zugong.files.unfit import Unfit

from ..fonts import clean
from .elements import ELEMENTS, ITEM, OF_RELATIVES, ROOT, Element
from .form import AppointmentForm, Relative, ResumeLine
from .markup import Node, TooMuch, parse
from .months import Month, day_in, month_in
from .photos import picture_in

MOST_BYTES = 3 * 1024 * 1024
MOST_RELATIVES, MOST_REMARKS, LONGEST = 60, 100, 60_000
SAVE_AGAIN = "请用任免审批表编辑软件打开原表，另存为 .lrmx 文件再导入。"
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.\-]{1,30})[\"']", re.IGNORECASE)
_SPAN = re.compile(r"(?P<since>\d{4}\s*[.．\-/年]?\s*\d{1,2}月?)\s*(?:-{1,4}|[—–－~～]{1,2}|至)(?:\s{0,3}(?P<until>\d{4}\s*[.．\-/年]?\s*\d{1,2}月?|至今|今|现在))?\s*(?P<text>.*)")


class Unreadable(ValueError):
    """No appointment form; the message says in Chinese what it is instead and what to do."""


@dataclass
class _Reading:
    """What was noticed on the way."""

    remarks: list[str] = field(default_factory=list)

    def note(self, place: str, said: str) -> None:
        self.remarks.append(f"{place}：{said}")


def read(data: bytes) -> tuple[AppointmentForm, list[str]]:
    """The form and, as sentences in Chinese with their place, what was mended or left out. Unreadable for what is no such file."""
    text, remarks = _decoded(data)
    root, mended = _root(clean(text))
    reading = _Reading(remarks + mended)
    found = _sorted_out(root, {each.tag: each for each in ELEMENTS}, "表中", reading)
    if not found:
        raise Unreadable(f"<{ROOT}> 里一个认识的栏目也没有，不是任免审批表：{SAVE_AGAIN}")
    missing = "、".join(each.title for each in ELEMENTS if each.tag not in found)
    if missing:
        reading.note("表中", f"没有这些栏目，按空白读入：{missing}。")
    values = {}
    for element in ELEMENTS:
        if element.tag in found:
            values |= _value(element, found[element.tag], element.title, reading)
    more = len(reading.remarks) - MOST_REMARKS
    return AppointmentForm(**values), reading.remarks[:MOST_REMARKS] + ([f"还有 {more} 处，不再一一列出。"] if more > 0 else [])


def _root(text: str) -> tuple[Node, list[str]]:
    if re.search(r"<!(?:DOCTYPE|ENTITY)\b", text[:100_000], re.IGNORECASE):
        raise Unreadable(f"文件里有 DOCTYPE 或 ENTITY 声明，任免审批表没有这些，为安全起见不读：{SAVE_AGAIN}")
    try:
        top, mended = parse(text)
    except TooMuch as refusal:
        raise Unreadable(f"{refusal}：{SAVE_AGAIN}") from None
    forms = [node for node in top.children if node.name == ROOT]
    if not forms:
        if text.lstrip().startswith('"'):
            raise Unreadable(f"这像是旧格式的任免审批表（.lrm，逗号和引号分隔），读不了：{SAVE_AGAIN}")
        raise Unreadable(f"文件里没有 <{ROOT}>，不是任免审批表（.lrmx）：{SAVE_AGAIN}")
    if len(forms) > 1 or any(node.name == ROOT for node in forms[0].children):
        mended.append("文件里不止一个人的表，只读第一个。")
    return forms[0], mended


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text, and what its bytes are when they are not what they say."""
    if not data.strip():
        raise Unreadable(f"是空文件：{SAVE_AGAIN}")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，不像一份任免审批表。如果是照片太大，请压缩照片后重新存表。")
    mark = next((mark for mark in _BOMS if data.startswith(mark)), b"")
    if b"\0" in data and _BOMS.get(mark, "utf-8") == "utf-8":
        raise Unreadable(f"这不是任免审批表（.lrmx），是图片、压缩包或别的软件的文件：{SAVE_AGAIN}")
    declared = found[1].decode("ascii").lower() if (found := _DECLARED.search(data[:1000])) else "utf-8"
    for encoding in [_BOMS[mark]] if mark else ["utf-8", "gb18030"]:
        try:
            text = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        is_chinese = declared.startswith(("gb", "cp936"))
        differs = not text.isascii() and (encoding == "gb18030") != is_chinese
        return text, [f"文件说自己是 {declared.upper()} 编码，实际是 {encoding.upper()}，按实际的读入。"] if differs and found else []
    raise Unreadable(f"文字编码认不出来（不是 UTF-8，也不是 GB18030），或文件已损坏：{SAVE_AGAIN}")


def _sorted_out(node: Node, known: dict[str, Element], place: str, reading: _Reading) -> dict[str, Node]:
    """The first element of each name; further ones and unknown ones are noted."""
    found: dict[str, Node] = {}
    for child in node.children:
        if child.name not in known:
            if child.name != ROOT:
                reading.note(f"第 {child.line} 行", f"不认识的栏目 <{child.name}>，没有读入。")
        elif child.name in found:
            reading.note(f"第 {child.line} 行", f"“{known[child.name].title}”重复出现，只读第一个。")
        else:
            found[child.name] = child
            if known[child.name].kind != "family":
                for stray in child.children:
                    reading.note(f"第 {stray.line} 行", f"“{known[child.name].title}”里面有不认识的 <{stray.name}>，没有读入。")
    if node.text:
        reading.note(place, "有不属于任何栏目的文字，没有读入。")
    return found


def _value(element: Element, node: Node, place: str, reading: _Reading) -> dict:
    """Values by their names in the form."""
    text = node.text
    if element.kind == "photo":
        return {element.name: _photo(text, place, reading)}
    if element.kind == "family":
        return {element.name: _family(node, place, reading)}
    if len(text) > LONGEST:
        reading.note(place, f"超过 {LONGEST} 字，后面的没有读入。")
        text = text[:LONGEST].rstrip()
    if element.kind == "month":
        return {element.name: _month(text, place, reading)}
    if element.kind == "day":
        return {element.name: _day(text, place, reading)}
    if element.kind == "parties":
        return _parties(text, place, reading)
    if element.kind == "resume":
        return {element.name: tuple(_resume_line(line) for line in text.split("\n") if line.strip())}
    if element.name == "version" and not text:
        return {}
    return {element.name: text if element.kind == "lines" else " ".join(text.split()).upper() if element.name == "id_number" else " ".join(text.split())}


def _month(text: str, place: str, reading: _Reading) -> Month | None:
    month, is_cut = month_in(text)
    if text and not month:
        reading.note(place, f"“{text[:12]}”不是年月（如 199006、1990.06），没有读入。")
    if is_cut:
        reading.note(place, "写到了日，只取年月。")
    return month


def _day(text: str, place: str, reading: _Reading):
    day, is_month = day_in(text)
    if text and not day:
        reading.note(place, f"“{text[:12]}”不是日期（如 20260930），没有读入。")
    if is_month:
        reading.note(place, "只写了年月，按当月 1 日读入。")
    return day


def _parties(text: str, place: str, reading: _Reading) -> dict:
    """A month is that of joining the Party; anything else is another party, as it stands."""
    joined, others = None, []
    for each in filter(None, (part.strip() for part in re.split(r"[；;\n]", text))):
        month, is_cut = month_in(each)
        if month and joined is None:
            joined = month
            if is_cut:
                reading.note(place, "写到了日，只取年月。")
        elif month:
            reading.note(place, "有两个年月，只取第一个作为入党时间。")
        else:
            others.append(" ".join(each.split()))
    return {"joined_in": joined, "other_parties": tuple(others)}


def _resume_line(line: str) -> ResumeLine:
    """A line that does not begin with months goes on with the one above."""
    found = _SPAN.fullmatch(line.strip())
    since = month_in(found["since"])[0] if found else None
    said = (found["until"] or "") if found else ""
    until = month_in(said)[0]
    if not since or (said[:1].isdigit() and not until):
        return ResumeLine(" ".join(line.split()))
    return ResumeLine(" ".join(found["text"].split()), since, until)


def _family(node: Node, place: str, reading: _Reading) -> tuple[Relative, ...]:
    items = [child for child in node.children if child.name == ITEM]
    for child in node.children:
        if child.name != ITEM:
            reading.note(f"第 {child.line} 行", f"“{place}”里面有不认识的 <{child.name}>，没有读入。")
    if len(items) > MOST_RELATIVES:
        reading.note(place, f"超过 {MOST_RELATIVES} 人，后面的没有读入。")
    known, family = {each.tag: each for each in OF_RELATIVES}, []
    for number, item in enumerate(items[:MOST_RELATIVES], 1):
        found = _sorted_out(item, known, f"{place}第 {number} 人", reading)
        values = {}
        for tag, each in found.items():
            values |= _value(known[tag], each, f"{place}第 {number} 人的{known[tag].title}", reading)
        if any(values.values()):
            family.append(Relative(**values))
    return tuple(family)


def _photo(text: str, place: str, reading: _Reading) -> bytes | None:
    if not text:
        return None
    try:
        return picture_in(text)
    except Unfit as refusal:
        reading.note(place, f"{refusal}。没有读入。")
        return None
