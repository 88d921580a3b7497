"""TOML text to a Mechanism, or faults with the place by keys."""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from .faults import CLASSES, Fault, fault
from .words import Mechanism

_SHAPES = {
    "string_type": "要写文字，加引号",
    "int_type": "要写整数，不加引号",
    "date_type": "要写日期，例如 2026-01-31，不加引号",
    "list_type": "要写列表 [ ]",
    "dict_type": "要写表 { } 或 [[ ]]",
    "model_type": "要写表 { } 或 [[ ]]",
    "bool_type": "要写 true 或 false",
    "literal_error": "只能写 {expected}",
}


def read_mechanism(name: str, text: str) -> tuple[Mechanism | None, list[Fault]]:
    """Read one file's text; `name` stands in the faults."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [fault(name, "", "not_toml", why=str(error))]
    if not data:
        return None, [fault(name, "", "empty_file")]
    try:
        return Mechanism.model_validate(data), []
    except ValidationError as error:
        return None, _faults(name, data, error)


def read_folder(folder: Path) -> dict[str, str]:
    """All rule files below a folder as {file name: text}, in the order of their paths; undecodable bytes become U+FFFD."""
    return {str(path.relative_to(folder)): path.read_text(encoding="utf8", errors="replace") for path in sorted(folder.rglob("*.toml")) if path.name != "rights.toml"}


def _faults(name: str, data: Mapping, error: ValidationError) -> list[Fault]:
    found: dict[tuple[str, str], Fault] = {}
    for item in error.errors():
        place, key = _place(data, item["loc"]), str(item["loc"][-1]) if item["loc"] else ""
        code = item["type"]
        if code == "extra_forbidden":
            made = fault(name, place, "unknown_key", name=key, near=nearest(key, _allowed(item["loc"])))
        elif code == "missing":
            made = fault(name, place, "missing_key", name=key)
        elif code in CLASSES:
            made = Fault(name, place, code, item["msg"])
        else:
            why = _SHAPES.get(code, "请对照语言参考").format(**item.get("ctx", {}))
            made = fault(name, place, "wrong_type", why=f"{key} {why}")
        found.setdefault((place, made.code), made)
    return list(found.values())


def _place(data, loc: tuple) -> str:
    """("duty", 0, "expects", "where") -> "duty general_meeting_each_quarter, expects, where"."""
    parts, here = [], data
    for step in loc:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            if isinstance(here, Mapping) and parts:
                parts[-1] += f" {here.get('key') or here.get('name') or step + 1}"
        elif isinstance(here, Mapping) and (step in here or not parts):
            parts.append(step)
            here = here.get(step)
        elif step not in ("str", "int", "FieldTable") and not step.startswith(("dict[", "function-", "list[", "union")):
            parts.append(step)
    return ", ".join(parts)


def _allowed(loc: tuple) -> list[str]:
    model = Mechanism
    for step in loc[:-1]:
        if isinstance(step, int):
            continue
        info = getattr(model, "model_fields", {}).get(step)
        inner = [part for part in (info.annotation, *getattr(info.annotation, "__args__", ())) if hasattr(part, "model_fields")] if info else []
        if inner:
            model = inner[0]
    return list(model.model_fields)


def nearest(name: str, known) -> str:
    """"是不是想写 x？" for a near miss, else nothing."""
    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"是不是想写“{close[0]}”？" if close else ""
