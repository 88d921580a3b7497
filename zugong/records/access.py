"""Who sees a kind or a field: seen_by only narrows what the scope already allows."""

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from zugong.charter.book import Book
from zugong.charter.words import FieldTable
from zugong.door.audience import own_paths
from zugong.registry.models import STEP

from .models import CheckIn, CheckInPart, Record
from .queries import check_ins


def hidden_kinds(book: Book) -> list[str]:
    """Record kinds that only the recording organization sees."""
    return [key for key, entry in book.records.items() if not book.reaches_beyond(entry.latest.seen_by)]


def readable(request: HttpRequest, book: Book) -> Q:
    """A filter on records: narrow kinds only in the own organization."""
    narrow = hidden_kinds(book)
    if not narrow:
        return Q()
    own = own_paths(request)
    return ~Q(kind__in=narrow) | Q(organization__path__in=own) | Q(organization__kind="party_group", organization__parent__path__in=own)


def record_or_404(request: HttpRequest, book: Book, pk: int, right: str) -> Record:
    """A record that the account may reach with a right; outside the scope or the audience there is none."""
    found = Record.objects.filter(request.scope(right).condition("organization__path"), readable(request, book))
    return get_object_or_404(found.select_related("organization", "session"), pk=pk)


def is_own(request: HttpRequest, record: Record | CheckInPart) -> bool:
    """Whether the account belongs to the organization that recorded it, or to the branch of its Party group."""
    own = own_paths(request)
    return record.organization.path in own or (record.organization.kind == "party_group" and record.organization.path[:-STEP] in own)


def shown_value(book: Book, record: Record, key: str, value: str, own: bool) -> str | None:
    """A field's value as this reader may see it: masked, or None when the field is not for them or the record is sealed."""
    if record.sealed_at and not own:
        return None
    field = book.records[record.kind].latest.fields.get(key)
    if not isinstance(field, FieldTable) or own:
        return value
    if field.seen_by and not book.reaches_beyond(field.seen_by):
        return None
    if field.mask == "middle" and isinstance(value, str):
        return value[:1] + "＊" * max(1, len(value) - 2) + value[-1:] if len(value) > 1 else "＊"
    return value


def has_guarded_fields(book: Book, record: Record) -> bool:
    """Whether some field is masked or kept from those above: then only the own organization corrects the record and reads its versions."""
    entry = book.records.get(record.kind)
    fields = entry.latest.fields.values() if entry else ()
    return record.sealed_at is not None or any(
        isinstance(field, FieldTable) and (field.mask != "none" or (field.seen_by and not book.reaches_beyond(field.seen_by))) for field in fields
    )


def shows_files(request: HttpRequest, book: Book, record: Record) -> bool:
    """Whether this reader sees a record's attachments: a file cannot be masked, so where anything is kept from those above it is for the own organization."""
    return is_own(request, record) or (record.kind in book.records and not has_guarded_fields(book, record))


def is_kept_by(request: HttpRequest, check_in: CheckIn) -> bool:
    """Whether the account may see who has checked in: it records for all parts, and opened it or belongs to each of them. Those above see nothing of it."""
    parts, scope = list(check_in.parts.all()), request.scope("record.file")
    return all(scope.holds(part.organization.path) for part in parts) and (check_in.opened_by == request.user.pk or all(is_own(request, part) for part in parts))


def check_in_or_404(request: HttpRequest, pk: int) -> CheckIn:
    """A check-in that the account keeps."""
    found = check_ins(request.scope("record.file")).filter(pk=pk).first()
    if found and is_kept_by(request, found):
        return found
    raise Http404
