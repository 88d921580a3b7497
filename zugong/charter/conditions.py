"""Checks conditions and tallies against the columns of what they speak of."""

from collections.abc import Callable
from typing import Any

from . import catalogue, notations
from .book import Book
from .reader import nearest
from .words import Tally

_TEXTS = ("text", "long_text")
_SHOWN = 12


class Checker:
    """Reports through `add(place, code, **details)`. Values are well formed already: reading saw to it."""

    def __init__(self, book: Book, add: Callable):
        self.book, self.add = book, add
        self.owns: tuple[str, ...] = ()

    def conditions(self, place: str, fact: str, where: dict, narrows: str = "") -> None:
        """Every column is there and can be compared so; `narrows`: the group whose own conditions hold as well."""
        self._conditions(place, (fact,), where, narrows)

    def _conditions(self, place: str, facts: tuple[str, ...], where: dict, narrows: str) -> None:
        columns, taken = self.book.columns_of(facts), self.book.conditions_of(narrows)
        for column, value in where.items():
            here = f"{place}, {column}"
            if not self._column(here, facts, column):
                continue
            title = columns[column][1]
            if column in taken:
                self.add(here, "repeated_condition", of=self.book.title_of(narrows), name=title)
            elif column == "kind" and (narrows,) == facts:
                self.add(here, "unfit_condition", name=title, text=_shown(value), wanted="别的栏目，并换一个人群：哪类组织由人群决定")
            for part in notations.plain(value):
                for each in notations.comparisons(part):
                    if each.column is None or self._column(here, facts, each.column):
                        self._fits(here, facts[0], columns, column, part, each)

    def tally(self, place: str, tally: Tally, who: str = "") -> None:
        """A tally of an indicator, or of a duty of the group `who`."""
        self.owns = ("organization", "branch") if self.book.source_of(who) in catalogue.PEOPLE else ()
        for part in tally.parts:
            self._part(place, part, who)
        self._amounts(place, tally, who)

    def _part(self, place: str, tally: Tally, who: str) -> None:
        is_group = tally.fact in self.book.groups and self.book.source_of(tally.fact) == "organization"
        for fact in tally.facts:
            known = fact in self.book.records or (not who and len(tally.facts) == 1 and (is_group or fact in self.book.duties))
            if not known:
                groups = [key for key in self.book.groups if self.book.source_of(key) == "organization"]
                near = nearest(fact, [*self.book.records, *(() if who else [*self.book.duties, *groups])])
                self.add(place, "unknown_fact", name=fact, wanted="纪实" if who else "纪实、任务或组织人群", near=near)
                return
        if tally.fact not in self.book.records and tally.count is None:
            self.add(place, "only_count", of=self.book.title_of(tally.fact))
            return
        for column in (each for each in (tally.sum, tally.distinct) if each is not None):
            if self._column(place, tally.facts, column) and column == tally.sum and self.book.columns_of(tally.facts)[column][0] != "count":
                self.add(place, "unfit_condition", name=self.book.columns_of(tally.facts)[column][1], text="sum", wanted="类型是 count 的栏目")
        self._conditions(f"{place}, where", tally.facts, tally.where, tally.fact if is_group else "")

    def _amounts(self, place: str, tally: Tally, who: str) -> None:
        counts = [column for column in catalogue.HOLDER_COUNTS if catalogue.ORGANIZATION_COLUMNS[column][0] == "count" and self.book.source_of(who) == "organization"]
        for sign, value in tally.bounds.items():
            for amount in notations.plain(value):
                column = notations.bound(sign, amount).column
                if column and column not in counts:
                    self._unknown(place, who, column, counts)

    def _column(self, place: str, facts: tuple[str, ...], column: str) -> bool:
        columns = self.book.columns_of(facts)
        if column not in columns:
            self._unknown(place, facts[0], column, list(columns))
            return False
        if columns[column][0] in _TEXTS:
            self.add(place, "not_countable", name=columns[column][1])
            return False
        return True

    def _unknown(self, place: str, fact: str, column: str, known: list[str]) -> None:
        self.add(place, "unknown_column", of=self.book.title_of(fact), name=column, near=nearest(column, known), known="、".join(known))

    def _fits(self, place: str, fact: str, columns: dict, column: str, text: Any, each: notations.Comparison) -> None:
        kind, title = columns[column]
        wanted = _wanted(kind)
        source = self.book.source_of(fact)
        if each.sign in ("given", "empty"):
            fits = (fact in self.book.records and kind != "organization") or (source in ("post", "term") and kind == "date")
        elif each.sign == "own":
            fits = kind == "organization" and fact in self.book.records and each.value in self.owns
        elif each.column:
            fits = kind == "count" and columns[each.column][0] == "count"
        elif kind == "count":
            fits = isinstance(each.value, int) and not isinstance(each.value, bool)
        elif kind == "yes_no":
            fits = isinstance(each.value, bool)
        elif kind in ("date", "month"):
            fits = each.value == "today" or not isinstance(each.value, (str, int, tuple))
        else:
            values = self._codes_of(kind)
            fits = values is not None and each.sign in ("=", "!=", "in") and isinstance(each.value, (str, tuple)) and each.value != "today"
            if fits:
                self._known_codes(place, kind, values, each)
        if fits and source in ("membership", "post", "term") and each.sign not in ("=", "in", "given", "empty"):
            fits, wanted = False, "代码、代码列表或 true、false"
        if not fits:
            self.add(place, "unfit_condition", name=title, text=_shown(text), wanted=wanted)

    def _codes_of(self, kind: str) -> dict[str, str] | None:
        return catalogue.FINDINGS if kind == "finding" else self.book.code_values(kind)

    def _known_codes(self, place: str, kind: str, values: dict[str, str], each: notations.Comparison) -> None:
        known = "、".join(f"{key}（{title}）" for key, title in list(values.items())[:_SHOWN])
        for code in each.value if isinstance(each.value, tuple) else (each.value,):
            if code not in values:
                self.add(place, "unknown_code", of=self.book.title_of(kind), name=code, known=known)


def _shown(value: Any) -> str:
    """A condition's value as the file has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wanted(kind: str) -> str:
    """What a column of a type can be compared with."""
    if kind == "count":
        return "整数或另一个数，例如 \">= 7\"、\">= 1/2 of entitled\""
    if kind == "yes_no":
        return "true 或 false"
    if kind in ("date", "month"):
        return "日期或 today，例如 \">= 2026-01-31\"、\"<= today\""
    return "own organization 或 own branch，只用于一个人一个人欠的任务；别处这一栏只用于 distinct" if kind == "organization" else "代码、代码列表或 \"not 代码\""
