"""The rows of any table's file, as a process of its own reads them."""

import marshal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from .kinds import MOST_COLUMNS, MOST_ROWS, TOO_MANY, Unreadable, kind_of

_TOO_MUCH = "太大，或者范围大得不正常：很远的地方可能有多余的格子（按 Ctrl+End 可以看到）。请把有内容的部分复制到新表里再传"
_BROKEN = "打不开，可能没有传完或已损坏。请用 Excel 打开看看，另存为 .xlsx 再传"


class Rows(NamedTuple):
    """Up to a thousand rows that hold something, by column: `numbers` as Excel counts, how many cells of each are `filled`, `columns` of cells. A cell is a text, "" for nothing, or a float."""

    numbers: list[int]
    filled: list[int]
    columns: list[list]

    def lines(self) -> list[tuple[int, list]]:
        """(row number, cells)"""
        return [(number, list(cells)) for number, cells in zip(self.numbers, zip(*self.columns, strict=True), strict=True)]


@dataclass
class Sheet:
    """`rows` may be gone through once, before the next sheet is asked for."""

    name: str
    height: int
    is_hidden: bool
    rows: Iterator[Rows]


@contextmanager
def unpacked(path: Path) -> Iterator[Iterator[Sheet]]:
    """The sheets of a file in its order. Unreadable with the reason, also while the rows are gone through."""
    command = [sys.executable, "-m", "zugong.sheets.child", "read", kind_of(path), str(path)]
    child = subprocess.Popen(command, cwd=settings.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=1 << 20)
    try:
        yield _sheets(_frames(child))
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _frames(child: subprocess.Popen) -> Iterator[tuple]:
    while len(head := child.stdout.read(4)) == 4:
        (length,) = struct.unpack("<I", head)
        frame = marshal.loads(child.stdout.read(length))
        if frame[0] == "refused":
            raise Unreadable(frame[1])
        if frame[0] == "end":
            return
        yield frame
    raise Unreadable(_BROKEN if child.wait() == 1 else _TOO_MUCH)


def _sheets(frames: Iterator[tuple]) -> Iterator[Sheet]:
    count, pending = [0], [next(frames, None)]

    def rows() -> Iterator[Rows]:
        for frame in frames:
            if frame[0] != "rows":
                pending[0] = frame
                return
            count[0] += len(frame[1])
            if count[0] > MOST_ROWS:
                raise Unreadable(TOO_MANY)
            yield Rows(frame[1], frame[2], frame[3][:MOST_COLUMNS])
        pending[0] = None

    while frame := pending[0]:
        pending[0] = None
        sheet = Sheet(*frame[1:], rows=rows())
        yield sheet
        for _ in sheet.rows:  # whatever the reader left
            pass
