"""Placeholders of a template: where they stand, what they name, and what is wrong with them.

The language is a small part of Jinja's: `{{ name }}`, `{{ row.name }}`, `{% if name %}` with not, and, or, == and != a quoted text, and one level of `{% for row in list %}`, each with docxtpl's marks for whole paragraphs,
rows and cells (`{%p`, `{%tr`, `{%tc`). Everything else is refused by name: calls, filters, indices, arithmetic, deeper attributes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

MOST_PLACEHOLDERS, LONGEST = 2000, 300
OF_LOOP = {"loop.index", "loop.first", "loop.last", "loop.length"}
_FOUND = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<order>.*?)%\}|\{#(?P<remark>.*?)#\}", re.DOTALL)
_BROKEN = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝")
_LOOP = re.compile(r"for\s+(?P<row>\w+)\s+in\s+(?P<rows>\w+)")
_MARKED = re.compile(r"(?:p|tr|tc|r)\s+")
_TYPED = str.maketrans("“”‘’", "\"\"''")
GRAMMAR = SandboxedEnvironment(autoescape=True)
ALLOWED = "只能写字段名、if（可用 not、and、or、== 和 !=）、for 一层循环"


@dataclass
class Opened:
    """A `for` or `if` that waits for its end: in which element that end must stand, and for loops the names of a row and of the list."""

    sort: str
    place: str
    within: object
    row: str = ""
    rows: str = ""


@dataclass
class Scan:
    """What a template names: (place, the placeholder as it stands, the field) in the order of the text, and faults in Chinese."""

    named: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open: list["Opened"] = field(default_factory=list)

    @property
    def loop(self) -> "Opened | None":
        """The loop that is open."""
        return next((each for each in self.open if each.sort == "for"), None)


def scan(parts: list[tuple[str, object]]) -> Scan:
    """Over (where, root element) of all parts that are filled; each must end what it begins."""
    found = Scan()
    for where, root in parts:
        for place, text, paragraph in texts(root, where):
            _read(place, text.translate(_TYPED), paragraph, found)
        found.faults += [f"{each.place}：这里的 {each.sort} 没有用 {{% end{each.sort} %}} 结束。" for each in found.open]
        found.open = []
    return found


def texts(root, where: str) -> Iterator[tuple[str, str, object]]:
    """(place in words, text, element) of every paragraph that is not empty; text of tables with its table, row and cell."""
    counts = {"table": 0, "paragraph": 0}
    for node in root.iter(qn("w:p"), qn("w:tbl")):
        if node.tag == qn("w:tbl"):
            counts["table"] += _outer(node, qn("w:tbl")) is None
            continue
        text = "".join(_pieces(node))
        cell, box = _outer(node, qn("w:tc")), _outer(node, qn("w:txbxContent"))
        counts["paragraph"] += bool(text.strip()) and cell is None and box is None
        if not text.strip():
            continue
        if box is not None:
            yield f"{where}的文本框", text, node
        elif cell is not None:
            row = _outer(cell, qn("w:tr"))
            rows, cells = list(row.getparent().iter(qn("w:tr"))), list(row.iter(qn("w:tc")))
            yield f"{where}第 {counts['table']} 个表格第 {rows.index(row) + 1} 行第 {cells.index(cell) + 1} 格", text, node
        else:
            yield f"{where}第 {counts['paragraph']} 段", text, node


def _outer(node, tag: str):
    return next(node.iterancestors(tag), None)


def _pieces(paragraph) -> Iterator[str]:
    """The text of the paragraph itself, not of boxes that hang on it."""
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if next(node.iterancestors(qn("w:p"))) is paragraph and node.getparent().tag == qn("w:r"):
            yield node.text or "" if node.tag == qn("w:t") else " "


def _read(place: str, text: str, paragraph, found: Scan) -> None:
    if len(found.named) > MOST_PLACEHOLDERS:
        return
    rest = _FOUND.sub("", text)
    broken = _BROKEN.search(rest)
    if broken:
        shown = rest[max(0, broken.start() - 4) : broken.start() + 14].strip()
        found.faults.append(f"{place}：“{shown}”附近的花括号没有成对。一个占位要写在同一段里，用半角的 {{{{ 和 }}}}，中间不换段、不换格；如果看着是完整的，请删掉它重新一次打完。")
    for each in _FOUND.finditer(text):
        inside = each["value"] if each["value"] is not None else each["order"]
        if inside is None:
            continue
        shown = f"“{' '.join(each[0].split())[:40]}”"
        if len(inside) > LONGEST:
            found.faults.append(f"{place}：{shown}太长，{ALLOWED}。")
        elif each["value"] is not None:
            _value(place, shown, inside, found)
        else:
            mark = _MARKED.match(inside)
            _order(place, shown, inside[mark.end() if mark else 0 :].strip(), _within(paragraph, mark[0].strip() if mark else ""), found)


def _within(paragraph, mark: str):
    """The element in which a `for` or `if` must end: the table for whole rows, the row for whole cells, else the cell or the part around the paragraph."""
    outer = {"tr": qn("w:tbl"), "tc": qn("w:tr")}.get(mark)
    return _outer(paragraph, outer) if outer else paragraph.getparent()


def _value(place: str, shown: str, inside: str, found: Scan) -> None:
    path = inside.strip()
    if not re.fullmatch(r"\w+(?:\.\w+)?", path) or path[0].isdigit():
        found.faults.append(f"{place}：{shown}不是字段名。{ALLOWED}，不能写计算、函数或带格式的内容。")
    else:
        _name(place, shown, path, found)


def _order(place: str, shown: str, order: str, within, found: Scan) -> None:
    word = order.split(None, 1)[0] if order else ""
    if word == "for":
        loop = _LOOP.fullmatch(order)
        if not loop or found.loop:
            found.faults.append(f"{place}：{shown}" + ("：循环里面不能再套循环。" if loop else "应写成 for 行 in 列表。"))
        if loop:
            found.named.append((place, shown, loop["rows"]))
        found.open.append(Opened("for", place, within, *(loop.groups() if loop else ())))
    elif word in ("if", "elif"):
        _condition(place, shown, order.removeprefix(word), found)
        if word == "if":
            found.open.append(Opened("if", place, within))
        elif not found.open or found.open[-1].sort != "if":
            found.faults.append(f"{place}：{shown}前面没有 if。")
    elif order == "else":
        if not found.open or found.open[-1].sort != "if":
            found.faults.append(f"{place}：{shown}前面没有 if。")
    elif order in ("endif", "endfor"):
        _end(place, shown, order.removeprefix("end"), within, found)
    else:
        found.faults.append(f"{place}：{shown}不能用。{ALLOWED}。")


def _end(place: str, shown: str, sort: str, within, found: Scan) -> None:
    if not found.open or found.open[-1].sort != sort:
        found.faults.append(f"{place}：{shown}和前面的 if、for 对不上。")
        return
    opened = found.open.pop()
    if opened.within is not within:
        found.faults.append(f"{place}：{shown}和{opened.place}的 {sort} 不在同一格或同一层。按整行重复或取舍，请用 {{%tr {sort} … %}} 和 {{%tr end{sort} %}}，各占一行。")


def _condition(place: str, shown: str, expression: str, found: Scan) -> None:
    try:
        asked = GRAMMAR.parse("{% if " + expression + " %}{% endif %}").body[0].test
        paths = paths_in(asked)
    except (TemplateSyntaxError, ValueError, IndexError, AttributeError, RecursionError):
        found.faults.append(f"{place}：{shown}的条件看不懂。{ALLOWED}。")
        return
    for path in paths:
        _name(place, shown, path, found)


def _name(place: str, shown: str, path: str, found: Scan) -> None:
    """A field by its name in the declaration: the row of a loop stands for its list."""
    head, dot, tail = path.partition(".")
    if found.loop and head == found.loop.row:
        path = found.loop.rows + dot + tail
    if not (found.loop and path in OF_LOOP):
        found.named.append((place, shown, path))


def paths_in(expression) -> list[str]:
    """The fields of a condition; ValueError for anything beyond the small language."""
    if isinstance(expression, nodes.Name):
        return [expression.name]
    if isinstance(expression, nodes.Getattr) and isinstance(expression.node, nodes.Name):
        return [f"{expression.node.name}.{expression.attr}"]
    if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
        return []
    if isinstance(expression, nodes.Not):
        return paths_in(expression.node)
    if isinstance(expression, nodes.And | nodes.Or):
        return paths_in(expression.left) + paths_in(expression.right)
    if isinstance(expression, nodes.Compare) and all(operand.op in ("eq", "ne") for operand in expression.ops):
        return paths_in(expression.expr) + [path for operand in expression.ops for path in paths_in(operand.expr)]
    raise ValueError
