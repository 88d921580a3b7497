"""Where the header is, which column is which, and rows that are moved."""

from zugong.sheets.columns import Column
from zugong.sheets.headers import find, letters
from zugong.sheets.reading import Reader
from zugong.sheets.unpacked import Rows

COLUMNS = [
    Column("name", "姓名", "name", needed=True), Column("gender", "性别", "code", codes={"male": "男", "female": "女"}), Column("born_on", "出生日期", "date", also=("出生年月",)),
    Column("joined_on", "入党日期", "date"), Column("phone", "联系电话", "phone", also=("手机",)), Column("note", "备注"),
]  # fmt: skip
TITLES = ["姓名", "性别", "出生日期", "入党日期", "联系电话", "备注"]
RIGHT = ["王一", "男", "1980-05-01", "2005-06-01", "13800000001", "好"]


def header_of(*rows, columns=COLUMNS):
    found = find("表", [(number, list(row)) for number, row in enumerate(rows, 1)], columns)
    return found and (found.first, found.last, {letters(number): key for number, key in found.keys.items()})


def test_a_header_is_found_below_a_title_in_any_order_and_by_other_names():
    assert header_of(["名册", "", ""], ["", "", ""], ["序号", "手机", " 姓 名*", "性别（男/女）"]) == (3, 3, {"B": "phone", "C": "name", "D": "gender"})
    assert header_of(["姓名（必填）", "出生年月(yyyy-mm-dd)"]) == (1, 1, {"A": "name", "B": "born_on"})
    assert header_of(["一", "二"], ["三", "四"]) is None


def test_a_merged_header_of_two_rows_is_read_as_one():
    assert header_of(["基本情况", "", "联系电话"], ["姓名", "性别", ""]) == (1, 2, {"A": "name", "B": "gender", "C": "phone"})
    assert header_of(["姓名", "性别", "联系电话"], ["王一", "男", "13800000001"]) == (1, 1, {"A": "name", "B": "gender", "C": "phone"})


def test_letters_of_columns():
    assert [letters(number) for number in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def lines_of(*rows):
    header = find("表", [(1, TITLES)], COLUMNS)
    width = max(map(len, rows))
    cells = [list(row) + [""] * (width - len(row)) for row in rows]
    reader = Reader(header, COLUMNS)
    given = Rows(list(range(2, len(rows) + 2)), [len(row) - row.count("") for row in cells], [list(column) for column in zip(*cells, strict=True)])
    return [line for piece in reader.lines([given]) for line in piece], reader


def faults_of(*row):
    lines, _ = lines_of(RIGHT, list(row))
    return {key: str(fault) for key, fault in lines[1].faults.items()}


def test_a_shifted_row_is_named_with_its_likely_fix():
    assert faults_of("王二", "", "女", "1981-05-01", "2005-06-01", "13800000002", "好") == {"gender": "这一行从“性别”起整体右移了一格。把 B3 起的格子往左移一格"}
    assert faults_of("王二", "1981-05-01", "2005-06-01", "13800000002", "好") == {"gender": "这一行从“性别”起整体左移了一格。把 B3 起的格子往右移一格"}


def test_a_row_with_faults_of_its_own_is_not_called_shifted():
    assert set(faults_of("王二", "不男", "1981-15-01", "2005-06-01", "1380", "好")) == {"gender", "born_on", "phone"}


def test_totals_remarks_and_repeated_headers_are_no_lines():
    lines, reader = lines_of(RIGHT, ["合计", "1", "", "", "", ""], TITLES, ["填表人：某某", "", "", "", "", ""], RIGHT)
    assert ([line.row for line in lines], reader.skipped) == ([2, 6], [3, 4, 5])


def test_what_a_person_typed_stands_for_the_cell():
    header = find("表", [(1, TITLES)], COLUMNS)
    reader = Reader(header, COLUMNS, {(2, "phone"): "13800000009"})
    (line,) = next(reader.lines([Rows([2], [6], [[cell] for cell in RIGHT])]))
    assert line.values["phone"] == "13800000009"
