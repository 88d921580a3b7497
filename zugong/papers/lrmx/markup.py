"""Markup as programs of the field write it: tags we know are tags, everything else is text.

No XML parser looks at such a file: the text of real ones is not escaped, so no parser would take it. It also means that there are no entities to expand, nothing outside is fetched, and what is nested or long is
bounded here. A tag of an unknown name counts as one only where its end follows.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .elements import ITEM, OF_FAMILY, ROOT, TAGS

MOST_ELEMENTS, DEEPEST = 3000, 6
_HOLDING = {ROOT, ITEM, OF_FAMILY}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z_][A-Za-z0-9_.\-]{0,60})(?:\s+[\w:.\-]{1,60}\s*=\s*(?:\"[^\"<]{0,500}\"|'[^'<]{0,500}'))*\s*(?P<empty>/?)>", re.ASCII)
_ESCAPED = re.compile(r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_QUOTED, _QUOTED_END, _NOTE, _NOTE_END = "<![CDATA[", "]]>", "<!--", "-->"


class TooMuch(ValueError):
    """More elements or levels than such a file can have; the message says so in Chinese."""


@dataclass
class Node:
    """An element: its text in pieces and the elements in it, in their order; `line` counts from 1."""

    name: str
    line: int
    pieces: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Line breaks as `\\n`, without blanks around the whole and behind lines."""
        joined = "".join(self.pieces).replace("\r\n", "\n").replace("\r", "\n")
        return "\n".join(line.rstrip() for line in joined.split("\n")).strip()


def parse(text: str) -> tuple[Node, list[str]]:
    """(a node over everything, what was mended, in Chinese)."""
    top, remarks, known = Node("", 1), [], 0
    stack, ends, line, last = [top], {match["name"]: match.start() for match in _TAG.finditer(text) if match["end"]}, 1, 0
    for kind, start, found in _tokens(text):
        line, last = line + text.count("\n", last, start), start
        if kind == "text":
            stack[-1].pieces.append(found)
        elif found["name"] not in TAGS and not (found["empty"] or found["end"]) and ends.get(found["name"], -1) < start:
            stack[-1].pieces.append(found[0])
            remarks.append(f"第 {line} 行的“<{found['name']}>”没有结束标记，按文字读入。")
        elif found["end"]:
            _close(stack, found, line, remarks)
        else:
            _end_leaves(stack, found["name"], remarks)
            known += 1
            if known > MOST_ELEMENTS or len(stack) > DEEPEST:
                raise TooMuch("元素太多或嵌套太深，不像一份任免审批表")
            node = Node(found["name"], line)
            stack[-1].children.append(node)
            if not found["empty"]:
                stack.append(node)
    remarks += [f"第 {node.line} 行的 <{node.name}> 到文件末尾也没有结束，可能没有存完整。" for node in stack[1:]]
    return top, remarks


def _end_leaves(stack: list[Node], name: str, remarks: list[str]) -> None:
    """A known element that holds only text ends, said or not, where the next one begins; so does a relative where the next begins."""
    while name in TAGS and stack[-1].name in TAGS and (stack[-1].name not in _HOLDING or name == stack[-1].name == ITEM):
        node = stack.pop()
        remarks.append(f"第 {node.line} 行的 <{node.name}> 没有结束标记，读到 <{name}> 为止。")


def _close(stack: list[Node], found: re.Match, line: int, remarks: list[str]) -> None:
    """The end of the innermost open element of that name; what stands open inside ends with it."""
    name = found["name"]
    if name not in [node.name for node in stack[1:]]:
        if name not in TAGS:
            stack[-1].pieces.append(found[0])
        remarks.append(f"第 {line} 行的 </{name}> 前面没有开始标记，" + ("已略过。" if name in TAGS else "按文字读入。"))
        return
    while (node := stack.pop()).name != name:
        remarks.append(f"第 {node.line} 行的 <{node.name}> 没有结束标记，读到 </{name}> 为止。")


def _tokens(text: str) -> Iterator[tuple[str, int, str | re.Match]]:
    """("text", where, what it says) and ("tag", where, match); comments, declarations and processing instructions of a beginning are left out."""
    place = 0
    for start, end, said in _verbatim(text):
        yield from _plain(text, place, start)
        if said is not None:
            yield "text", start, said
        place = end
    yield from _plain(text, place, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[tuple[str, int, str | re.Match]]:
    place = start
    for found in _TAG.finditer(text, start, end):
        if found.start() > place:
            yield "text", place, unescaped(text[place : found.start()])
        yield "tag", found.start(), found
        place = found.end()
    if place < end:
        yield "text", place, unescaped(text[place:end])


def _verbatim(text: str) -> Iterator[tuple[int, int, str | None]]:
    """(from, to, what it says) of sections of plain text; None for comments. One that never ends is text like any other."""
    place = 0
    while place < len(text):
        found = [(at, begin, end) for begin, end in ((_QUOTED, _QUOTED_END), (_NOTE, _NOTE_END)) if (at := text.find(begin, place)) >= 0]
        if not found:
            return
        at, begin, end = min(found)
        close = text.find(end, at + len(begin))
        if close < 0:
            return
        yield at, close + len(end), text[at + len(begin) : close] if begin == _QUOTED else None
        place = close + len(end)


def unescaped(text: str) -> str:
    """The five signs of XML and numbered ones; any other `&` is an ampersand."""
    return _ESCAPED.sub(lambda found: html.unescape(found[0]) if not found[0].startswith("&#") else _numbered(found[0]), text)


def _numbered(escape: str) -> str:
    figures = escape[2:-1]
    number = int(figures[1:], 16) if figures[0] in "xX" else int(figures)
    return chr(number) if number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000 else ""
