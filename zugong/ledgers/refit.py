"""After an adoption: typed columns, keys and breaches of the rows whose rules changed."""

import datetime as dt

from zugong.charter.book import Book

from .drafts import Draft, objections
from .models import STANDING, Breach, Row
from .typed import ATTRIBUTES, Shape

PAGE = 1000


def refit(old: Book, new: Book, today: dt.date) -> int:
    """Refill what is worked out from the rows of each ledger whose columns, keys or checks are otherwise than before; answers rows looked at. Explanations that were given stay.

    Of rows that are the same by a new key the first holds it; the others are refused when somebody next changes them.
    """
    seen = 0
    for key, entry in new.ledgers.items():
        if not _differs(old, new, key):
            continue
        shape, last, held = Shape(new, key, entry.latest), 0, set()
        Row.objects.filter(STANDING, ledger=key).update(unique_key=None, alone_key=None)
        while page := list(Row.objects.filter(STANDING, ledger=key, pk__gt=last).order_by("pk")[:PAGE]):
            last, seen = page[-1].pk, seen + len(page)
            for row in page:
                for name, value in shape.columns(row.fields).items():
                    setattr(row, name, value)
                for name, value in shape.keys(row.organization_id, row.since, row.fields).items():
                    alone = (name, value) not in held
                    setattr(row, name, value if alone or (name == "alone_key" and row.until) else None)
                    held |= {(name, value)} if name == "unique_key" or row.until is None else set()
            Row.objects.bulk_update(page, [*ATTRIBUTES.values(), "unique_key", "alone_key"], batch_size=200)
            _judge(new, shape, page, today)
    return seen


def _differs(old: Book, new: Book, key: str) -> bool:
    def told(book: Book):
        return (
            book.slots.get(key),
            [(name, each.editions) for name, each in book.checks.items() if each.latest.each == key],
            book.ledgers[key].latest if key in book.ledgers else None,
        )

    return told(old) != told(new)


def _judge(book: Book, shape: Shape, page: list[Row], today: dt.date) -> None:
    drafts = [Draft(row.organization_id, row.fields, row.since, row.until, row) for row in page]
    plain = Shape(book, shape.key, shape.word.model_copy(update={"unique": [], "one_at_a_time": []}))
    found = {(page[each.place].pk, each.code) for each in objections(book, plain, drafts, today)}
    standing = {(each.row_id, each.check_key): each for each in Breach.objects.filter(row__in=[row.pk for row in page])}
    counting = {key for key, entry in book.checks.items() if entry.latest.expects}
    Breach.objects.filter(pk__in=[each.pk for pair, each in standing.items() if pair not in found and pair[1] not in counting]).delete()
    Breach.objects.bulk_create([Breach(row_id=row, check_key=key) for row, key in sorted(found - standing.keys())], batch_size=500)
