import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from zugong.calendar.periods import add_months
from zugong.charter.book import Book
from zugong.charter.retention import Retention, retention
from zugong.files.actions.drop_about import drop_about
from zugong.journal.actions.write_all import write_all
from zugong.records.models import Record, Session

BATCH = 200


def expire(book: Book, *, today: dt.date, at: dt.datetime) -> dict[str, int]:
    """Delete or seal every record whose keeping is over; answers {"delete": n, "seal": n}. Each batch is whole: it may be stopped and run again."""
    done = {"delete": 0, "seal": 0}
    for key, entry in book.records.items():
        rule = retention(entry.latest.keep)
        for batch in _over(key, rule, today) if rule else ():
            with transaction.atomic():
                done[rule.then] += _delete(batch, at) if rule.then == "delete" else _seal(batch, at)
    return done


def _over(kind: str, rule: Retention, today: dt.date) -> Iterator[list[Record]]:
    rows: list[Record] = []
    chosen = Record.objects.filter(kind=kind, sealed_at__isnull=True).only("id", "kind", "happened_on", "fields", "session_id").order_by("id")
    for record in chosen.iterator(chunk_size=1000):
        day = record.happened_on if rule.column == "on" else _day(record.fields.get(rule.column))
        if day and _end(day, rule) <= today:
            rows.append(record)
        if len(rows) == BATCH:
            yield rows
            rows = []
    if rows:
        yield rows


def _day(value) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None


def _end(day: dt.date, rule: Retention) -> dt.date:
    if rule.unit == "day":
        return day + dt.timedelta(days=rule.amount)
    return add_months(day, rule.amount * (12 if rule.unit == "year" else 1))


def _delete(batch: list[Record], at: dt.datetime) -> int:
    write_all([record.address for record in batch], "expire", by=None, at=at, reason="delete")
    Record.objects.filter(pk__in=[record.pk for record in batch]).delete()
    drop_about(record.address for record in batch)  # after the rows: who is attaching a file holds the record's row, and comes too late then
    Session.objects.filter(pk__in={record.session_id for record in batch}, records__isnull=True).delete()
    return len(batch)


def _seal(batch: list[Record], at: dt.datetime) -> int:
    write_all([record.address for record in batch], "expire", by=None, at=at, reason="seal")
    return Record.objects.filter(pk__in=[record.pk for record in batch]).update(sealed_at=at)
