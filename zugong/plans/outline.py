"""Read the outline of a Chinese annual work plan from plain text: parts, items, measures.

The numbering tells the levels: the first style met numbers the parts, the second the items, and
the third starts a measure. Lines that are no sentence of the plan are kept apart as noise.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

LONGEST_TEXT = 2_000_000
LARGEST_FILE = 5 * 1024 * 1024
SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")

DIGITS = "一二三四五六七八九"
NUMERAL = rf"([{DIGITS}]?十[{DIGITS}]?|[{DIGITS}])"
RUNNING = "一是"
STYLES = {
    "一、": re.compile(rf"{NUMERAL}、"),
    "（一）": re.compile(rf"[（(]\s*{NUMERAL}\s*[）)]、?"),
    "1.": re.compile(r"(\d{1,2})[.．](?=\d{4}年|\D)"),
    "1、": re.compile(r"(\d{1,2})、(?=\d{4}年|\D)"),
    "（1）": re.compile(r"[（(]\s*(\d{1,2})\s*[）)]、?"),
    RUNNING: re.compile(rf"{NUMERAL}是[，：,:]?"),
}
NESTED = re.compile(r"[：:，,]\s*(?:一是|[（(][一1][）)]|1[.．、]\D)")
COUNTED = (
    rf"[{DIGITS}十百千万亿〇零两是年月天个批次般名项种条件位家户届岁者期季倍元国省市县村农史轮场套类档张份级步]"
    "|方面|会一课|严三实|重一大|务公开|中全会|节(?!约)|支(?!持|撑)|人(?!才)|日(?!常)|周(?!密)|层(?!层)|大(?!力)"
)
MISSING_IS = {RUNNING: re.compile(rf"{NUMERAL}(?!{COUNTED})(?=[\u4e00-\u9fff].{{1,30}}$)")}

FULL_WIDTH = str.maketrans("();!?", "（）；！？")
SHELTERS = [f"{a}(?:[^{a}{b}]|{a}[^{a}{b}]*{b})*{b}" for a, b in zip("“‘（《「『【", "”’）》」』】", strict=True)]
TOKEN = re.compile("|".join([*SHELTERS, '"[^"]*"', "[。；！？]+"]))
ENDED = re.compile(r"[。；：！？;:!?](?:[”’）)》」』\"]|[（(][^（()）]*[）)])*$")
NOTE = re.compile(r"[（(][^（()）]{2,}[）)]")

YEAR = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年"
TITLE = re.compile(rf"(?:.*{YEAR}|.*(?:年度|工作思路|要点|计划|安排|规划|任务|打算|意见|方案)).*(?<![。；：！？，])")
DATE = re.compile(rf"[（(]?(?:{YEAR}.{{1,3}}月(?:.{{1,4}}日)?|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})[）)]?")
ADVERTISING = re.compile(r"网址|http|www\.|仅供学习|禁止外传|(?:QQ|微信)\D{0,6}\d{5}|^【.*】$", re.IGNORECASE)
PROMOTION = re.compile(r"QQ|微信|会员|订阅|咨询", re.IGNORECASE)
LONGEST_HEADLINE = 60
ADVICE = "看不出各部分和下面的工作：请把各部分编为“一、”，把部分下的各项工作编为“（一）”“1.”或“一是”。"


class PlanUnreadable(ValueError):
    """The plan cannot be read; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Item:
    """One numbered task; an empty number holds what its part says outside all items."""

    number: str
    title: str
    measures: list[str]


@dataclass(frozen=True)
class Part:
    """One chapter of the plan."""

    number: str
    title: str
    items: list[Item]


@dataclass(frozen=True)
class Outline:
    """A plan as read: each line of the text stands in one of these places."""

    title: str
    preamble: list[str]
    parts: list[Part]
    noise: list[str]


class Line(NamedTuple):
    """One line of the text, counted from 1, and its sentences."""

    number: int
    text: str
    pieces: list[str]


class Mark(NamedTuple):
    """A number where a heading or a numbered measure may begin; standing means at a line's start."""

    style: str
    number: str
    ordinal: int
    rest: str
    standing: bool
    line: int


def decode(data: bytes) -> str:
    """Return the text of an uploaded file, or say why it has none."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise PlanUnreadable("文件是空的，从头到尾没有文字：请选择有内容的 .docx 或 .txt 文件。")
    if len(data) > LARGEST_FILE:
        raise PlanUnreadable(f"文件超过 5 MB（共 {len(data)} 字节）：请只保留计划正文，另存为 .txt 再导入。")
    if data.startswith(SIGNATURES):
        raise PlanUnreadable("文件开头表明这是 Word、PDF 或压缩文件，不是纯文本：请打开后另存为 .docx 或 .txt 再导入。")
    text = ""
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = text or data.decode(encoding)
    strange = [place for place, sign in enumerate(text) if sign < " " and sign not in "\t\n\r\f"]
    if not text or "\0" in text or len(strange) > 2 + len(text) // 100:
        line = text.count("\n", 0, strange[0]) + 1 if strange else 1
        raise PlanUnreadable(f"文件第 {line} 行起有不是文字的内容：请用记事本等软件另存为 .txt（编码选 UTF-8）再导入。")
    return text


def read_outline(text: str) -> Outline:
    """Return the plan's title, preamble and parts, and the lines that belong to none of them."""
    if len(text) > LONGEST_TEXT:
        raise PlanUnreadable(f"全文共 {len(text)} 字，超过 {LONGEST_TEXT} 字：请只保留计划正文，删去其余内容。")
    rows = [row.strip() for row in text.replace("\ufeff", "").replace("\u200b", "").splitlines()]
    lines = [Line(number, row, sentences(row)) for number, row in enumerate(rows, 1) if row]
    if not lines:
        raise PlanUnreadable("计划全文是空的，没有一行文字：请粘贴计划全文，或选择有内容的文件。")
    title = _title(lines)
    start = lines.index(title) + 1 if title else 0
    noise = [line.text for line in lines[: max(start - 1, 0)]]
    reading = _Reading(_levels(lines[start:]), noise)
    for line, below in pairwise([*lines[start:], lines[-1]]):
        reading.take(line, below)
    return Outline(title.text if title else "", ["".join(sentence) for sentence in reading.preamble], reading.parts, noise)


def sentences(paragraph: str) -> list[str]:
    """Cut after each end mark that stands outside quotes and brackets."""
    tokens = TOKEN.finditer(paragraph.translate(FULL_WIDTH))
    cuts = [0, *(token.end() for token in tokens if token[0][0] in "。；！？"), len(paragraph)]
    pieces = [piece for start, end in pairwise(cuts) if (piece := paragraph[start:end].strip())]
    if len(pieces) > 1 and NOTE.fullmatch(pieces[-1]):
        pieces[-2:] = ["".join(pieces[-2:])]
    return pieces


def _ordinal(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, ten, units = number.rpartition("十")
    return (DIGITS.find(tens or "一") + 1) * 10 * len(ten) + (DIGITS.find(units) + 1 if units else 0)


def _mark(line: Line, position: int, styles: Mapping[str, re.Pattern[str]] = STYLES) -> Mark | None:
    """The number that the sentence begins with, where one may stand."""
    if position and line.pieces[position - 1][-1] not in "。；;":
        return None
    for style, pattern in styles.items():
        found = pattern.match(line.pieces[position])
        if found and re.search(r"\w", rest := found.string[found.end() :].strip()):
            return Mark(style, found[1], _ordinal(found[1]), rest, position == 0, line.number)
    return None


def _is_advertising(line: Line) -> bool:
    return bool(ADVERTISING.search(line.text) or (len(line.text) <= LONGEST_HEADLINE and PROMOTION.search(line.text)))


def _title(lines: list[Line]) -> Line | None:
    candidates = (line for line in lines if not _is_advertising(line) and not DATE.fullmatch(line.text))
    before_numbering = takewhile(lambda line: _mark(line, 0) is None, candidates)
    return next((line for line in before_numbering if len(line.text) <= LONGEST_HEADLINE and TITLE.fullmatch(line.text)), None)


def _levels(lines: list[Line]) -> list[str]:
    """The numbering styles of parts, items and numbered measures."""
    plain = [line for line in lines if _mark(line, 0) or not _is_advertising(line)]
    marks = [mark for line in plain for place in range(len(line.pieces)) if (mark := _mark(line, place))]
    first: dict[str, int] = {}
    for place, mark in enumerate(marks):
        if mark.ordinal == 1 or (mark.standing and mark.style in ("一、", "（一）")):
            first.setdefault(mark.style, place)
    if len(first) < 2:
        found = [f"第 {marks[place].line} 行起只有一级编号（“{style}”）" for style, place in first.items()]
        raise PlanUnreadable(f"{found[0] if found else '从第一行到最后一行没有找到编号'}，{ADVICE}")
    if RUNNING in first:
        first[RUNNING] = max(first[style] for style in _not_below_running(first, marks))
    order = sorted(first, key=lambda style: (first[style], style == RUNNING))[:3]
    return [style for level, style in enumerate(order) if style != RUNNING or level < 2]


def _not_below_running(styles: Iterable[str], marks: list[Mark]) -> list[str]:
    """The running style and those that rank above it wherever they are met: it may stand early in a sentence."""
    begun = Counter((mark.style, mark.standing) for mark in marks if mark.ordinal == 1)
    limit = len(marks) if begun[RUNNING, True] else begun[RUNNING, False]
    return [style for style in styles if style in (RUNNING, "一、", "（一）") or begun[style, True] > limit]


class _Reading:
    """What has been read so far, what is still open, and which numbers may come next."""

    def __init__(self, levels: list[str], noise: list[str]) -> None:
        self.levels = levels
        self.preamble: list[list[str]] = []
        self.parts: list[Part] = []
        self.noise = noise
        self.last: Counter[str] = Counter()
        self.opened: tuple[int, str] | None = None
        self.heading: list[str] = []
        self.is_alone = self.is_nested = False

    def take(self, line: Line, below: Line) -> None:
        self.is_nested = False
        for position, piece in enumerate(line.pieces):
            mark = self._accepted(line, position)
            if position == 0 and mark is None and self._is_noise(line, below):
                self.noise.append(line.text)
                return
            if mark:
                self._open(mark)
            else:
                self._text(piece, position)
            self.is_nested = piece[-1] in "；;" and (self.is_nested or bool(NESTED.search(piece)))
        self._close()

    def _is_noise(self, line: Line, below: Line) -> bool:
        if _is_advertising(line) or DATE.fullmatch(line.text):
            return True
        is_text = _mark(line, 0) or ENDED.search(line.text)
        is_signature = DATE.fullmatch(below.text) is not None
        return not is_text and (not self.is_alone or is_signature or line.text in self.noise[:50])

    def _accepted(self, line: Line, position: int) -> Mark | None:
        mark = _mark(line, position) or self._missing_is(line, position)
        if mark is None or mark.style not in self.levels or self.is_nested:
            return None
        is_within = mark.style == self.levels[0] or self.parts or self.opened
        return mark if is_within and self._in_sequence(mark) else None

    def _in_sequence(self, mark: Mark) -> bool:
        last = self.last[mark.style]
        if mark.style == RUNNING:
            return mark.standing or mark.ordinal == 1 or 0 < last < mark.ordinal
        if mark.number.isdecimal() or mark.ordinal == last + 1:
            return mark.ordinal in (1, last + 1)
        is_enumeration = mark.style == "一、" and mark.rest[0] in DIGITS
        return not is_enumeration and (mark.standing or (mark.ordinal == 1 and mark.style != self.levels[0]))

    def _missing_is(self, line: Line, position: int) -> Mark | None:
        """The number of a heading that is the next of a running sequence but has lost its second character."""
        mark = _mark(line, position, MISSING_IS)
        if mark is None or not 0 < self.last[RUNNING] == mark.ordinal - 1:
            return None
        later = islice(line.pieces, position + 1, position + 60)
        return None if any(piece.startswith(f"{mark.number}是") for piece in later) else mark

    def _open(self, mark: Mark) -> None:
        self._close()
        level = self.levels.index(mark.style)
        if level == 0:
            self.last[RUNNING] = 0
        self.last[mark.style] = mark.ordinal
        if level == 2:
            self._measure(mark.rest)
            self.is_alone = not ENDED.search(mark.rest)
        else:
            self.opened, self.heading = (level, mark.number), []
            self._text(mark.rest, 1)

    def _close(self) -> None:
        if self.opened:
            level, number = self.opened
            title = "".join(self.heading).rstrip("。；：;: ")
            if level == 0:
                self.parts.append(Part(number, title, []))
            else:
                self.parts[-1].items.append(Item(number, title, []))
            self.opened, self.is_alone = None, True

    def _text(self, piece: str, position: int) -> None:
        if self.opened:
            self.heading.append(piece)
            if piece[-1] == "。":
                self._close()
        elif self.parts:
            self._measure(piece)
        elif position and self.preamble[-1][-1][-1] != "。":
            self.preamble[-1].append(piece)
        else:
            self.preamble.append([piece])

    def _measure(self, piece: str) -> None:
        items = self.parts[-1].items
        if not items:
            items.append(Item("", self.parts[-1].title, []))
        items[-1].measures.append(piece)
        self.is_alone = False
