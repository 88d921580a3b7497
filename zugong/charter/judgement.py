"""One row of a ledger judged by its own columns, without a database: conditions, ratios and sums."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from . import notations
from .book import Book
from .ledger_words import Check, Ledger

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": lambda left, right: left >= right, "<=": lambda left, right: left <= right, ">": lambda left, right: left > right, "<": lambda left, right: left < right, "=": lambda left, right: left == right, "!=": lambda left, right: left != right,
}  # fmt: skip


def span_of(value: Any) -> tuple[dt.date, dt.date] | None:
    """First and last day of a date that may be known to the year or month only ("2021", "2021-05", "2021-05-07", or a date); None when empty."""
    if not value:
        return None
    if isinstance(value, dt.date):
        return value, value
    year, month, day = ([int(part) for part in str(value).split("-")] + [0, 0])[:3]
    first, last = dt.date(year, month or 1, day or 1), dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    return first, last


def later(day: dt.date, amount: int, unit: str) -> dt.date:
    """A day so many days, months or years on; the last day of the month where there is no such day."""
    if unit == "day":
        return day + dt.timedelta(days=amount)
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def with_sums(word: Ledger, values: Mapping[str, Any]) -> dict[str, Any]:
    """The row's values with the columns that are worked out from them; what is not filled counts as nothing."""
    found = dict(values)
    for key, each in word.sums.items():
        found[key] = sum(int(found.get(column) or 0) for column in each.adds)
    return found


def is_broken(book: Book, check: Check, values: Mapping[str, Any], today: dt.date) -> bool:
    """Whether a row (with since and until among its values) breaks a check on its own columns. What is not filled breaks nothing unless it must be given; where a date is known only roughly, only what is certainly wrong."""
    columns = book.columns(check.each)
    for column, value in check.where.items():
        if not _all(book, columns, column, value, values, today, empty=False):
            return False
    if check.ratio:
        return _exceeds(notations.ratio(check.ratio), values)
    return any(not _all(book, columns, column, value, values, today, empty=True) for column, value in (check.must or {}).items())


def _exceeds(ratio: notations.Ratio, values: Mapping[str, Any]) -> bool:
    numbers, whole = [int(values.get(column) or 0) for column in ratio.columns], sum(ratio.shares)
    return any(whole * sum(numbers[:place]) > sum(ratio.shares[:place]) * sum(numbers) for place in range(1, len(numbers)))


def _all(book: Book, columns: dict, column: str, value: Any, values: Mapping[str, Any], today: dt.date, empty: bool) -> bool:
    return all(_holds(book, columns, column, each, values, today, empty) for each in notations.comparisons(value))


def _number(kind: str, value: Any) -> int | Fraction:
    """Money is kept in fen and spoken of in yuan."""
    return Fraction(int(value), 100) if kind == "money" else int(value)


def _holds(
    book: Book, columns: dict, column: str, each: notations.Comparison, values: Mapping[str, Any], today: dt.date, empty: bool
) -> bool:
    """`empty`: the answer where something to be compared is not filled."""
    family = book.family(columns[column][0])
    left = values.get(column)
    if each.sign in ("given", "empty"):
        return (left not in (None, "")) == (each.sign == "given")
    if each.sign == "in":
        return empty if left in (None, "") else left in each.value
    if family == "date":
        return _dates(
            each,
            span_of(left),
            span_of(values.get(each.column)) if each.column else span_of(today if each.value == "today" else each.value),
            empty,
        )
    right = values.get(each.column) if each.column else each.value
    if left in (None, "") or right in (None, ""):
        return empty
    if each.column:
        left, right = each.denominator * _number(columns[column][0], left), each.numerator * _number(columns[each.column][0], right)
    elif family in ("count", "yes_no"):
        left, right = _number(columns[column][0], left), int(right)
    return _HOLDS[each.sign](left, right)


def _dates(each: notations.Comparison, left, right, empty: bool) -> bool:
    """Whether it may be so: of two days known roughly, whether some pair of them fits; for a condition (`empty` false) the same."""
    if left is None or right is None:
        return empty
    first, last = (later(day, *each.after) for day in right) if each.after else right
    if each.sign in (">=", ">"):
        return _HOLDS[each.sign](left[1], first)
    if each.sign in ("<=", "<"):
        return _HOLDS[each.sign](left[0], last)
    overlap = left[0] <= last and first <= left[1]
    return overlap if each.sign == "=" else not (overlap and left == (first, last))
