import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from zugong.charter.book import Book
from zugong.charter.judgement import later, span_of
from zugong.charter.retention import Retention, retention
from zugong.files.actions.drop_about import drop_about
from zugong.journal.actions.write_all import write_all
from zugong.ledgers.models import FormerRow, Row

BATCH, PAGE = 200, 1000


def expire(book: Book, *, today: dt.date, at: dt.datetime) -> dict[str, int]:
    """Delete or seal every row whose keeping is over; answers {"delete": n, "seal": n}. Each batch is whole: it may be stopped and run again. A row that others refer to stays until they go."""
    done = {"delete": 0, "seal": 0}
    for key, entry in book.ledgers.items():
        rule = retention(entry.latest.keep)
        for batch in _over(key, rule, today) if rule else ():
            with transaction.atomic():
                standing = list(Row.objects.select_for_update().filter(pk__in=batch, sealed_at__isnull=True).only("id").order_by("id"))
                done[rule.then] += (_delete if rule.then == "delete" else _seal)(standing, at)
    return done


def _over(ledger: str, rule: Retention, today: dt.date) -> Iterator[list[int]]:
    last = 0
    while page := list(
        Row.objects.filter(ledger=ledger, sealed_at__isnull=True, pk__gt=last).only("id", "since", "until", "fields").order_by("id")[:PAGE]
    ):
        last = page[-1].pk
        over = [row.pk for row in page if (day := _day(row, rule.column)) and later(day, rule.amount, rule.unit) <= today]
        yield from (over[start : start + BATCH] for start in range(0, len(over), BATCH))


def _day(row: Row, column: str) -> dt.date | None:
    """The last day of the date from which keeping counts."""
    if column in ("since", "until"):
        return getattr(row, column)
    span = span_of(row.fields.get(column))
    return span[1] if span else None


def _delete(batch: list[Row], at: dt.datetime) -> int:
    ids = {row.pk for row in batch}
    held = set(Row.objects.filter(Q(row_1__in=ids)).exclude(pk__in=ids).values_list("row_1", flat=True)) | set(
        Row.objects.filter(Q(row_2__in=ids)).exclude(pk__in=ids).values_list("row_2", flat=True)
    )
    gone = [row for row in batch if row.pk not in held]
    write_all([row.address for row in gone], "expire", by=None, at=at, reason="delete")
    Row.objects.filter(pk__in=[row.pk for row in gone]).update(row_1=None, row_2=None)
    Row.objects.filter(pk__in=[row.pk for row in gone]).delete()
    drop_about(row.address for row in gone)
    return len(gone)


def _seal(batch: list[Row], at: dt.datetime) -> int:
    """What a sealed row said before goes with the sealing."""
    ids = [row.pk for row in batch]
    write_all([row.address for row in batch], "expire", by=None, at=at, reason="seal")
    FormerRow.objects.filter(row__in=ids).delete()
    return Row.objects.filter(pk__in=ids).update(sealed_at=at)
