"""Checks that count other rows: which of them a writing touches, and which it breaks."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.ledger_words import Check
from zugong.door.scope import Scope
from zugong.facts import kept

from .drafts import Draft
from .models import STANDING, Row
from .typed import ATTRIBUTES, Shape

EVERYTHING = Scope(everything=True)


def touched(book: Book, shape: Shape, today: dt.date) -> list[tuple[str, Check]]:
    """Checks that count rows and look at this ledger, or count its rows."""
    checks = ((key, entry.on(today)) for key, entry in book.checks.items())
    return [(key, word) for key, word in checks if word and word.expects and shape.key in (word.each, word.expects.fact)]


def broken(
    book: Book, shape: Shape, checks: list[tuple[str, Check]], drafts: Sequence[Draft], today: dt.date
) -> dict[tuple[str, int], dict]:
    """(check, row) -> its line, among the rows that these drafts may concern; two statements a check."""
    found = {}
    for key, word in checks:
        ids = _concerned(book, shape, word, drafts)
        if ids:
            found |= {(key, line["row"]): line for line in kept.broken(book, [(key, word)], EVERYTHING.sql, today, rows_only=ids)}
    return found


def _concerned(book: Book, shape: Shape, word: Check, drafts: Sequence[Draft]) -> tuple[int, ...]:
    ids = {draft.row.pk for draft in drafts if draft.row} if word.each == shape.key else set()
    if word.expects.fact == shape.key:
        ids |= set(Row.objects.filter(STANDING, _tied(book, shape, word, drafts), ledger=word.each).order_by().values_list("pk", flat=True))
    return tuple(sorted(ids))


def _tied(book: Book, shape: Shape, word: Check, drafts: Sequence[Draft]) -> Q:
    """Rows of the ledger looked at that share what the first `own` names with one of the drafts, as they were or as they will be."""
    column, own = next(
        (column, each.value) for column, value in word.expects.where.items() for each in notations.comparisons(value) if each.sign == "own"
    )
    values = {_value(shape, draft, column) for draft in drafts} | {
        getattr(draft.row, _attribute(shape, column)) for draft in drafts if draft.row
    }
    values.discard(None)
    there = {"row": "pk", "organization": "organization_id", "since": "since", "until": "until"}.get(own) or ATTRIBUTES[
        book.slots[word.each][own]
    ]
    return Q(**{f"{there}__in": values})


def _attribute(shape: Shape, column: str) -> str:
    return {"row": "pk", "organization": "organization_id", "since": "since", "until": "until"}.get(column) or ATTRIBUTES[
        shape.slots[column]
    ]


def _value(shape: Shape, draft: Draft, column: str):
    if column == "row":
        return draft.row.pk if draft.row else None
    own = {"organization": draft.organization, "since": draft.since, "until": draft.until}
    return own[column] if column in own else shape.columns(draft.values)[ATTRIBUTES[shape.slots[column]]]
