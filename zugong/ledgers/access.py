"""Who sees a ledger, a row or a field, and who keeps it: seen_by and kept_by only narrow what the scope already allows."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from zugong.charter.book import Book
from zugong.charter.ledger_words import Ledger
from zugong.charter.words import FieldTable
from zugong.door.audience import own_paths
from zugong.registry.models import Organization

from .models import Row

MASKED = ("phone",)


def is_narrow(book: Book, word: Ledger) -> bool:
    """Whether only the own organization sees the ledger."""
    return not book.reaches_beyond(word.seen_by)


def readable(request: HttpRequest, book: Book) -> Q:
    """A filter on rows: narrow ledgers only in the own organization."""
    narrow = [key for key, entry in book.ledgers.items() if is_narrow(book, entry.latest)]
    return ~Q(ledger__in=narrow) | Q(organization__path__in=own_paths(request)) if narrow else Q()


def ledger_or_404(book: Book, key: str) -> Ledger:
    """A ledger of the book, newest wording."""
    if key not in book.ledgers:
        raise Http404
    return book.ledgers[key].latest


def seen_rows(request: HttpRequest, book: Book, ids: Iterable[int]) -> QuerySet[Row]:
    """Those of some rows that this account reads, with their organizations."""
    found = Row.objects.filter(request.scope("ledger.read").condition("organization__path"), readable(request, book), pk__in=ids)
    return found.select_related("organization")


def row_or_404(request: HttpRequest, book: Book, pk: int, right: str) -> Row:
    """A row that the account may reach with a right; outside the scope or the audience there is none."""
    found = Row.objects.filter(request.scope(right).condition("organization__path"), readable(request, book))
    return get_object_or_404(found.select_related("organization"), pk=pk)


def is_own(request: HttpRequest, row: Row) -> bool:
    """Whether the account belongs to the organization of the row."""
    return row.organization.path in own_paths(request)


def may_keep(request: HttpRequest, word: Ledger, path: str) -> bool:
    """Whether the account keeps the ledger's rows at a place; what those above keep, the organization itself only reads."""
    scope = request.scope("ledger.keep")
    return scope.holds(path) and (word.kept_by == "own" or scope.everything or path not in own_paths(request))


def may_enter(request: HttpRequest, book: Book, word: Ledger, path: str) -> bool:
    """The same for a new row: what only the own organization sees, only it enters."""
    return may_keep(request, word, path) and (not is_narrow(book, word) or path in own_paths(request))


def enters(request: HttpRequest, book: Book, word: Ledger) -> bool:
    """Whether there is a place where the account may enter a row."""
    scope = request.scope("ledger.keep")
    places = Organization.objects.filter(scope.condition("path"), kind__in=book.kinds_of(word.key), until__isnull=True).order_by("path")
    return any(may_enter(request, book, word, path) for path in places.values_list("path", flat=True)[:50])


def hides(book: Book, word: Ledger, key: str, own: bool) -> bool:
    """Whether a field is not for this reader; a sum would give away what it adds."""
    if key in word.sums:
        return not own and any(hides(book, word, each, own) or masks(word, each, own) for each in word.sums[key].adds)
    field = word.fields.get(key)
    return isinstance(field, FieldTable) and not own and bool(field.seen_by) and not book.reaches_beyond(field.seen_by)


def masks(word: Ledger, key: str, own: bool) -> bool:
    """Whether a field is shown to this reader with its middle covered."""
    field = word.fields.get(key)
    return isinstance(field, FieldTable) and not own and (field.mask == "middle" or field.type.removesuffix("?") in MASKED)


def masked(text: str) -> str:
    """The ends of a text with its middle covered."""
    if len(text) >= 8:
        return text[:3] + "*" * (len(text) - 6) + text[-3:]
    return text[:1] + "＊" * max(1, len(text) - 2) + text[-1:] if len(text) > 1 else "＊"


def guarded_fields(book: Book, word: Ledger) -> set[str]:
    """The fields that are masked or kept from those above."""
    return {key for key in [*word.fields, *word.sums] if hides(book, word, key, False) or masks(word, key, False)}


def shows_names(book: Book, word: Ledger) -> bool:
    """Whether everybody who reads the ledger reads what its rows are called."""
    return not is_narrow(book, word) and word.name_field not in guarded_fields(book, word)


def named_for(request: HttpRequest, book: Book) -> Q:
    """A filter on rows whose names this account reads: of others' guarded ledgers none, and none that are sealed."""
    guarded = [key for key, entry in book.ledgers.items() if not shows_names(book, entry.latest)]
    return (Q(sealed_at__isnull=True) & ~Q(ledger__in=guarded)) | Q(organization__path__in=own_paths(request))


def has_guarded_fields(book: Book, word: Ledger) -> bool:
    """Whether some field is guarded: then only the own organization opens files and reads former versions."""
    return bool(guarded_fields(book, word))


def unseen(request: HttpRequest, book: Book, word: Ledger, row: Row) -> set[str]:
    """The fields of a row that this account does not see, and that stay as they are when it changes the row."""
    return set() if is_own(request, row) else guarded_fields(book, word)


def is_about_people(book: Book, word: Ledger) -> bool:
    """Whether rows name people: reading one is then written to the reading log."""
    return any(book.family(field.type.removesuffix("?")) == "person" for field in word.fields.values() if isinstance(field, FieldTable))
