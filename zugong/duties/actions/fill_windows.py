import datetime as dt
from collections.abc import Iterator
from itertools import chain

from django.db import transaction

from zugong.calendar.periods import Period, add_months, due_on, once_until, own_periods, periods
from zugong.calendar.working_days import WorkingDays, working_days
from zugong.charter import notations
from zugong.charter.book import Book, Entry
from zugong.charter.editions import Edition
from zugong.duties.models import Window

YEARS_BACK, YEARS_AHEAD = 6, 4
# Clocks that run from each holder's own day have a window for every day of a year, and duties owed once one for every day: their span is shorter.
OWN_BACK, OWN_AHEAD = 2, 1
ANCHORS = tuple(day.month * 100 + day.day for number in range(366) for day in [dt.date(2000, 1, 1) + dt.timedelta(days=number)])


def windows_of(entry: Entry, today: dt.date, days: WorkingDays, name: str = "") -> list[Window]:
    """All windows of one duty from six years back to four years ahead; a period belongs to the edition of its first day."""
    return list(chain.from_iterable(_of_edition(entry.key, number, edition, today, days, name) for number, edition in enumerate(entry.editions)))


def _of_edition(key: str, number: int, edition: Edition, today: dt.date, days: WorkingDays, name: str) -> list[Window]:
    found = []
    due = notations.due(edition.word.due) if edition.word.due else None
    for anchor, period in _periods(edition, today):
        if period.start < edition.since or (edition.until and period.start >= edition.until):
            continue
        day = due_on(due, period, days)
        found.append(
            Window(
                book=name, duty=key, edition=number, anchor=anchor, period=period.key, starts_on=period.start, ends_on=period.last,
                on_time_until=min(day, period.last), closes_on=max(day, period.last),
            )
        )  # fmt: skip
    return found


def _periods(edition: Edition, today: dt.date) -> Iterator[tuple[int, Period]]:
    """(anchor, period): of the calendar with anchor 0, of each own clock, or one for each day on which something owed once may end."""
    word, first, last = edition.word, dt.date(today.year - YEARS_BACK, 1, 1), dt.date(today.year + YEARS_AHEAD, 12, 31)
    if word.once:
        lead, day = notations.lead(word.opens), add_months(today, -36)
        while day <= last:
            yield 0, once_until(day, lead)
            day += dt.timedelta(days=1)
    elif word.counted_from:
        for anchor in ANCHORS:
            yield from ((anchor, period) for period in own_periods(word.every, anchor, dt.date(today.year - OWN_BACK, 1, 1), dt.date(today.year + OWN_AHEAD, 12, 31)))
    else:
        yield from ((0, period) for period in periods(word.every, max(first, edition.since), last))


def fill_windows(book: Book, today: dt.date, name: str = "", using: str = "default") -> int:
    """Refill the table for a book (at adoption, and yearly by tick); answers the number of rows."""
    days = working_days(using)
    rows = list(chain.from_iterable(windows_of(entry, today, days, name) for entry in book.duties.values()))
    with transaction.atomic(using=using):
        Window.objects.using(using).filter(book=name).delete()
        Window.objects.using(using).bulk_create(rows, batch_size=500)
    return len(rows)
