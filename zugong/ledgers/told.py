"""A row's values as words, for people; references of a whole page in one statement each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zugong.charter.book import Book
from zugong.charter.judgement import with_sums
from zugong.charter.ledger_words import Ledger
from zugong.registry.models import Organization, Person

from .access import hides, is_narrow, masked, masks
from .models import Row

TABLES = {"person": Person, "organization": Organization, "row": Row}


@dataclass
class Names:
    """Names of what rows refer to: family -> id -> name."""

    found: dict[str, dict[int, str]]

    def of(self, family: str, pk: int) -> str:
        return self.found.get(family, {}).get(pk, "（已不在）")


def names(book: Book, rows: Iterable[dict[str, Any]], ledger: str, own: Sequence[str] | None) -> Names:
    """The names that the plain values of some rows of a ledger refer to; one statement for each family that occurs. Rows are called as the reader whose `own` paths are given may see them; None: by their whole names."""
    wanted: dict[str, set[int]] = {}
    for field in book.fields(ledger):
        family = book.family(field.type)
        if family in TABLES:
            wanted.setdefault(family, set()).update(value for row in rows if isinstance(value := row.get(field.key), int))
    found = {family: dict(TABLES[family].objects.filter(pk__in=ids).values_list("pk", "name")) for family, ids in wanted.items() if ids and (family != "row" or own is None)}
    if own is not None and wanted.get("row"):
        found["row"] = called_all(book, Row.objects.filter(pk__in=wanted["row"]).select_related("organization"), own)
    return Names(found)


def called_all(book: Book, rows: Iterable[Row], own: Sequence[str]) -> dict[int, str]:
    """{row: what it is called for the reader whose `own` paths are given}; rows come with their organizations."""
    return {row.pk: called(book, book.ledgers[row.ledger].latest, row, row.organization.path in own) if row.ledger in book.ledgers else "（已不用的台账）" for row in rows}


def words_of(book: Book, word: Ledger, values: dict[str, Any]) -> dict[str, str]:
    """The words for the naming field where it holds a code or refers to something: what the row is called."""
    key = word.name_field
    kind = book.columns(word.key)[key][0]
    if key not in values or book.family(kind) not in ("code", *TABLES):
        return {}
    return {key: word_for(book, kind, values[key], names(book, [values], word.key, None))}


def word_for(book: Book, kind: str, value: Any, called: Names) -> str:
    """One value as a clerk writes it; "" for nothing."""
    if value in (None, ""):
        return ""
    family = book.family(kind)
    if family in TABLES:
        return called.of(family, value)
    if family == "yes_no":
        return "是" if value else "否"
    if kind == "money":
        return f"{value / 100:,.2f}".removesuffix(".00")
    if kind == "month":
        return str(value)[:7]
    return (book.code_values(kind) or {}).get(value, str(value)) if family == "code" else str(value)


def told(book: Book, word: Ledger, row: Row, called: Names, own: bool) -> dict[str, str]:
    """field -> its words as this reader may see them, sums among them; fields that are not for the reader are left out, and all of a sealed row but for its own organization."""
    if row.sealed_at and not own:
        return {}
    columns, values, found = book.columns(word.key), with_sums(word, row.fields), {}
    for key in [*word.fields, *word.sums]:
        if key in columns and not hides(book, word, key, own):
            text = word_for(book, columns[key][0], values.get(key), called)
            found[key] = masked(text) if text and masks(word, key, own) else text
    return found


def called(book: Book, word: Ledger, row: Row, own: bool) -> str:
    """What the row is called for this reader: its name says no more than its naming field may."""
    if not own and (row.sealed_at or is_narrow(book, word) or hides(book, word, word.name_field, own)):
        return word.noun
    return masked(row.name) if masks(word, word.name_field, own) else row.name


def told_all(book: Book, word: Ledger, rows: Sequence[Row], own_paths: Sequence[str]) -> list[dict[str, str]]:
    """The words of a page of rows of one ledger, with their organizations fetched; each row gets what it is `called`."""
    known = names(book, [row.fields for row in rows], word.key, own_paths)
    for row in rows:
        row.called = called(book, word, row, row.organization.path in own_paths)
    return [told(book, word, row, known, row.organization.path in own_paths) for row in rows]
