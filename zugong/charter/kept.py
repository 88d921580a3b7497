"""What the linker asks of ledgers and checks."""

from collections.abc import Callable

from . import notations
from .book import Book
from .conditions import Checker
from .ledger_words import Check, Ledger
from .reader import nearest


def ledger(book: Book, add: Callable, place: str, word: Ledger) -> None:
    """Names, sums, and what may not be twice."""
    columns = {key: (each.type.removesuffix("?"), each.title) for key, each in word.fields.items()}
    if word.named is not None and word.named not in columns:
        add(
            f"{place}, named", "unknown_column", of=word.title, name=word.named, near=nearest(word.named, columns), known="、".join(columns)
        )
    for key, each in word.sums.items():
        here = f"{place}, sums, {key}"
        if key in columns:
            add(here, "duplicate_key", name=key, where="这本台账的栏目")
        before = list(word.sums)[: list(word.sums).index(key)]
        for column in each.adds:
            if column not in columns and column not in before:
                add(
                    here,
                    "unknown_column",
                    of=word.title,
                    name=column,
                    near=nearest(column, [*columns, *before]),
                    known="、".join([*columns, *before]),
                )
            elif column in columns and book.family(columns[column][0]) != "count":
                add(here, "not_addable", name=columns[column][1])
    for key in ("unique", "one_at_a_time"):
        for column in getattr(word, key):
            if column not in columns and column not in ("organization", "since"):
                add(
                    f"{place}, {key}",
                    "unknown_column",
                    of=word.title,
                    name=column,
                    near=nearest(column, columns),
                    known="、".join(["organization", "since", *columns]),
                )
            elif column in columns and columns[column][0] == "long_text":
                add(f"{place}, {key}", "bad_unique", name=columns[column][1], why="长文字没有两处写得一样")
            elif column == "since" and key == "one_at_a_time":
                add(f"{place}, {key}", "bad_unique", name="起", why="起止日期本来就在比")


def check(book: Book, checker: Checker, add: Callable, place: str, word: Check) -> None:
    """A check's names against the ledger it looks at."""
    if word.each not in book.ledgers:
        add(f"{place}, each", "unknown_fact", name=word.each, wanted="台账", near=nearest(word.each, book.ledgers))
        return
    if word.expects:  # asked as SQL, where no day is counted on from another
        checker.conditions(f"{place}, where", word.each, word.where)
        checker.tally(f"{place}, expects", word.expects, word.each)
        _tied(book, add, place, word)
        return
    checker.on_row(f"{place}, where", word.each, word.where)
    checker.on_row(f"{place}, must", word.each, word.must or {})
    columns = book.columns(word.each)
    for column in notations.ratio(word.ratio).columns if word.ratio else ():
        if column not in columns:
            known = [key for key, (kind, _) in columns.items() if book.family(kind) == "count"]
            add(
                f"{place}, ratio",
                "unknown_column",
                of=book.title_of(word.each),
                name=column,
                near=nearest(column, known),
                known="、".join(known),
            )
        elif book.family(columns[column][0]) != "count":
            add(f"{place}, ratio", "not_addable", name=columns[column][1])


def _tied(book: Book, add: Callable, place: str, word: Check) -> None:
    """What is counted must have to do with the row: some condition says `own`."""
    tally = word.expects
    owns = [each for value in tally.where.values() for each in notations.comparisons(value) if each.sign == "own"]
    if tally.adds or tally.together_with or tally.fact in book.records:
        add(f"{place}, expects", "only_own_row", name=book.title_of(tally.fact), why="核对只数一本台账里的行，不写 adds、together_with")
    elif not owns:
        add(
            f"{place}, expects, where",
            "only_own_row",
            name=book.title_of(tally.fact),
            why='没有说和这一行有什么相同，例如 organization = "own organization"',
        )
