"""Days, months and years as people write them in tables."""

import datetime as dt
import re

from .faults import Fault, warning

_EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's count
FIRST, LAST = 1900, 2100
_PARTS = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月?)?|年?)?\.?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME = re.compile(r"(.*?\d)[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_OTHER_WAY = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}")
_SHORT_YEAR = re.compile(r"\d{2}[-./年]\d{1,2}.*")
_SHAPE = {"date": "写成 2021-05-07 这样的年月日", "month": "写成 2021-05 这样的年月", "partial_date": "写成 2021、2021-05 或 2021-05-07"}


def parts_of(text: str) -> tuple[int, int, int] | None:
    """Year, month and day, 0 for what is not told; None for what is no date."""
    if found := _TIME.fullmatch(text):
        text = found[1]
    found = _SOLID.fullmatch(text) or _PARTS.fullmatch(text)
    return (int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found else None


def read_day(text: str, sort: str) -> object:
    """`text` is plain and without spaces; sort: date, month or partial_date. The value, or a Fault."""
    parts = parts_of(text)
    if parts is None:
        return _unreadable(text, sort)
    year, month, day = parts
    if not FIRST <= year <= LAST:
        return Fault("year", f"“{text}”的年份不对", _SHAPE[sort])
    try:
        whole = dt.date(year, month or 1, day or 1)
    except ValueError:
        return Fault("no_such_day", f"没有“{text}”这一天", "请核对月份和日期")
    if sort == "partial_date":
        return f"{year}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    if not month or (sort == "date" and not day):
        return Fault("date_not_whole", f"“{text}”只有{'年月' if month else '年份'}", _SHAPE[sort])
    return whole.replace(day=1) if sort == "month" else whole


def _unreadable(text: str, sort: str) -> Fault:
    if _OTHER_WAY.fullmatch(text):
        return Fault("day_first", f"“{text}”分不清哪个是月、哪个是日", _SHAPE[sort])
    if _SHORT_YEAR.fullmatch(text):
        return Fault("short_year", f"“{text}”的年份只有两位", "年份写四位，例如 1985")
    return Fault("not_date", f"“{text}”不是日期", _SHAPE[sort])


def read_number_as_day(number: float, sort: str) -> object:
    """A cell that holds a plain number: a year, a date written as digits, or a date whose format was lost."""
    if number != int(number):
        # 1985.07 typed as a number; 2010.1 may have been January or October
        text = repr(number)
        if sort != "date" and re.fullmatch(r"(19|20)\d{2}\.(0[1-9]|1[0-2])", text):
            return read_day(text, sort)
        return Fault("date_as_number", f"“{text}”是小数，不是日期", f"{_SHAPE[sort]}，先把单元格设成文本")
    whole = int(number)
    if FIRST <= whole <= LAST or 190000 <= whole <= 210012 or 19000000 <= whole <= 21001231:
        return read_day(str(whole), sort)
    if 1 <= whole <= 73050:
        day = _EPOCH + dt.timedelta(days=whole)
        if day.year < FIRST:
            return Fault("not_date", f"“{whole}”不是日期", _SHAPE[sort])
        return warning("date_serial", f"单元格里是数字 {whole}，像是日期丢了格式，读作 {day}", read_day(day.isoformat(), sort), "请核对")
    return Fault("not_date", f"“{whole}”不是日期", _SHAPE[sort])
