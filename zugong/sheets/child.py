"""A process of its own that opens a file it was given by anybody, with bounded memory and time: what goes wrong in it ends it and nothing else.

python -m zugong.sheets.child read KIND FILE          frames of rows on stdout
python -m zugong.sheets.child mark FILE NEW           the marks on stdin
"""

import csv
import datetime as dt
import io
import marshal
import os
import pickle
import re
import resource
import struct
import sys
import zipfile
from itertools import islice, zip_longest
from pathlib import Path

from .kinds import MOST_ROWS, TOO_MANY

MEMORY = 1100 * 1024 * 1024
SECONDS = 240
AT_ONCE = 1000
_FAULTY = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:(?!</c>).)*?<v>([^<]{1,20})</v>', re.DOTALL)


def bound() -> None:
    """No more memory and processor time than this, whatever the file wants."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tell(*frame) -> None:
    """Length and content of one frame: texts, numbers and lists only."""
    data = marshal.dumps(frame, 2)
    sys.stdout.buffer.write(struct.pack("<I", len(data)) + data)


def read(kind: str, path: Path) -> None:
    """("sheet", name, height, hidden), then ("rows", row numbers, how many cells of each are filled, columns of cells), of rows that hold something; at last ("end",).

    A cell is a text, "" for nothing, or a float; days are told as 2021-05-07, with the time if they have one, truth as TRUE and FALSE.
    """
    if kind == "csv":
        _read_csv(path)
    else:
        _read_workbook(kind, path)
    tell("end")


def _read_workbook(kind: str, path: Path) -> None:
    looking = _look_for_faults(path) if kind == "xlsx" else None
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError:
        tell("refused", "加了密码，看不到里面是什么，请去掉密码再传")
        return
    faulty = None
    for place, meta in enumerate(workbook.sheets_metadata):
        if str(meta.typ) != "SheetTypeEnum.WorkSheet":
            continue
        sheet = workbook.get_sheet_by_index(place)
        if sheet.height > MOST_ROWS and sum(any(row) for row in sheet.iter_rows()) > MOST_ROWS:
            tell("refused", TOO_MANY)
            return
        if faulty is None:
            faulty = _seen(looking) if looking else {}
        tell("sheet", meta.name, sheet.height, str(meta.visible) != "SheetVisibleEnum.Visible")
        if sheet.start is None:
            continue
        lead, put_in = [""] * sheet.start[1], faulty.get(place, {})
        rows = ((number, [*lead, *row] if lead else row) for number, row in enumerate(sheet.iter_rows(), 1))
        if put_in:
            rows = ((number, _with(row, put_in.get(number))) for number, row in rows)
        _tell_rows(rows)
        del sheet


def _tell_rows(rows) -> None:
    while chunk := list(islice(rows, AT_ONCE)):
        filled = [(number, row, full) for number, row in chunk if (full := len(row) - row.count(""))]
        if filled:
            numbers, cells, counts = zip(*filled, strict=True)
            columns = [_plain(column) for column in zip_longest(*cells, fillvalue="")]
            tell("rows", list(numbers), list(counts), columns)


def _plain(column: tuple) -> list:
    """Cells as they are told; a column of texts and numbers is told as it is."""
    return list(column) if set(map(type, column)) <= {str, float} else [cell if type(cell) in (str, float) else _told(cell) for cell in column]


def _told(cell) -> str | float:
    if type(cell) is bool:
        return "TRUE" if cell else "FALSE"
    if type(cell) is int:
        return float(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return str(cell.date())
    return str(cell)


def _with(row: list, faults: dict | None) -> list:
    for column, said in (faults or {}).items():
        row = row + [""] * (column + 1 - len(row))
        row[column] = said
    return row


def _look_for_faults(path: Path) -> tuple[int, int]:
    """A process of its own looks while this one reads: its number, and where it will write what it found."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        return pid, reading
    with os.fdopen(writing, "wb") as out:
        marshal.dump(_formula_faults(path), out)
    os._exit(0)


def _seen(looking: tuple[int, int]) -> dict:
    pid, reading = looking
    with os.fdopen(reading, "rb") as found:
        data = found.read()
    if os.waitpid(pid, 0)[1] or not data:
        raise ValueError("the file could not be looked through")
    return marshal.loads(data)


def _formula_faults(path: Path) -> dict[int, dict[int, dict[int, str]]]:
    """{place of the sheet: {row: {column: "#REF!"}}}: the reader of workbooks leaves such cells empty."""
    found: dict[int, dict[int, dict[int, str]]] = {}
    with zipfile.ZipFile(path) as package:
        for place, name in enumerate(_sheet_files(package)):
            rest = b""
            with package.open(name) as file:
                while data := file.read(1 << 20):
                    data = rest + data
                    if b't="e"' in data:
                        for letters, row, said in _FAULTY.findall(data):
                            found.setdefault(place, {}).setdefault(int(row), {})[_number(letters)] = said.decode("utf-8", "replace")
                    rest = data[-400:]
    return found


def _sheet_files(package: zipfile.ZipFile) -> list[str]:
    """The files of the sheets in the order of the workbook."""
    book, relations = package.read("xl/workbook.xml").decode("utf-8", "replace"), package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        pairs = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[pairs.get("Id")] = pairs.get("Target", "")
    wanted = [targets.get(found, "") for found in re.findall(r"<(?:\w+:)?sheet\b[^>]*?\b\w+:id=\"([^\"]*)\"", book)]
    names = set(package.namelist())
    paths = [each.lstrip("/") if each.startswith("/") else f"xl/{each}" for each in wanted]
    return [each for each in paths if each in names]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _read_csv(path: Path) -> None:
    data = path.read_bytes()
    text = None
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or "\0" in text:
        tell("refused", "认不出文字的编码，请用 Excel 打开，另存为 .xlsx 再传")
        return
    del data
    first = text[:20_000]
    separator = max(",\t;，", key=lambda each: first.count(each))
    csv.field_size_limit(1_000_000)
    tell("sheet", "", text.count("\n") + 1, False)
    try:
        _tell_rows(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1))
    except csv.Error:
        tell("refused", "引号没有配对，读不下去。请用 Excel 打开，另存为 .xlsx 再传")


def main(words: list[str]) -> int:
    """Exit code 0 when all was told, 1 for a file that cannot be read, 3 for one that is too much; the parent puts it in words."""
    bound()
    try:
        if words[0] == "read":
            read(words[1], Path(words[2]))
        else:
            from .marking import mark

            mark(Path(words[1]), Path(words[2]), pickle.load(sys.stdin.buffer))
        sys.stdout.flush()
    except MemoryError:
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
