"""What organizations do besides meetings with a roll, as data: a habit says in which months, a happening is one of its days."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zugong.registry.models import Organization


@dataclass(frozen=True)
class Happening:
    """One fact of one organization; without minutes it is no gathering."""

    on: dt.date
    organization: Organization
    kind: str
    fields: dict
    minutes: int | None = None


@dataclass(frozen=True)
class Habit:
    """A fact of certain months of every year, on a day between two; `fields` may be worked out from the month."""

    months: tuple[int, ...]
    kind: str
    fields: dict | Callable[[dt.date], dict]
    minutes: int | None = None
    days: tuple[int, int] = (5, 24)


def some_day(source: random.Random, month: dt.date, first: int, last: int) -> dt.date:
    """A day of a month, drawn between two; past its end it lies in the next."""
    return month + dt.timedelta(days=source.randint(first, last) - 1)


def kept(source: random.Random, organization: Organization, months: list[dt.date], habits: tuple[Habit, ...]) -> Iterator[Happening]:
    """An organization's habits in all months."""
    for month in months:
        for habit in habits:
            if month.month in habit.months:
                fields = habit.fields(month) if callable(habit.fields) else habit.fields
                yield Happening(some_day(source, month, *habit.days), organization, habit.kind, fields, habit.minutes)
