"""Checks conditions and tallies against the columns of what they speak of."""

from collections.abc import Callable
from typing import Any

from . import catalogue, notations
from .book import Book
from .reader import nearest
from .words import Tally

_SHOWN = 12


class Checker:
    """Reports through `add(place, code, **details)`. Values are well formed already: reading saw to it."""

    def __init__(self, book: Book, add: Callable):
        self.book, self.add = book, add
        self.owns: dict[str, str] = {}
        self.in_row = False

    def conditions(self, place: str, fact: str, where: dict, narrows: str = "") -> None:
        """Every column is there and can be compared so; `narrows`: the group whose own conditions hold as well."""
        self._conditions(place, (fact,), where, narrows)

    def on_row(self, place: str, ledger: str, where: dict) -> None:
        """Conditions on a row's own columns, judged without a database: dates may be compared with later dates, texts be given or empty."""
        self.in_row = True
        self._conditions(place, (ledger,), where, "")
        self.in_row = False

    def _conditions(self, place: str, facts: tuple[str, ...], where: dict, narrows: str) -> None:
        columns, taken = self.book.columns_of(facts), self.book.conditions_of(narrows)
        for column, value in where.items():
            here = f"{place}, {column}"
            if not self._column(here, facts, column, value):
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
        """A tally of an indicator, of a duty of the group `who`, or of a check over the ledger `who`."""
        self.owns = {"organization": "organization", "branch": "organization"} if self.book.source_of(who) in catalogue.PEOPLE else {}
        if who in self.book.ledgers:
            self.owns = {column: self.book.family(kind) for column, (kind, _) in self.book.columns(who).items()}
        for part in tally.parts:
            self._part(place, part, who)
        self._amounts(place, tally, who)

    def _part(self, place: str, tally: Tally, who: str) -> None:
        is_group = tally.fact in self.book.groups and self.book.source_of(tally.fact) == "organization"
        for fact in tally.facts:
            known = fact in self.book.records or (
                len(tally.facts) == 1 and (fact in self.book.ledgers or (not who and (is_group or fact in self.book.duties)))
            )
            if not known:
                groups = [key for key in self.book.groups if self.book.source_of(key) == "organization"]
                near = nearest(fact, [*self.book.records, *self.book.ledgers, *(() if who else [*self.book.duties, *groups])])
                self.add(place, "unknown_fact", name=fact, wanted="纪实或台账" if who else "纪实、台账、任务或组织人群", near=near)
                return
        is_kept = tally.fact in self.book.ledgers
        if tally.fact not in self.book.records and not is_kept and tally.count is None:
            self.add(place, "only_count", of=self.book.title_of(tally.fact))
            return
        for column in (each for each in (tally.sum, tally.distinct) if each is not None):
            if (
                self._column(place, tally.facts, column)
                and column == tally.sum
                and self.book.family(self.book.columns_of(tally.facts)[column][0]) != "count"
            ):
                self.add(
                    place, "unfit_condition", name=self.book.columns_of(tally.facts)[column][1], text="sum", wanted="类型是 count 的栏目"
                )
        if tally.dated is not None:
            self._dated(place, tally, who)
        self._conditions(f"{place}, where", tally.facts, tally.where, tally.fact if is_group else "")

    def _dated(self, place: str, tally: Tally, who: str) -> None:
        """By which day rows are counted: only of a ledger, and only by a date."""
        if tally.fact not in self.book.ledgers or who in self.book.ledgers:
            self.add(place, "unfit_condition", name="dated", text=tally.dated, wanted="任务或指标里的台账；纪实总是按发生的日子数")
        elif self._column(place, tally.facts, tally.dated) and self.book.family(self.book.columns(tally.fact)[tally.dated][0]) != "date":
            self.add(place, "unfit_condition", name=self.book.columns(tally.fact)[tally.dated][1], text="dated", wanted="日期栏目")

    def _amounts(self, place: str, tally: Tally, who: str) -> None:
        if who in self.book.ledgers:
            counts = [column for column, (kind, _) in self.book.columns(who).items() if self.book.family(kind) == "count"]
        else:
            counts = [
                column
                for column in catalogue.HOLDER_COUNTS
                if catalogue.ORGANIZATION_COLUMNS[column][0] == "count" and self.book.source_of(who) == "organization"
            ]
        for sign, value in tally.bounds.items():
            for amount in notations.plain(value):
                column = notations.bound(sign, amount).column
                if column and column not in counts:
                    self._unknown(place, who, column, counts)

    def _column(self, place: str, facts: tuple[str, ...], column: str, value: Any = None) -> bool:
        columns = self.book.columns_of(facts)
        if column not in columns:
            self._unknown(place, facts[0], column, list(columns))
            return False
        if self.book.family(columns[column][0]) == "text" and not (self.in_row and value in ("given", "empty")):
            self.add(place, "not_countable", name=columns[column][1])
            return False
        return True

    def _unknown(self, place: str, fact: str, column: str, known: list[str]) -> None:
        self.add(place, "unknown_column", of=self.book.title_of(fact), name=column, near=nearest(column, known), known="、".join(known))

    def _fits(self, place: str, fact: str, columns: dict, column: str, text: Any, each: notations.Comparison) -> None:
        kind, title = columns[column]
        family, source = self.book.family(kind), self.book.source_of(fact)
        wanted = _wanted(family, self.in_row)
        filed = fact in self.book.records or source == "ledger"
        if each.sign in ("given", "empty"):
            fits = (filed and (family != "organization" or source == "ledger")) or (source in ("post", "term") and family == "date")
        elif each.sign == "own":
            fits = filed and each.value in self.owns and self.owns[each.value] == family
        elif each.column:
            fits = self._alike(family, self.book.family(columns[each.column][0]), each, filed)
        elif family == "count":
            fits = isinstance(each.value, int) and not isinstance(each.value, bool)
        elif family == "yes_no":
            fits = isinstance(each.value, bool)
        elif family == "date":
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

    def _alike(self, left: str, right: str, each: notations.Comparison, filed: bool) -> bool:
        """Two columns of one row: numbers, or days; a day some time after another only where no database is asked."""
        if each.after:
            return self.in_row and left == right == "date"
        if left == right == "date":
            return filed and each.numerator == each.denominator
        return left == right == "count"

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


def _wanted(family: str, in_row: bool) -> str:
    """What a column of a family can be compared with."""
    if family == "count":
        return '整数或另一个数，例如 ">= 7"、">= 1/2 of entitled"'
    if family == "yes_no":
        return "true 或 false"
    if family == "date":
        return '日期、today 或另一个日期栏目，例如 ">= 2026-01-31"、"<= today"' + ('、">= 18 years after born_on"' if in_row else "")
    if family in ("person", "row"):
        return "own 加那一行的栏目，只用于核对；或 given、empty"
    if family == "text":
        return "given 或 empty"
    return (
        "own organization 或 own branch，只用于一个人一个人欠的任务和核对；别处这一栏只用于 distinct"
        if family == "organization"
        else '代码、代码列表或 "not 代码"'
    )
