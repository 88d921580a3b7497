"""A file that was checked, as it waits to be confirmed: lines with their values, in pieces that can be read one by one."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from .columns import Column, Place, Who
from .faults import Fault
from .lines import Line

PIECE = 500
_BACK = {"date": date.fromisoformat, "month": date.fromisoformat, "organization": lambda value: Place(*value), "person": lambda value: Who(*value)}


class Stage:
    """Writes lines. `index`: for each piece its offset, its length, {state: lines} with "warning" for lines that have one, the sheet, and its first and last row; `digest` of everything."""

    def __init__(self, path: Path):
        self.path, self.index, self.hash, self.offset, self.counts = path, [], hashlib.sha256(), 0, Counter()

    def __enter__(self) -> "Stage":
        self.file = open(self.path, "wb")  # noqa: SIM115
        return self

    def __exit__(self, *_) -> None:
        self.file.close()

    @property
    def digest(self) -> str:
        return self.hash.hexdigest()

    def write(self, lines: Sequence[Line]) -> None:
        """Lines of one sheet with the same columns."""
        for start in range(0, len(lines), PIECE):
            self._piece(lines[start : start + PIECE])

    def _piece(self, lines: Sequence[Line]) -> None:
        states, rows, more = Counter(), [], {}
        for place, line in enumerate(lines):
            state = "new" if line.target is None and not line.faults else line.state
            states[state] += 1
            rows.append([line.row, line.target, state[0], list(line.values.values())])
            if line.faults or state == "changed":
                states["warning"] += any(not fault.is_error for fault in line.faults.values())
                faults = {key: [fault.code, fault.message, fault.fix, fault.is_error] for key, fault in line.faults.items()}
                more[place] = [faults, line.raw, line.former if state == "changed" else {}]
        piece = {"sheet": lines[0].sheet, "keys": list(lines[0].values), "rows": rows, "more": more}
        data = json.dumps(piece, ensure_ascii=False, default=str, separators=(",", ":")).encode("utf-8", "surrogatepass")
        self.file.write(data)
        self.hash.update(data)
        self.index.append([self.offset, len(data), dict(states), lines[0].sheet, lines[0].row, lines[-1].row])
        self.offset += len(data)
        self.counts += states


class Staged:
    """Reads them back."""

    def __init__(self, path: Path, index: list, columns: Sequence[Column]):
        self.path, self.index, self.columns = path, index, columns

    def pieces(self, *states: str) -> Iterator[list[Line]]:
        """The lines of some states, piece by piece; pieces without any are not read."""
        wanted = {state[0] for state in states}
        with open(self.path, "rb") as file:
            for offset, length, counts, *_ in self.index:
                if any(counts.get(state) for state in states):
                    file.seek(offset)
                    yield self._lines(json.loads(file.read(length)), wanted)

    def page(self, state: str, start: int, number: int) -> list[Line]:
        """`number` lines from `start` on: of a state, of those with a "warning", or of all for ""."""
        found: list[Line] = []
        with open(self.path, "rb") as file:
            for offset, length, counts, *_ in self.index:
                here = counts.get(state, 0) if state else sum(count for key, count in counts.items() if key != "warning")
                if here <= start:
                    start -= here
                    continue
                file.seek(offset)
                lines = self._lines(json.loads(file.read(length)), None if state in ("", "warning") else {state[0]})
                if state == "warning":
                    lines = [line for line in lines if any(not fault.is_error for fault in line.faults.values())]
                found += lines[start : start + number - len(found)]
                start = 0
                if len(found) == number:
                    break
        return found

    def line(self, sheet: str, row: int) -> Line | None:
        """The line of one row."""
        with open(self.path, "rb") as file:
            for offset, length, _, name, first, last in self.index:
                if name == sheet and first <= row <= last:
                    file.seek(offset)
                    return next((line for line in self._lines(json.loads(file.read(length)), None) if line.row == row), None)
        return None

    def _lines(self, piece: dict, wanted: set[str] | None) -> list[Line]:
        keys, more, sheet, lines = piece["keys"], piece["more"], piece["sheet"], []
        backs = [(place, column.key, _BACK[column.type]) for column in self.columns if column.type in _BACK and column.key in keys for place in [keys.index(column.key)]]
        for place, (row, target, state, values) in enumerate(piece["rows"]):
            if wanted is not None and state not in wanted:
                continue
            for number, _, back in backs:
                if values[number] is not None:
                    values[number] = back(values[number])
            line = Line(sheet, row, dict(zip(keys, values, strict=True)), target=target, is_same=state == "s")
            if more and (said := more.get(str(place))):
                faults, line.raw, line.former = said
                line.faults = {key: Fault(*fault) for key, fault in faults.items()}
                line.former |= {key: back(line.former[key]) for _, key, back in backs if line.former.get(key) is not None}
            lines.append(line)
        return lines
