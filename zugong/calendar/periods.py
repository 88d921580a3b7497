"""Months, quarters, half-years and years: their keys, first and last days, and due days."""

import datetime as dt
import re
from dataclasses import dataclass

from zugong.charter.judgement import later
from zugong.charter.notations import Due, Lead

from .working_days import WEEKDAYS, WorkingDays

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_KEY = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")


@dataclass(frozen=True, order=True)
class Period:
    """`start` is the first day, `last` the last one (both included)."""

    start: dt.date
    last: dt.date
    key: str

    @property
    def months(self) -> int:
        """Number of months spanned."""
        return (self.last.year - self.start.year) * 12 + self.last.month - self.start.month + 1


def add_months(day: dt.date, months: int) -> dt.date:
    """Same day `months` later, or the month's last day where there is none; ValueError outside the years 1 to 9999."""
    return later(day, months, "month")


def period_of(every: str, day: dt.date) -> Period:
    """The period of that length in which a day lies; KeyError for an unknown length."""
    length = _MONTHS[every]
    first = (day.month - 1) // length * length + 1
    start = dt.date(day.year, first, 1)
    last = add_months(start, length) - dt.timedelta(days=1)
    number = (first - 1) // length + 1
    key = {"month": f"{day.year:04}-{first:02}", "quarter": f"{day.year:04}-Q{number}", "half-year": f"{day.year:04}-H{number}", "year": f"{day.year:04}"}[every]
    return Period(start, last, key)


def periods(every: str, since: dt.date, until: dt.date) -> list[Period]:
    """All periods that begin on or after `since` and before `until`."""
    found, here = [], period_of(every, since)
    while here.start < until:
        if here.start >= since:
            found.append(here)
        here = period_of(every, here.last + dt.timedelta(days=1))
    return found


def read_period(key: str) -> Period:
    """"2026", "2026-H1", "2026-Q1" or "2026-03"; ValueError otherwise."""
    year, month, quarter, half = _groups(key)
    every = "month" if month else "quarter" if quarter else "half-year" if half else "year"
    first = int(month) if month else int(quarter) * 3 - 2 if quarter else int(half) * 6 - 5 if half else 1
    return period_of(every, dt.date(int(year), first, 1))


def _groups(key: str) -> tuple[str | None, ...]:
    found = _KEY.fullmatch(key)
    if not found:
        raise ValueError(key)
    return found.groups()


def title_of(key: str) -> str:
    """The period's Chinese name; ValueError for what is no key. A period of somebody's own clock is called by its day."""
    if len(key) == 10:
        day = dt.date.fromisoformat(key)
        return f"{day.year}年{day.month}月{day.day}日"
    year, month, quarter, half = _groups(key)
    return f"{year}年" + (f"{int(month)}月" if month else f"第{'一二三四'[int(quarter) - 1]}季度" if quarter else f"{'上下'[int(half) - 1]}半年" if half else "")


def due_on(due: Due | None, period: Period, days: WorkingDays = WEEKDAYS) -> dt.date:
    """Last day on which a period's duty is still accepted; the period's last day without a due phrase."""
    if due is None:
        return period.last
    anchor = period.last if due.anchor == "end" else period.start
    amount = -due.amount if due.before else due.amount
    if due.unit == "working day":
        return days.after(anchor, amount)
    day = add_months(anchor, amount) if due.unit == "month" else anchor + dt.timedelta(days=amount)
    return days.next(day) if due.shifts else day


def own_periods(every: str, anchor: int, since: dt.date, until: dt.date) -> list[Period]:
    """Periods of that length that begin on the month and day `anchor` (MMDD) or a whole number of lengths away, on or after `since` and before `until`."""
    length, found = _MONTHS[every], []
    first = dt.date(2000, anchor // 100, anchor % 100)  # a leap year, so that 29 February is a day
    number = ((since.year - 2000) * 12 - 12) // length
    while (start := add_months(first, number * length)) < until:
        if start >= since:
            found.append(Period(start, add_months(first, (number + 1) * length) - dt.timedelta(days=1), str(start)))
        number += 1
    return found


def once_until(day: dt.date, lead: Lead) -> Period:
    """The one period that ends on a day and begins so long before it."""
    start = add_months(day, -lead.amount) if lead.unit == "month" else day - dt.timedelta(days=lead.amount)
    return Period(start, day, str(day))
