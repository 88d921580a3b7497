"""TOML text to a Mechanism, or faults with the place by keys."""

import difflib
import re
import tomllib
import typing
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ValidationError

from .faults import CLASSES, Fault, fault
from .mechanism import Mechanism

_SHAPES = {
    "string_type": "文字，加引号",
    "int_type": "整数，不加引号",
    "date_type": "日期，例如 2026-01-31，不加引号，不带钟点",
    "list_type": "列表 [ ]",
    "dict_type": "表 { } 或 [[ ]]",
    "model_type": "表 { } 或 [[ ]]",
    "bool_type": "true 或 false",
}
# How tomllib's messages begin -> what a clerk has to look at.
_SYNTAX = {
    "Expected '='": "名称后面没有等号",
    "Cannot overwrite": "同一个名称写了两次",
    "Cannot declare": "同一个表写了两次",
    "Duplicate inline": "同一个名称写了两次",
    "Cannot mutate": "这个表前面已经写完，不能再添",
    "Expected ']": "方括号没有合上",
    "Unclosed array": "列表的方括号没有合上",
    "Unclosed inline": "花括号没有合上，或行内的表分成了几行",
    "Unterminated": "引号没有合上",
    "Expected '\"": "引号没有合上",
    'Expected "': "引号没有合上",
    "Illegal character": "引号没有合上，或有不能用的字符",
    "Unescaped": "反斜杠要写两个",
    "Invalid value": "等号后面的值读不懂，文字要加引号",
    "Invalid initial": "名称读不懂：只能用英文，行内的表要写在一行",
    "Invalid statement": "这一行读不懂",
    "Expected newline": "一行写完以后还有多余的内容",
}
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
# A value that looks like a date and is none: no such day, or a month of one digit.
_DATE = re.compile(r"([A-Za-z0-9_-]+)\s*=\s*((?![0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])\b)[0-9]+-[0-9]+-[0-9]+)")


@lru_cache(maxsize=512)
def read_mechanism(name: str, text: str) -> tuple[Mechanism | None, list[Fault]]:
    """Read one file's text; `name` stands in the faults."""
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax(name, text, str(error))]
    except RecursionError:
        return None, [fault(name, "", "not_toml", why="括号套得太深")]
    except ValueError:
        return None, [fault(name, "", "not_toml", why="有一个数太长")]
    if not data:
        return None, [fault(name, "", "empty_file")]
    try:
        return Mechanism.model_validate(data), []
    except ValidationError as error:
        return None, _faults(name, data, error)


def read_folder(folder: Path) -> dict[str, str]:
    """All rule files below a folder as {file name: text}, in the order of their paths; undecodable bytes become U+FFFD."""
    files = (path for path in sorted(folder.rglob("*.toml")) if path.name != "rights.toml" and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig", errors="replace") for path in files}


def _syntax(name: str, text: str, message: str) -> Fault:
    at = _AT.search(message)
    line = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")[int(at[1]) - 1] if at else ""
    if message.startswith(("Invalid date", "Expected newline")) and (found := _DATE.search(line)):
        return fault(name, found[1], "bad_date", text=found[2])
    why = next((said for begins, said in _SYNTAX.items() if message.startswith(begins)), "不合 TOML 的写法")
    return fault(name, "", "not_toml", why=f"第 {at[1]} 行第 {at[2]} 列，{why}" if at else f"文件末尾，{why}")


def _faults(name: str, data: Mapping, error: ValidationError) -> list[Fault]:
    found: dict[tuple[str, str], Fault] = {}
    for item in error.errors(include_url=False):
        path = _path(data, item["loc"])
        place, key = _place(data, path), next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        code = item["type"]
        if code == "extra_forbidden":
            made = fault(name, place, "unknown_key", name=key, near=nearest(key, _allowed(path)))
        elif code == "missing":
            made = fault(name, place, "missing_key", name=key)
        elif code in CLASSES:
            made = Fault(name, place, code, item["msg"])
        elif code == "literal_error":
            made = fault(name, place, "wrong_type", name=key, wanted="、".join(re.findall(r"'(\w+)'", item["ctx"]["expected"])) + " 之一")
        else:
            made = fault(name, place, "wrong_type", name=key, wanted=_SHAPES.get(code, "成语言参考里的样子"))
        found.setdefault((place, made.code), made)
    return list(found.values())


def _path(data, loc: tuple) -> list[str | int]:
    """The steps that stand in the file, and a last one that is missing from it; pydantic's own names for branches are left out."""
    path, here = [], data
    for number, step in enumerate(loc):
        stands = (isinstance(here, Mapping) and step in here) or (isinstance(here, list) and isinstance(step, int) and step < len(here))
        if isinstance(step, int) and not isinstance(here, list):
            continue  # a single value that is read as a list of one
        if stands or (number == len(loc) - 1 and isinstance(here, Mapping) and step != "[key]"):
            path.append(step)
            here = here[step] if stands else None
    return path


def _place(data, path: list[str | int]) -> str:
    """["duty", 0, "expects", "where"] -> "duty general_meeting_each_quarter, expects, where"."""
    parts, here = [], data
    for step in path:
        here = here[step] if isinstance(step, int) or step in here else None
        if isinstance(step, str):
            parts.append(step)
        elif parts:
            called = (here.get("key") or here.get("name")) if isinstance(here, Mapping) else None
            parts[-1] += f" {called if isinstance(called, str) else step + 1}"
    return ", ".join(parts)


def _allowed(path: list[str | int]) -> list[str]:
    """The keys that could stand where the last step of a path stands."""
    kind = Mechanism
    for step in path[:-1]:
        models = _models_in(kind.model_fields[step].annotation) if isinstance(step, str) and step in kind.model_fields else []
        kind = models[0] if models else kind
    return list(kind.model_fields)


def _models_in(annotation) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in typing.get_args(annotation) for found in _models_in(part)]


def nearest(name: str, known: Iterable[str]) -> str:
    """A question that offers the one near miss, else nothing."""
    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"是不是想写“{close[0]}”？" if close else ""
