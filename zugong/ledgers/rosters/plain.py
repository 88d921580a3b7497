"""Between a table's values and a row's plain ones."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from zugong.charter.book import Book
from zugong.charter.catalogue import FAMILIES
from zugong.door.scope import Scope
from zugong.ledgers.access import shows_names
from zugong.ledgers.models import STANDING, Row
from zugong.ledgers.told import called_all
from zugong.registry.models import Organization, Person
from zugong.registry.rosters.names import codes_of_namesakes, places_of_namesakes
from zugong.sheets.columns import Place, Who

CHUNK = 900


def column_type(book: Book, kind: str) -> str:
    """A field's type as a table's column has it."""
    family = book.family(kind)
    if family == "row":
        return "reference"
    if kind in ("text", "long_text", "yes_no", "count", "money", "date", "month", "partial_date", "phone", "credit_code"):
        return kind
    return family if family in FAMILIES else "code"


def to_plain(value: Any) -> Any:
    """A table's value as a row keeps it; references by name are resolved elsewhere."""
    if isinstance(value, Place | Who):
        return value.pk
    return str(value) if isinstance(value, dt.date) else value


class Known:
    """What the rows of some lines refer to, fetched in a statement for each sort and 900 of them; rows as whoever belongs to `tops` may see them called. `told_on`: for a table that leaves the house that day, namesakes are written so that they are read back."""

    def __init__(self, book: Book, ledger: str, rows: Iterable[Mapping[str, Any]], tops: Collection[str], told_on: dt.date | None = None):
        self.types = {field.key: field.type for field in book.fields(ledger)}
        self.families = {key: book.family(kind) for key, kind in self.types.items()}
        ids: dict[str, set[int]] = {"person": set(), "organization": set(), "row": set()}
        for row in rows:
            for key, family in self.families.items():
                if family in ids and isinstance(row.get(key), int):
                    ids[family].add(row[key])
        self.people = {pk: Who(pk, name) for piece in pieces(ids["person"]) for pk, name in Person.objects.filter(pk__in=piece).values_list("pk", "name")}
        self.places = {pk: Place(pk, path, name) for piece in pieces(ids["organization"]) for pk, path, name in Organization.objects.filter(pk__in=piece).values_list("pk", "path", "name")}
        if told_on:
            apart, codes = places_of_namesakes(ids["person"], told_on), codes_of_namesakes() if ids["organization"] else {}
            self.people |= {pk: Who(pk, f"{self.people[pk].name}（{place}）") for pk, place in apart.items()}
            self.places |= {pk: self.places[pk]._replace(name=code) for pk, code in codes.items() if pk in self.places}
        self.rows = {pk: name for piece in pieces(ids["row"]) for pk, name in called_all(book, Row.objects.filter(pk__in=piece).select_related("organization"), tops).items()}

    def value(self, key: str, plain: Any) -> Any:
        """A row's plain value as a table's line holds it."""
        if plain in (None, ""):
            return None
        table = {"person": self.people, "organization": self.places, "row": self.rows}.get(self.families[key])
        if table is not None:
            return table.get(plain)
        return dt.date.fromisoformat(plain) if self.types[key] in ("date", "month") else plain


def rows_named(book: Book, ledger: str, wanted: Iterable[tuple[str, str]], scope: Scope, tops: set[str]) -> dict[tuple[str, str], list[int]]:
    """(path of the place, name) -> ids of the rows of a ledger that may be meant there: those of the place itself, else of all that it may name; ended ones only where none is in force."""
    pairs, word = set(wanted), book.ledgers[ledger].latest
    open_ = shows_names(book, word)
    found: dict[str, list[tuple[str, int, bool]]] = {}
    for piece in pieces({name for _, name in pairs}):
        for pk, path, name, until in Row.objects.filter(STANDING, ledger=ledger, name__in=piece, sealed_at__isnull=True).values_list("pk", "organization__path", "name", "until"):
            if open_ or path in tops:
                found.setdefault(name, []).append((path, pk, until is not None))
    return {(place, name): _meant(place, [each for each in found.get(name, ()) if place.startswith(each[0]) or scope.holds(each[0])]) for place, name in pairs}


def _meant(place: str, rows: list[tuple[str, int, bool]]) -> list[int]:
    standing = [each for each in rows if not each[2]] or rows
    return [pk for path, pk, _ in standing if path == place] or [pk for _, pk, _ in standing]


def pieces(values: Iterable) -> list[list]:
    """In order, 900 at a time: so many fit into a statement."""
    ordered = sorted(values)
    return [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]
