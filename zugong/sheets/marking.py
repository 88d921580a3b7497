"""The workbook that was uploaded, with its faulty cells marked: a colour and a comment. Runs in a process of its own, without Django."""

from dataclasses import dataclass
from pathlib import Path

MARK = "组工台"
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


@dataclass(frozen=True)
class Mark:
    """A cell by its sheet, row and column number from 0; `sheet` "" is the first."""

    sheet: str
    row: int
    column: int
    said: str
    is_error: bool


def mark(source: Path, target: Path, marks: list[tuple]) -> None:
    """Write the workbook anew with the marks, tuples of Mark's fields; marks of an earlier round go."""
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    with open(source, "rb") as file:  # what lies on the shelf has no ending
        book = load_workbook(file)
    fills = {each: PatternFill("solid", fgColor=each) for each in (RED, YELLOW)}
    _unmark(book, PatternFill())
    for sheet_name, row, column, said, is_error in marks:
        sheet = book[sheet_name] if sheet_name in book.sheetnames else book.worksheets[0]
        cell = sheet.cell(row, column + 1)
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                cell = sheet.cell(merged.min_row, merged.min_col)
        cell.fill = fills[RED if is_error else YELLOW]
        comment = Comment(said, MARK)
        comment.width, comment.height = 260, 100
        cell.comment = comment
    book.save(target)


def _unmark(book, plain) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == MARK:
                    cell.comment = None
                    if cell.fill.fgColor.rgb in (RED, YELLOW):
                        cell.fill = plain
