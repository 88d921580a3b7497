import datetime as dt

from django.db.models import Q

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.files.actions.drop_about import drop_about
from zugong.journal.actions.write import write
from zugong.ledgers.models import FormerRow, Row

from .change import hold
from .save import snapshot


def remove(book: Book, row: Row, *, reason: str, by: int | None, at: dt.datetime) -> None:
    """Take out a row that should never have been entered; it stays readable with its reason. Where people join of their own will, it is deleted at once with all it said."""
    if not reason.strip():
        raise Refused("请写明移除的原因", "reason")
    current = hold([row.pk])[0]
    if other := Row.objects.filter(Q(row_1=current.pk) | Q(row_2=current.pk), removed_at__isnull=True).only("ledger").first():
        raise Refused(f"“{book.title_of(other.ledger)}”里还有一行引用着它，请先改那一行")
    entry = book.ledgers.get(current.ledger)
    if entry and entry.latest.opt_in:
        write(current.address, "leave", by=by, at=at, reason=reason)
        drop_about([current.address])
        Row.objects.filter(Q(row_1=current.pk)).update(row_1=None)
        Row.objects.filter(Q(row_2=current.pk)).update(row_2=None)
        Row.objects.filter(pk=current.pk).delete()
        return
    FormerRow.objects.create(row=current, version=current.version, replaced_at=at, replaced_by=by, reason=reason, values=snapshot(current))
    Row.objects.filter(pk=current.pk).update(removed_at=at, removed_for=reason, version=current.version + 1)
    write(current.address, "remove", by=by, at=at, reason=reason)
