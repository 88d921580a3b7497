"""From rows of cells to lines with values and faults, a thousand at a time and column by column."""

import re
from collections.abc import Iterable, Iterator, Sequence

from .cells import EMPTY, Read, written
from .columns import Column
from .faults import Fault
from .headers import Header, letters
from .lines import Line
from .unpacked import Rows

LEFT_OUT = "-"  # the column of a mend that leaves its line out
SHIFTED_FROM = 2  # wrong cells in one line before it is asked whether all of it was moved
_BESIDE = re.compile(r"\s*(合\s*计|总\s*计|小\s*计|备?注[:：]|说明[:：]|填[表报]|制表|审核|单位负责人|联系人[:：])")


class Reader:
    """Reads the lines of one sheet after its header. `skipped`: row numbers of totals and remarks that are no lines."""

    def __init__(self, header: Header, columns: Sequence[Column], mends: dict[tuple[int, str], str] | None = None):
        by_key = {column.key: column for column in columns}
        self.header, self.mends = header, mends or {}
        self.numbers = sorted(header.keys)
        self.keys = [header.keys[number] for number in self.numbers]
        self.columns = [by_key[key] for key in self.keys]
        self.reads = [Read(column) for column in self.columns]
        self.width = max(self.numbers, default=-1) + 1
        self.skipped: list[int] = []
        self.left_out = {row for row, key in self.mends if key == LEFT_OUT}

    def lines(self, given: Iterable[Rows]) -> Iterator[list[Line]]:
        """Of the rows below the header, those that are lines."""
        for rows in given:
            columns = rows.columns + [[""] * len(rows.numbers)] * (self.width + 1 - len(rows.columns))
            first = columns[self.numbers[0]]
            if rows.numbers[0] <= self.header.last or not self.left_out.isdisjoint(rows.numbers) or min(rows.filled) <= 3 or self.header.titles[self.numbers[0]] in first:
                kept = [place for place in range(len(rows.numbers)) if self._is_line(place, rows, columns)]
                rows, columns = _picked(rows, kept), [[column[place] for place in kept] for column in columns]
            if rows.numbers:
                yield self._read(rows.numbers, columns)

    def _is_line(self, place: int, rows: Rows, columns: list[list]) -> bool:
        number = rows.numbers[place]
        if number <= self.header.last or number in self.left_out:
            return False
        cells = [column[place] for column in columns]
        first = next(cell for cell in cells if cell != "")
        is_remark = rows.filled[place] <= 3 and type(first) is str and (_BESIDE.match(first) or (rows.filled[place] == 1 and len(first) > 30))
        titles = self.header.titles[: self.width]
        if is_remark or cells[: len(titles)] == titles:
            self.skipped.append(number)
            return False
        return any(cells[each] not in EMPTY for each in self.numbers)

    def _read(self, numbers: list[int], columns: list[list]) -> list[Line]:
        given = [columns[number] for number in self.numbers]
        if self.mends:
            given = [list(cells) for cells in given]
            self._mend(numbers, given)
        values = [list(map(read.__getitem__, cells)) for read, cells in zip(self.reads, given, strict=True)]
        sheet, keys = self.header.sheet, self.keys
        lines = [Line(sheet, number, dict(zip(keys, row, strict=True))) for number, row in zip(numbers, zip(*values, strict=True), strict=True)]
        for key, column, cells in zip(keys, values, given, strict=True):
            if Fault in set(map(type, column)):
                for line, value, cell in zip(lines, column, cells, strict=True):
                    if type(value) is Fault:
                        line.faults[key], line.values[key], line.raw[key] = value, value.value, written(cell)[:100]
        for place, line in enumerate(lines):
            if len(line.faults) >= SHIFTED_FROM:
                self._ask_whether_shifted(line, [column[place] for column in columns])
        return lines

    def _mend(self, numbers: list[int], given: list[list]) -> None:
        mended = {row for row, _ in self.mends}
        for place, number in enumerate(numbers):
            if number in mended:
                for key, cells in zip(self.keys, given, strict=True):
                    cells[place] = self.mends.get((number, key), cells[place])

    def _ask_whether_shifted(self, line: Line, cells: list) -> None:
        """Whether all cells from some column on fit one column further left or right: then that is the one fault. Of two wrong cells only when an empty cell was put in before them."""
        before = sum(fault.is_error for fault in line.faults.values())
        if before < SHIFTED_FROM:
            return
        for by in (1, -1):
            for place in range(self._first_wrong(line) + 1):
                wrong = self._wrong(cells, place, by)
                if before - wrong >= SHIFTED_FROM and wrong <= before // 4:
                    start = self._start(cells, place, by)
                    if before > SHIFTED_FROM or (by == 1 and cells[self.numbers[start]] in EMPTY):
                        self._say_shifted(line, start, by)
                        return

    def _first_wrong(self, line: Line) -> int:
        return next(place for place, key in enumerate(self.keys) if key in line.faults and line.faults[key].is_error)

    def _start(self, cells: list, place: int, by: int) -> int:
        """Of the columns from which moving mends as much: the one whose cell is empty, where one was put in; else the last."""
        best, same = self._wrong(cells, place, by), [place]
        while same[-1] + 1 < len(self.numbers) and self._wrong(cells, same[-1] + 1, by) <= best:
            same.append(same[-1] + 1)
        return next((each for each in same if by == 1 and cells[self.numbers[each]] in EMPTY), same[-1])

    def _wrong(self, cells: list, start: int, by: int) -> int:
        """How many cells would be wrong were those from `start` on read `by` columns further right; what was moved left lost the cell at `start`."""
        wrong = 0
        for place, number in enumerate(self.numbers):
            here = number + by if place >= start else number
            cell = cells[here] if here < len(cells) and (place != start or by > 0) else ""
            value = self.reads[place][cell]
            wrong += (type(value) is Fault and value.is_error) or (value is None and self.columns[place].needed)
        return wrong

    def _say_shifted(self, line: Line, start: int, by: int) -> None:
        column, letter = self.columns[start], letters(self.numbers[start])
        side, back = ("右", "左") if by > 0 else ("左", "右")
        said = Fault("shifted", f"这一行从“{column.title}”起整体{side}移了一格", f"把 {letter}{line.row} 起的格子往{back}移一格")
        line.raw = {column.key: line.raw.get(column.key, "")}
        line.faults = {column.key: said}
        line.values = dict.fromkeys(line.values)


def _picked(rows: Rows, kept: list[int]) -> Rows:
    return Rows([rows.numbers[place] for place in kept], [rows.filled[place] for place in kept], [])
