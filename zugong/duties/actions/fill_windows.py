import datetime as dt
from itertools import chain

from django.db import transaction

from zugong.calendar.periods import due_on, period_of, periods
from zugong.charter import notations
from zugong.charter.book import Book, Entry
from zugong.charter.editions import Edition
from zugong.duties.models import Window

YEARS_BACK, YEARS_AHEAD = 6, 4


def windows_of(entry: Entry, today: dt.date, name: str = "") -> list[Window]:
    """All windows of one duty from six years back to four years ahead; a period belongs to the edition of its first day."""
    first, last = dt.date(today.year - YEARS_BACK, 1, 1), dt.date(today.year + YEARS_AHEAD, 12, 31)
    return list(chain.from_iterable(_of_edition(entry.key, number, edition, first, last, name) for number, edition in enumerate(entry.editions)))


def _of_edition(key: str, number: int, edition: Edition, first: dt.date, last: dt.date, name: str) -> list[Window]:
    found = []
    due = notations.due(edition.word.due) if edition.word.due else None
    for period in periods(edition.word.every, max(first, edition.since), last):
        if edition.until and period.start >= edition.until:
            break
        day = due_on(due, period)
        found.append(
            Window(
                book=name, duty=key, edition=number, period=period.key, starts_on=period.start, ends_on=period.last,
                on_time_until=min(day, period.last), closes_on=max(day, period.last),
            )
        )  # fmt: skip
    return found


def fill_windows(book: Book, today: dt.date, name: str = "", using: str = "default") -> int:
    """Refill the table for a book (at adoption, and yearly by tick); answers the number of rows."""
    rows = list(chain.from_iterable(windows_of(entry, today, name) for entry in book.duties.values()))
    with transaction.atomic(using=using):
        Window.objects.using(using).filter(book=name).delete()
        Window.objects.using(using).bulk_create(rows, batch_size=500)
    return len(rows)


def current_periods(book: Book, key: str, day: dt.date) -> str | None:
    """The period of a duty in which a day lies, or None when no edition holds then."""
    word = book.duties[key].on(day)
    return period_of(word.every, day).key if word else None
