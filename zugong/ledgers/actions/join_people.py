import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.journal.actions.write_all import write_all
from zugong.ledgers.models import FormerRow, Row
from zugong.ledgers.typed import Shape

_WRITTEN = ["fields", "person_1", "person_2", "unique_key", "alone_key"]


def join_people(book: Book, kept: int, dropped: int, *, reason: str, by: int | None, at: dt.datetime) -> int:
    """Rows of ledgers that name the one person name the other, in what they say and in what they said before; answers how many. Refused where a row would then stand twice."""
    rows = list(Row.objects.select_for_update().filter(Q(person_1=dropped) | Q(person_2=dropped)).order_by("pk"))
    shapes = {key: Shape(book, key, book.ledgers[key].latest) for key in {row.ledger for row in rows} if key in book.ledgers}
    people = {key: {name for name, kind in shape.types.items() if kind == "person"} for key, shape in shapes.items()}
    former = list(FormerRow.objects.filter(row__in=[row.pk for row in rows]).select_related("row"))
    for each in former:
        each.values = each.values | {"fields": _renamed(each.values["fields"], people.get(each.row.ledger, set()), kept, dropped)}
    for row in rows:
        row.fields = _renamed(row.fields, people.get(row.ledger, set()), kept, dropped)
        row.person_1_id, row.person_2_id = (kept if pk == dropped else pk for pk in (row.person_1_id, row.person_2_id))
        if row.ledger in shapes:
            for name, value in shapes[row.ledger].keys(row.organization_id, row.since, row.fields).items():
                setattr(row, name, value)
    try:
        with transaction.atomic():
            Row.objects.bulk_update(rows, _WRITTEN, batch_size=200)
    except IntegrityError:
        raise Refused("两份资料在同一本台账里各有一行只能有一行的内容，请先移除或结束其中一行，再合并") from None
    FormerRow.objects.bulk_update(former, ["values"], batch_size=200)
    write_all([row.address for row in rows], "merge_people", by=by, at=at, fields=[["person"]] * len(rows), reason=reason)
    return len(rows)


def _renamed(fields: dict, people: set[str], kept: int, dropped: int) -> dict:
    return {key: kept if key in people and value == dropped else value for key, value in fields.items()}
