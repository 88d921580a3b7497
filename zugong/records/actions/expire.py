import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from zugong.charter.book import Book
from zugong.charter.judgement import later
from zugong.charter.retention import Retention, retention
from zugong.files.actions.drop_about import drop_about
from zugong.journal.actions.write_all import write_all
from zugong.records.models import Record, Session

BATCH, PAGE = 200, 1000


def expire(book: Book, *, today: dt.date, at: dt.datetime) -> dict[str, int]:
    """Delete or seal every record whose keeping is over; answers {"delete": n, "seal": n}. Each batch is whole: it may be stopped and run again."""
    done = {"delete": 0, "seal": 0}
    for key, entry in book.records.items():
        rule = retention(entry.latest.keep)
        for batch in _over(key, rule, today) if rule else ():
            with transaction.atomic():
                standing = list(Record.objects.select_for_update().filter(pk__in=batch, sealed_at__isnull=True).only("id", "session_id").order_by("id"))
                done[rule.then] += _delete(standing, at) if rule.then == "delete" else _seal(standing, at)
    return done


def _over(kind: str, rule: Retention, today: dt.date) -> Iterator[list[int]]:
    """Ids of records whose keeping is over. Read a page at a time: no reading is under way when a batch begins to write."""
    last = 0
    while page := list(Record.objects.filter(kind=kind, sealed_at__isnull=True, pk__gt=last).only("id", "happened_on", "fields").order_by("id")[:PAGE]):
        last = page[-1].pk
        over = [record.pk for record in page if (day := record.happened_on if rule.column == "on" else _day(record.fields.get(rule.column))) and later(day, rule.amount, rule.unit) <= today]
        yield from (over[start : start + BATCH] for start in range(0, len(over), BATCH))


def _day(value) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None


def _delete(batch: list[Record], at: dt.datetime) -> int:
    write_all([record.address for record in batch], "expire", by=None, at=at, reason="delete")
    Record.objects.filter(pk__in=[record.pk for record in batch]).delete()
    drop_about(record.address for record in batch)  # after the rows: who is attaching a file holds the record's row, and comes too late then
    Session.objects.filter(pk__in={record.session_id for record in batch}, records__isnull=True).delete()
    return len(batch)


def _seal(batch: list[Record], at: dt.datetime) -> int:
    write_all([record.address for record in batch], "expire", by=None, at=at, reason="seal")
    return Record.objects.filter(pk__in=[record.pk for record in batch]).update(sealed_at=at)
