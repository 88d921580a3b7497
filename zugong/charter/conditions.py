"""Checks conditions and tallies against the columns of what they speak of."""

from collections.abc import Callable

from . import catalogue, notations
from .book import Book
from .faults import Mistake
from .reader import nearest
from .words import Tally

_NUMBERS = ("count", "yes_no", "date", "month")


class Checker:
    """Reports through `add(place, code, **details)`."""

    def __init__(self, book: Book, add: Callable):
        self.book, self.add = book, add

    def conditions(self, place: str, fact: str, where: dict) -> None:
        columns = self.book.columns(fact)
        for column, value in where.items():
            if not self._column(place, fact, column):
                continue
            kind = columns[column][0]
            for each in self._read(place, value):
                self._codes(place, kind, each)
                if each.column and self._column(place, fact, each.column) and columns[each.column][0] not in _NUMBERS:
                    self.add(place, "not_countable", name=each.column)

    def tally(self, place: str, tally: Tally, facts: str, holder: str = "") -> None:
        fact = tally.fact
        is_group = facts == "any" and self.book.source_of(fact) == "organization" and fact in self.book.groups
        if fact not in self.book.records and not (facts == "any" and (fact in self.book.duties or is_group)):
            known = [*self.book.records, *(self.book.duties if facts == "any" else ())]
            self.add(place, "unknown_fact", name=fact, near=nearest(fact, known))
            return
        for column in filter(None, (tally.sum, tally.distinct)):
            self._column(place, fact, column)
        if tally.sum in self.book.columns(fact) and self.book.columns(fact)[tally.sum][0] != "count":
            self.add(place, "not_countable", name=tally.sum)
        self.conditions(f"{place}, where", fact, tally.where)
        for sign, value in tally.bounds.items():
            for amount in value.values() if isinstance(value, dict) else [value]:
                column = notations.bound(sign, amount).column
                if column and column not in catalogue.HOLDER_COUNTS:
                    self._unknown(place, holder, column, list(catalogue.HOLDER_COUNTS))

    def _read(self, place: str, value) -> list[notations.Comparison]:
        try:
            return notations.comparisons(value)
        except Mistake as mistake:
            self.add(place, mistake.code, **mistake.details)
            return []

    def _column(self, place: str, fact: str, column: str) -> bool:
        columns = self.book.columns(fact)
        if column not in columns:
            self._unknown(place, fact, column, list(columns))
            return False
        if columns[column][0] in ("text", "long_text"):
            self.add(place, "not_countable", name=columns[column][1])
            return False
        return True

    def _unknown(self, place: str, fact: str, column: str, known: list[str]) -> None:
        self.add(place, "unknown_column", of=self.book.title_of(fact), name=column, near=nearest(column, known), known="、".join(known))

    def _codes(self, place: str, kind: str, each: notations.Comparison) -> None:
        values = catalogue.FINDINGS if kind == "finding" else self.book.code_values(kind)
        given = each.value if isinstance(each.value, tuple) else (each.value,)
        for code in given:
            if isinstance(code, str) and code != "today" and values is not None and code not in values:
                known = "、".join(f"{key}（{title}）" for key, title in list(values.items())[:12])
                self.add(place, "unknown_code", of=self.book.title_of(kind), name=code, known=known)
            elif values is None and isinstance(code, str) and code != "today" or isinstance(code, bool) and kind != "yes_no":
                self.add(place, "bad_condition", text=str(code).lower())
