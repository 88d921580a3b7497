import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from django.db import connections, transaction

from zugong.calendar.periods import Period, add_months, due_on, once_until, own_periods, periods
from zugong.calendar.working_days import WorkingDays, working_days
from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.words import Duty
from zugong.duties.models import Window

YEARS_BACK, YEARS_AHEAD = 6, 4
# Clocks that run from each holder's own day have a window for every day of a year, and duties owed once one for every day: their span is shorter.
OWN_BACK, OWN_AHEAD = 2, 1
ONCE_BACK, ONCE_AHEAD = 24, 13  # months; ahead: beyond what has been opened by then, so that a year without the daily work does no harm
COLUMNS = ("book", "clock", "anchor", "period", "starts_on", "ends_on", "on_time_until", "closes_on")
ANCHORS = tuple(day.month * 100 + day.day for number in range(366) for day in [dt.date(2000, 1, 1) + dt.timedelta(days=number)])


def windows_of(word: Duty, today: dt.date, days: WorkingDays) -> list[tuple]:
    """All windows of a duty's clock as (clock, anchor, period, starts_on, ends_on, on_time_until, closes_on)."""
    due, found = notations.due(word.due) if word.due else None, []
    for anchor, period in _periods(word, today):
        day = due_on(due, period, days)
        found.append((word.clock, anchor, period.key, period.start, period.last, min(day, period.last), day))
    return found


def _periods(word: Duty, today: dt.date) -> Iterator[tuple[int, Period]]:
    """(anchor, period): of the calendar with anchor 0, of each own clock, or one for each day on which something owed once may end."""
    first, last = dt.date(today.year - YEARS_BACK, 1, 1), dt.date(today.year + YEARS_AHEAD, 12, 31)
    if word.once:
        lead, day, end = notations.lead(word.opens), add_months(today, -ONCE_BACK), add_months(today, ONCE_AHEAD)
        end = add_months(end, lead.amount) if lead.unit == "month" else end + dt.timedelta(days=lead.amount)
        while day <= end:
            yield 0, once_until(day, lead)
            day += dt.timedelta(days=1)
    elif word.counted_from:
        for anchor in ANCHORS:
            yield from ((anchor, period) for period in own_periods(word.every, anchor, dt.date(today.year - OWN_BACK, 1, 1), dt.date(today.year + OWN_AHEAD, 12, 31)))
    else:
        yield from ((0, period) for period in periods(word.every, first, last))


def fill_windows(book: Book, today: dt.date, name: str = "", using: str = "default", only: Iterable[str] | None = None, wanted: Callable[[str, dt.date, dt.date], bool] | None = None) -> int:
    """Refill the table for a book (at adoption, and yearly by tick), or for the clocks of some of its duties; answers the number of rows. `wanted`: whether a period (its key, first and last day) is needed, where not all are."""
    days = working_days(using)
    kept = book.worked_out.setdefault(("windows", today, tuple(sorted(days.special.items())), days.years), {})
    clocks = {edition.word.clock: edition.word for key, entry in book.duties.items() if only is None or key in only for edition in entry.editions}
    for clock, word in clocks.items():
        if clock not in kept:
            kept[clock] = windows_of(word, today, days)
    rows = [(name, *row) for clock in clocks for row in kept[clock] if wanted is None or wanted(*row[2:5])]
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        Window.objects.using(using).filter(book=name).delete()
        cursor.executemany(f"INSERT INTO {Window._meta.db_table} ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})", rows)
    return len(rows)
