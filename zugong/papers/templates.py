"""Templates that people upload: a .docx with placeholders, filled with declared fields only.

Three fences. The file must be a plain .docx (zugong.files: no macros, passwords, other formats), without objects, external parts or fields that fetch. Its placeholders are read by `placeholders`, which knows
nothing but names, conditions and one level of loops. What docxtpl then makes of it is parsed once more and must be built of the same few pieces before it runs, in Jinja's sandbox, over plain texts and lists of
plain texts. Text is escaped; loops and the size of what they make are bounded.
"""

import difflib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from zugong.files.sniff import sniff
from zugong.files.unfit import Unfit

from .fonts import clean
from .placeholders import OF_LOOP, Scan, paths_in, scan

MOST_PART, MOST_ROWS, MOST_MADE = 4 * 1024 * 1024, 5000, 40 * 1024 * 1024
Values = Mapping[str, str | Sequence[Mapping[str, str]]]
_FIELDS = re.compile(rb"<w:instrText\b[^>]*>([^<]*)<|\bw:instr=\"([^\"]*)\"")
_FETCHING = re.compile(rb"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE)\b", re.IGNORECASE)
_WEB = ("http://", "https://", "mailto:")
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_PIECES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If, nodes.For, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const)
_SAVE_AGAIN = "请在 Word 或 WPS 里删去它，另存为 .docx 再上传"


class Unfillable(ValueError):
    """A template that cannot be filled; the message says in Chinese which placeholders and why. `faults` has them one by one."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def fields_of(template: bytes) -> set[str]:
    """The fields it names: `name`, and for lists `list` and `list.name`. Unfit for a file that is no template at all; Unfillable for broken placeholders."""
    _, found = _opened(template)
    if found.faults:
        raise Unfillable(found.faults)
    return {path for _, _, path in found.named}


def check(template: bytes, declared: Iterable[str]) -> list[str]:
    """Faults in Chinese, each with the placeholder, where it stands and the nearest declared name; empty when it can be filled. `declared`: `name` and `list.name`. Unfit for a file that is no template at all."""
    opened, found = _opened(template)
    return found.faults + _undeclared(found, set(declared)) or _pieces_beyond(opened, set(declared), found)


def fill(template: bytes, values: Values, declared: Iterable[str] | None = None) -> bytes:
    """The filled .docx. Values are texts (line breaks stay) and lists of rows of texts; `declared`, when given, names fields that may stay empty. Unfillable with every fault at once."""
    known = set(declared) if declared is not None else names_in(values)
    opened, found = _opened(template)
    faults = found.faults + _undeclared(found, known) or _pieces_beyond(opened, known, found)
    too_long = [f"“{name}”有 {len(rows)} 行，最多 {MOST_ROWS} 行。" for name, rows in values.items() if not isinstance(rows, str) and len(rows) > MOST_ROWS]
    if faults or too_long:
        raise Unfillable(faults + too_long)
    _refuse_swelling(opened, values)
    try:
        opened.render(_context(values, known), SandboxedEnvironment(autoescape=True), autoescape=True)
        made = io.BytesIO()
        opened.save(made)
    except (TemplateError, etree.LxmlError, ValueError, TypeError, KeyError):
        raise Unfillable(["模板填不出来：if、for 可能跨在表格里外或不同的行之间。整行的循环请用 {%tr for … %} 和 {%tr endfor %}，各占一行。"]) from None
    return made.getvalue()


def names_in(values: Values) -> set[str]:
    """The declaration that values make: `name`, and for lists `list` and `list.name`."""
    lists = {name: rows for name, rows in values.items() if not isinstance(rows, str)}
    return set(values) | {f"{name}.{key}" for name, rows in lists.items() for row in rows for key in row}


def _context(values: Values, known: set[str]) -> dict:
    """Texts without signs that XML has no place for; rows whose keys are looked up as names and never as what a mapping can do; what is not given is empty."""
    lists = {name.partition(".")[0] for name in known if "." in name}
    empty = {name: [] if name in lists else "" for name in known | lists if "." not in name}
    rows = {name: [SimpleNamespace(**{key: clean(each) for key, each in row.items()}) for row in value] for name, value in values.items() if not isinstance(value, str)}
    return empty | rows | {name: clean(value) for name, value in values.items() if isinstance(value, str)}


def _opened(template: bytes) -> tuple[DocxTemplate, Scan]:
    if sniff(template) != "docx":
        raise Unfit("不是 .docx 文档，模板要用 Word 或 WPS 存成 .docx")
    _refuse_foreign(template)
    opened = DocxTemplate(io.BytesIO(template))
    try:
        opened.init_docx()
        parts = [("正文", opened.docx.element.body), *((_where(part), _root(part)) for part in _filled_parts(opened))]
    except (etree.LxmlError, KeyError, ValueError, AttributeError):
        raise Unfit("打不开，可能没有传完或已损坏，请重新取得原件再传") from None
    return opened, scan(parts)


def _filled_parts(opened: DocxTemplate) -> list:
    """Headers, footers and footnotes: what docxtpl fills besides the text."""
    kinds = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER, RELATIONSHIP_TYPE.FOOTNOTES)
    return [relation.target_part for relation in opened.docx.part.rels.values() if relation.reltype in kinds and not relation.is_external]


def _where(part) -> str:
    return "页眉" if "header" in part.partname else "页脚" if "footer" in part.partname else "脚注"


def _root(part):
    return part.element if hasattr(part, "element") else etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _refuse_foreign(template: bytes) -> None:
    """Nothing that comes from elsewhere, nothing that swells, no declarations of entities."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        for entry in package.infolist():
            name = entry.filename.lower()
            if "embeddings/" in name or "activex" in name or "/afchunk" in name:
                raise Unfit(f"模板里嵌着别的文件或控件，不能收。{_SAVE_AGAIN}")
            if not name.endswith((".xml", ".rels")):
                continue
            with package.open(entry) as file:
                data = file.read(MOST_PART + 1)
            if len(data) > MOST_PART:
                raise Unfit(f"模板里的文字解开后超过 {MOST_PART // 1024 // 1024} MB，不像模板，请删去多余内容再传")
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise Unfit("模板里有不该有的声明（DOCTYPE），不能收，请用 Word 或 WPS 另存一份再传")
            if name.endswith(".rels"):
                _refuse_links(data)
            elif _FETCHING.search(b"".join(part for found in _FIELDS.findall(data) for part in found)):
                raise Unfit(f"模板里有会从外面取内容的域，不能收。{_SAVE_AGAIN}")


def _refuse_links(data: bytes) -> None:
    for each in etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True)).iter("{*}Relationship"):
        if each.get("TargetMode") == "External" and not (each.get("Type", "").endswith("/hyperlink") and each.get("Target", "").lower().startswith(_WEB)):
            raise Unfit(f"模板引用了外面的文件（如链接的图片、附加模板），不能收。{_SAVE_AGAIN}")


def _undeclared(found: Scan, declared: set[str]) -> list[str]:
    """Names that are not declared, each place once."""
    lists, faults = {name.partition(".")[0] for name in declared if "." in name}, []
    for place, shown, path in dict.fromkeys(found.named):
        if path in declared or path in lists:
            continue
        tail = path.rpartition(".")[2]
        near = difflib.get_close_matches(path, sorted(declared | lists), 1, 0.4) or [each for each in sorted(declared) if each.rpartition(".")[2] == tail]
        faults.append(f"{place}：{shown}里的“{path}”不是可用的字段" + (f"，是不是“{near[0]}”？" if near else f"。可用的有：{'、'.join(sorted(declared - lists)[:12])}。"))
    return faults


def _sources(opened: DocxTemplate) -> list[tuple[str, str]]:
    """(where, what Jinja will be given) of everything that docxtpl fills."""
    whole = [("正文", opened.patch_xml(opened.get_xml()))]
    whole += [(_where(part), opened.patch_xml(etree.tostring(_root(part), encoding="unicode"))) for part in _filled_parts(opened)]
    return whole + [("文件属性", getattr(opened.docx.core_properties, name) or "") for name in _PROPERTIES]


def _pieces_beyond(opened: DocxTemplate, declared: set[str], found: Scan) -> list[str]:
    """Whether what will run is built of the small language only, and names only what the reading of the paragraphs named: codes of fields, descriptions of pictures and traces of changes may hold more."""
    named, faults = {path for _, _, path in found.named}, []
    for where, source in _sources(opened):
        try:
            tree = SandboxedEnvironment(autoescape=True).parse(source)
            is_small = _is_small(tree, named, {})
        except (TemplateSyntaxError, RecursionError):
            is_small = False
        if not is_small:
            faults.append(f"{where}：图片说明、域、修订痕迹或文件属性里有读不懂的占位，或占位被拆散了。请接受全部修订，删掉占位重新打一遍，再上传。")
    return faults


def _is_small(node, named: set[str], rows: dict[str, str]) -> bool:
    if not isinstance(node, _PIECES):
        return False
    if isinstance(node, nodes.For):
        if rows or node.test or node.recursive or node.else_ or not (isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)) or node.iter.name not in named:
            return False
        return all(_is_small(each, named, {node.target.name: node.iter.name}) for each in node.body)
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Compare | nodes.Not | nodes.And | nodes.Or | nodes.Const):
        try:
            paths = paths_in(node)
        except ValueError:
            return False
        return all((rows and path in OF_LOOP) or _declared_path(path, rows) in named for path in paths)
    return all(_is_small(each, named, rows) for each in node.iter_child_nodes())


def _declared_path(path: str, rows: dict[str, str]) -> str:
    head, dot, tail = path.partition(".")
    return rows.get(head, head) + dot + tail


def _refuse_swelling(opened: DocxTemplate, values: Values) -> None:
    """What loops would make, reckoned before they run."""
    made = 0
    for _, source in _sources(opened):
        for loop in SandboxedEnvironment().parse(source).find_all(nodes.For):
            rows = values.get(loop.iter.name, ())
            longest = sum(len(each) for row in rows for each in row.values()) if not isinstance(rows, str) else 0
            made += len(rows) * sum(len(each.data) for each in loop.find_all(nodes.TemplateData)) + longest * 5
    if made > MOST_MADE:
        raise Unfillable([f"填出来的文件会超过 {MOST_MADE // 1024 // 1024} MB，请分几份填。"])
