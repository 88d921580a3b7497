"""Which field stands in which typed column."""

from . import catalogue, notations
from .book import Book


def assign_slots(book: Book) -> list[str]:
    """Give each field that a rule names a typed column, in the order of its first naming, and to a ledger's other fields what is left, for filters and order; answers kinds with too many."""
    for kind, column in _named(book):
        _give(book, kind, column)
    crowded = [kind for kind, taken in book.slots.items() if not set(taken.values()) <= _slots(book, kind).keys()]
    for key in book.ledgers:
        for field in book.fields(key):
            _give(book, key, field.key, spare=True)
    return crowded


def _named(book: Book):
    """(kind, column) for each naming by a rule that is asked as SQL; people, organizations and other rows of a ledger always, since they are kept apart."""
    for key in book.ledgers:
        yield from ((key, field.key) for field in book.fields(key) if book.family(field.type) in ("person", "organization", "row"))
    for _, tally in book.tallies():
        if len(tally.facts) == 1 and (tally.fact in book.records or tally.fact in book.ledgers):
            compared = [each.column for value in tally.where.values() for each in notations.comparisons(value)]
            yield from ((tally.fact, column) for column in [*tally.where, tally.sum, tally.distinct, tally.dated, *compared] if column)
    for entry in book.duties.values():
        for word in (edition.word for edition in entry.editions if edition.word.who in book.ledgers):
            yield from ((word.who, column) for column in [*word.where, word.once] if column)
    for entry in book.checks.values():
        for word in (edition.word for edition in entry.editions if edition.word.expects):
            owns = [each.value for value in word.expects.where.values() for each in notations.comparisons(value) if each.sign == "own"]
            bounds = [notations.bound(*pair).column for pair in word.expects.bounds.items()]
            compared = [each.column for value in word.where.values() for each in notations.comparisons(value)]
            yield from ((word.each, column) for column in [*word.where, *owns, *bounds, *compared] if column)


def _give(book: Book, kind: str, column: str, spare: bool = False) -> None:
    declared = _columns(book, kind)
    taken = book.slots.setdefault(kind, {})
    if column not in declared or column in taken:
        return
    family = catalogue.SLOT_OF.get(book.family(declared[column]))
    slot = f"{family}_{sum(each.startswith(f'{family}_') for each in taken.values()) + 1}"
    if family and (not spare or slot in catalogue.LEDGER_SLOTS):
        taken[column] = slot


def _columns(book: Book, kind: str) -> dict[str, str]:
    built_in = catalogue.LEDGER_COLUMNS if kind in book.ledgers else catalogue.RECORD_COLUMNS
    return {column: sort for column, (sort, _) in book.columns(kind).items() if column not in built_in}


def _slots(book: Book, kind: str) -> dict:
    return catalogue.LEDGER_SLOTS if kind in book.ledgers else catalogue.SLOTS
