"""Which days are worked: the published arrangement of holidays and make-up days, mended by the table."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

import holidays

# The library answers for any year; only these have an arrangement that was published when it was made.
PUBLISHED = range(2014, 2027)


@dataclass(frozen=True)
class WorkingDays:
    """`special`: day -> whether it is worked; `years`: further years whose arrangement is known."""

    special: dict[dt.date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_published(self, year: int) -> bool:
        """Whether the year's arrangement is known; else its days are provisional."""
        return year in PUBLISHED or year in self.years

    def is_worked(self, day: dt.date) -> bool:
        """The table first, then the published arrangement, then Monday to Friday."""
        if day in self.special:
            return self.special[day]
        if day.year in PUBLISHED:
            return _china().is_working_day(day)
        return day.weekday() < 5

    def next(self, day: dt.date) -> dt.date:
        """The day itself when it is worked, else the next one that is."""
        while not self.is_worked(day):
            day += dt.timedelta(days=1)
        return day

    def after(self, day: dt.date, amount: int) -> dt.date:
        """`amount` working days later, counted from the day after; earlier when negative."""
        step = dt.timedelta(days=1 if amount > 0 else -1)
        for _ in range(abs(amount)):
            day += step
            while not self.is_worked(day):
                day += step
        return day


# Without a table: the published arrangements alone.
WEEKDAYS = WorkingDays()


@cache
def _china():
    return holidays.country_holidays("CN", years=PUBLISHED)


def working_days(using: str = "default") -> WorkingDays:
    """What this database knows; two small queries."""
    from .models import PublishedYear, SpecialDay

    special = dict(SpecialDay.objects.using(using).values_list("day", "is_worked"))
    return WorkingDays(special, frozenset(PublishedYear.objects.using(using).values_list("year", flat=True)))
