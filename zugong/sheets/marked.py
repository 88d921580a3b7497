"""What goes back to the clerk: the workbook with its faulty cells marked, or a new one of the faulty lines."""

import pickle
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from itertools import chain
from pathlib import Path

from django.conf import settings

from .headers import Header, letters
from .lines import Line
from .marking import Mark
from .rosters import Roster
from .workbooks import write_lines

MOST_BYTES = 1024 * 1024  # a larger workbook takes too long to open whole
MOST_MARKS = 5000


def marks_of(lines: Iterable[Line], headers: Sequence[Header]) -> list[Mark]:
    """One mark for each fault; what has no cell in the file is marked at the line's first cell."""
    columns = {header.sheet: {key: number for number, key in header.keys.items()} for header in headers}
    found: dict[tuple, Mark] = {}
    for line in lines:
        here = columns[line.sheet]
        for key, fault in line.faults.items():
            number = here.get(key, min(here.values()))
            place, earlier = (line.sheet, line.row, number), found.get((line.sheet, line.row, number))
            said = str(fault) if key in here else f"表里没有这一列：{fault}"
            found[place] = Mark(*place, f"{earlier.said}\n{said}" if earlier else said, fault.is_error or bool(earlier and earlier.is_error))
    return list(found.values())


def cell_of(line: Line, key: str, headers: Sequence[Header]) -> str:
    """The address of a cell, such as C7; of a column that the file does not have, the row's number."""
    for header in headers:
        if header.sheet == line.sheet:
            number = next((number for number, each in header.keys.items() if each == key), None)
            return f"{letters(number)}{line.row}" if number is not None else str(line.row)
    return str(line.row)


def give_back(source: Path, kind: str, roster: Roster, lines: Iterable[Line], headers: Sequence[Header], target: Path) -> bool:
    """True when `target` is the same workbook with its cells marked; False when it holds the faulty lines only: of large files, and of kinds that are not written."""
    given = iter(lines)
    first = []
    if kind == "xlsx" and source.stat().st_size <= MOST_BYTES:
        for line in given:
            first.append(line)
            if len(first) > MOST_MARKS:
                break
        else:
            marks = pickle.dumps([astuple(each) for each in marks_of(first, headers)])
            child = subprocess.run([sys.executable, "-m", "zugong.sheets.child", "mark", str(source), str(target)], cwd=settings.ROOT, input=marks, capture_output=True)
            if child.returncode == 0:
                return True
    write_lines(target, roster, chain(first, given))
    return False
