"""One cell of each type."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.sheets.cells import Read, reader
from zugong.sheets.columns import Column, shown
from zugong.sheets.faults import Fault
from zugong.sheets.identifiers import check_character

CODES = {"male": "男", "female": "女"}


def read(sort: str, cell, **more):
    """The value; of a warning ("code", value); of an error "code"."""
    value = reader(Column("x", "列", sort, codes=CODES if sort == "code" else None, **more))(cell)
    if type(value) is Fault:
        return value.code if value.is_error else (value.code, value.value)
    return value


@pytest.mark.parametrize("sort", ["text", "long_text", "name", "yes_no", "count", "money", "date", "month", "partial_date", "code", "organization", "person", "phone", "credit_code", "id_number", "reference"])
def test_a_cell_with_nothing_in_it_is_empty_whatever_its_type(sort):
    assert [read(sort, cell) for cell in ("", " ", "　", "\u00a0\u200b", "-", "——", "/", "          ")] == [None] * 8


def test_formulas_that_went_wrong_are_said_whatever_the_type():
    assert {read(sort, cell) for sort in ("text", "date", "money", "code") for cell in ("#N/A", "#REF!", "#DIV/0!", "#NAME?")} == {"formula_fault"}


def test_texts_lose_what_is_not_seen_and_it_is_said():
    assert [read("text", cell) for cell in ("甲", " 甲 ", "甲\u200b乙", "甲　乙", "甲  乙", "a\ufeff", 12.0, 1.5)] == [
        "甲", ("spaces", "甲"), ("spaces", "甲乙"), ("spaces", "甲 乙"), ("spaces", "甲 乙"), ("spaces", "a"), "12", "1.5",
    ]  # fmt: skip
    assert (read("text", "长" * 201), read("text", "长" * 200), read("long_text", "一 \r\n二", longest=9)) == ("too_long", "长" * 200, "一\n二")


def test_names_have_no_spaces_and_the_dot_of_the_standard():
    assert [read("name", cell) for cell in ("王伟", "王 伟", "王　　伟", "买买提•艾力", "Anna Smith", "𠮷田", "王伟2", "陈·")] == [
        "王伟", ("spaces", "王伟"), ("spaces", "王伟"), ("spaces", "买买提·艾力"), "Anna Smith", "𠮷田", "name_with_digits", "陈·",
    ]  # fmt: skip


def test_days_are_read_as_they_are_written_in_tables():
    day = dt.date(2021, 5, 7)
    assert {read("date", cell) for cell in ("2021-05-07", "2021.5.7", "2021/5/7", "2021年5月7日", "20210507", "2021-05-07 00:00:00", "2021 年 5 月 7 日", 20210507.0)} == {day}
    assert [read("date", cell) for cell in ("２０２１-５-７", 44323.0, "2021-05", "2021", "05/07/2021", "85.7.1", "2021-02-30", "不详", 1.5, 0.0, "1021-01-01")] == [
        ("full_width", day), ("date_serial", day), "date_not_whole", "date_not_whole", "day_first", "short_year", "no_such_day", "not_date", "date_as_number", "not_date", "year",
    ]  # fmt: skip
    assert [read("month", cell) for cell in ("2021-05", "2021.05", "202105", 202105.0, "2021年5月", "2021-05-07", 2021.05, 2021.1)] == [dt.date(2021, 5, 1)] * 7 + ["date_as_number"]
    assert [read("partial_date", cell) for cell in ("2021", 2021.0, "2021.5", "2021-05-07", "2021年", "2021-13")] == ["2021", "2021", "2021-05", "2021-05-07", "2021", "no_such_day"]


def test_numbers_and_money():
    assert [read("count", cell) for cell in (3.0, "3", "1,200", "３", "12人", 1.5, "-1", "三", "1e3")] == [3, 3, 1200, ("full_width", 3), ("unit", 12), "not_whole", "negative", "not_number", "not_number"]
    assert [read("money", cell) for cell in (12.3, "12.30", "1,234.5", "¥12", "12元", "-0.5", 0.1 + 0.2, 12.345, "12.345", "3万元", "一百")] == [
        1230, 1230, 123450, 1200, 1200, -50, 30, "not_fen", "not_fen", "unit", "not_money",
    ]  # fmt: skip


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_money_that_is_shown_is_read_back_to_the_fen_as_text_and_as_number(fen):
    assert (read("money", shown(Column("x", "列", "money"), fen)), read("money", fen / 100)) == (fen, fen)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_a_day_is_the_same_in_every_writing(day):
    written = (str(day), f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", float(f"{day:%Y%m%d}"))
    assert {read("date", cell) for cell in written} == {day}


def test_yes_and_no_and_codes():
    assert [read("yes_no", cell) for cell in ("是", "否", "√", "×", "TRUE", "0", 1.0, " 有", "也许")] == [True, False, True, False, True, False, True, True, "not_yes_no"]
    assert [read("code", cell) for cell in ("男", "female", " 女", "男性", "x")] == ["male", "female", ("spaces", "female"), "not_code", "not_code"]
    assert str(reader(Column("x", "列", "code", codes=CODES))("男性")) == "“男性”不在选项里。是不是“男”？"


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2026, 1, 1)), st.integers(min_value=0, max_value=999))
def test_an_id_number_is_right_in_one_way_and_wrong_in_every_other_last_character(day, rest):
    digits = f"990000{day:%Y%m%d}{rest:03}"
    right = check_character(digits)
    wrong = {read("id_number", digits + each) for each in "0123456789X" if each != right}
    assert (read("id_number", digits + right), read("id_number", (digits + right).lower())) == (digits + right,) * 2
    assert wrong <= {"id_check", "id_digits_lost"}


def test_id_numbers_that_a_spreadsheet_spoiled_are_told_apart():
    right = "990000199001011" + "23"
    right += check_character(right)
    assert [read("id_number", cell) for cell in (f" {right}", f"'{right}", "".join(chr(ord(each) + 0xFEE0) for each in right))] == [("spaces", right), ("spaces", right), ("full_width", right)]
    assert [read("id_number", cell) for cell in (9.90000199001011e17, "9.90000199001011E+17", "990000199001011000", "990000900101123", "99000019901301123X", "99000019900101", "无", 123456.0)] == [
        "id_digits_lost", "id_digits_lost", "id_digits_lost", "id_15", "id_birth", "id_length", "id_characters", "id_length",
    ]  # fmt: skip


def test_titles_of_codes_may_hold_spaces():
    read_one = reader(Column("part", "类", "code", codes={"three": "三 考核鉴定类"}))
    assert [read_one(cell) for cell in ("三 考核鉴定类", "三考核鉴定类", "three")] == ["three"] * 3


def test_credit_codes_and_telephones():
    assert [read("credit_code", cell) for cell in ("91350100M000100Y43", "91350100m000100y43", "91350100M000100Y44", "91350100M000I00Y43", "9135", 9.13501e17)] == [
        "91350100M000100Y43", "91350100M000100Y43", "credit_code_check", "credit_code_characters", "credit_code_length", "credit_code_lost",
    ]  # fmt: skip
    assert [read("phone", cell) for cell in ("13800000000", 13800000000.0, "+86 138-0000-0000", "0516-1234567", "1380000000", "13800000000/13900000000", "无")] == [
        "13800000000", "13800000000", ("spaces", "13800000000"), "0516-1234567", "phone", "phone", "phone",
    ]  # fmt: skip


def test_a_rosters_own_check_comes_after_the_type_and_keeps_what_was_said_before():
    def judge(value):
        return Fault("odd", "不合适") if value == "甲乙" else None

    assert [read("text", cell, check=judge) for cell in ("甲", "甲乙", "甲乙 ", "")] == ["甲", "odd", "odd", None]
    assert str(reader(Column("x", "列", check=judge))("甲乙 ")) == "多了空格或看不见的字符，读作“甲乙”；不合适"


def test_equal_cells_are_read_once_and_answers_are_the_same():
    column = Column("x", "列", "phone")
    cells = ["13800000000", "1380", 13800000000.0, "", "1380"]
    many = Read(column)
    assert [many[cell] for cell in cells] == [reader(column)(cell) for cell in cells]
