"""Batches and lines as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .columns import Column, shown
from .lines import STATES, Line
from .models import Batch

CALLING = ("name", "text", "person")  # the types of columns that a line is called by
TABS = {"error": "有错", "warning": "提醒", "changed": "改动", "new": "新增", "same": "相同", "": "全部"}
LIGHTS = {"error": ("red", "alert-octagon"), "new": ("green", "file-plus"), "changed": ("amber", "file-diff"), "same": ("grey", "minus")}
BATCH_LIGHTS = {
    "received": ("grey", "hourglass-high"), "checked": ("amber", "clipboard-check"), "failed": ("red", "alert-octagon"), "to_confirm": ("grey", "hourglass-high"),
    "confirmed": ("green", "circle-check"), "to_undo": ("grey", "hourglass-high"), "undone": ("grey", "history"), "dropped": ("grey", "ban"),
}  # fmt: skip


@dataclass
class Cell:
    """A cell with its fault: `name` is that of its input."""

    key: str
    title: str
    text: str
    said: str = ""
    is_error: bool = False
    name: str = ""


@dataclass
class Card:
    """A line: its place and `key` (number of the sheet:row), what it is, its faulty cells, what changes (title, former, new), and the rest in words."""

    line: Line
    place: str
    state: str
    light: tuple[str, str]
    called: str
    key: str = ""
    faults: list[Cell] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    rest: list[tuple[str, str]] = field(default_factory=list)


def covered(column: Column, text: str) -> str:
    """A sound identity number with its middle covered; what is wrong with one is shown as it was typed, or it could not be mended."""
    return f"{text[:6]}********{text[14:]}" if column.type == "id_number" and len(text) == 18 else text


def card(line: Line, columns: Sequence[Column], sheets: Sequence[str]) -> Card:
    """One line of the preview. It is called by its first name or text, else by the first column that holds something."""
    place = f"“{line.sheet}”第 {line.row} 行" if len(sheets) > 1 else f"第 {line.row} 行"
    made = Card(line, place, STATES[line.state], LIGHTS[line.state], "", f"{sheets.index(line.sheet)}:{line.row}" if line.sheet in sheets else "")
    changes, is_called = line.changes if line.state == "changed" else {}, False
    for column in columns:
        key = column.key
        fault, value = line.faults.get(key), covered(column, shown(column, line.values.get(key)))
        text = line.raw.get(key, "") if fault else value
        if text and (not made.called or (column.type in CALLING and not is_called)):
            made.called, is_called = text, column.type in CALLING
        if fault:
            name = f"m:{sheets.index(line.sheet)}:{line.row}:{key}" if line.sheet in sheets and key in line.values else ""
            made.faults.append(Cell(key, column.title, text, str(fault), fault.is_error, name))
        if key in changes:
            made.changes.append((column.title, covered(column, shown(column, line.former.get(key))), value))
        elif not fault and value:
            made.rest.append((column.title, value))
    if "" in line.faults:
        made.faults.append(Cell("", "这一行", "", str(line.faults[""]), line.faults[""].is_error))
    return made


def tabs(batch: Batch) -> list[tuple[str, str, int]]:
    """(state, title, how many lines); empty ones are left out."""
    counts = batch.counts | {"": sum(batch.counts.get(state, 0) for state in STATES)}
    return [(state, title, counts.get(state, 0)) for state, title in TABS.items() if counts.get(state)]


def columns_read(batch: Batch, columns: Sequence[Column]) -> list[dict]:
    """For each sheet, how its columns were understood: {"sheet", "row", "read": [(title in the file, column)], "unknown": titles, "lacking": titles, "needed": titles of those that a new row must have, "skipped": row numbers}."""
    titles, found = {column.key: column.title for column in columns}, []
    for header in batch.found.get("headers", []):
        keys = header["keys"]
        read = [(title, titles.get(keys[str(number)], "")) for number, title in enumerate(header["titles"]) if str(number) in keys]
        unknown = [title for number, title in enumerate(header["titles"]) if title and str(number) not in keys]
        lacking = [title for key, title in titles.items() if key not in keys.values()]
        needed = [column.title for column in columns if column.needed and column.key not in keys.values()]
        found.append({"sheet": header["sheet"], "row": header["last"], "read": read, "unknown": unknown, "lacking": lacking, "needed": needed, "skipped": header["skipped"]})
    return found
