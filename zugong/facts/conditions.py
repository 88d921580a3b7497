"""Conditions of the language as SQL over one row."""

import datetime as dt

from zugong.charter import catalogue, notations
from zugong.charter.book import Book

from .text import Sql, joined

RECORD_COLUMNS = {
    "on": "r.happened_on",
    "by": "r.organization_id",
    "minutes": "r.minutes",
    "expected": "r.expected",
    "present": "r.present",
    "entitled": "r.entitled",
    "entitled_present": "r.entitled_present",
    "guests": "r.guests",
}


def record_column(book: Book, kind: str, column: str) -> str:
    """SQL name of a record kind's column: its own, or the slot that holds the field."""
    return RECORD_COLUMNS.get(column) or f"r.{book.slots[kind][column]}"


def holder_column(column: str) -> str:
    """SQL name of an organization's column; counts come from the joined tables of facts.holders."""
    return f"COALESCE(of_{column}.n, 0)" if column in catalogue.HOLDER_COUNTS else f"o.{column}"


def on_records(book: Book, facts: tuple[str, ...], where: dict, as_of: dt.date) -> list[Sql]:
    """One piece of SQL for each condition on a record of one kind, or on what several kinds share."""
    return [_all(lambda name: record_column(book, facts[0], name), column, value, as_of) for column, value in where.items()]


def of_kinds(facts: tuple[str, ...], column: str = "r.kind") -> Sql:
    """The record is of one of these kinds."""
    return Sql(f"{column} = %s", facts) if len(facts) == 1 else Sql(f"{column} IN ({', '.join(['%s'] * len(facts))})", facts)


def names_own(where: dict) -> bool:
    """Whether a condition asks for something of the person's own."""
    return any(each.sign == "own" for value in where.values() for each in notations.comparisons(value))


def names_own_branch(where: dict) -> bool:
    """Whether a condition asks for the branch to which the person belongs on the record's day: a table joined as n."""
    return any(each.sign == "own" and each.value == "branch" for value in where.values() for each in notations.comparisons(value))


def on_people(where: dict, as_of: dt.date, source: str, row: str = "s") -> list[Sql]:
    """One piece of SQL for each condition of a group of memberships, posts or terms: columns of the row, and `kind` of its organization o."""
    return [_all(lambda name: "o.kind" if name == "kind" else f"{row}.{name}", column, value, as_of, past=True) for column, value in where.items()]


def on_holders(where: dict, as_of: dt.date) -> list[Sql]:
    """One piece of SQL for each condition on an organization."""
    return [_all(holder_column, column, value, as_of) for column, value in where.items()]


def holder_counts_in(where: dict) -> set[str]:
    """Which counts of the holder the conditions name."""
    named = set(where) | {each.column for value in where.values() for each in notations.comparisons(value) if each.column}
    return named & set(catalogue.HOLDER_COUNTS)


def _all(name_of, column: str, value, as_of: dt.date, past: bool = False) -> Sql:
    """`past`: what is known of a span's last day counts from that day on."""
    found = []
    for each in notations.comparisons(value):
        if past and column == "until" and each.sign in ("given", "empty"):
            over = f"{name_of(column)} IS NOT NULL AND {name_of(column)} <= %s"
            found.append(Sql(over if each.sign == "given" else f"NOT ({over})", (as_of,)))
        else:
            found.append(one(name_of, name_of(column), each, as_of))
    return joined(found, " AND ")


def one(name_of, left: str, each: notations.Comparison, as_of: dt.date) -> Sql:
    """One comparison; `name_of` gives the SQL name of another column of the same row."""
    if each.sign == "given":
        return Sql(f"{left} IS NOT NULL")
    if each.sign == "empty":
        return Sql(f"{left} IS NULL")
    if each.sign == "own":
        who = "s.organization_id, s.group_id" if each.value == "organization" else "n.organization_id, n.group_id"
        return Sql(f"{left} IN ({who})")
    if each.sign == "in":
        return Sql(f"{left} IN ({', '.join(['%s'] * len(each.value))})", tuple(each.value))
    sign = "<>" if each.sign == "!=" else each.sign
    if each.column and each.numerator == each.denominator:
        return Sql(f"{left} {sign} {name_of(each.column)}")
    if each.column:
        return Sql(f"{each.denominator} * {left} {sign} {each.numerator} * {name_of(each.column)}")
    if each.sign == "!=" and isinstance(each.value, str):
        return Sql(f"({left} IS NULL OR {left} <> %s)", (each.value,))
    value = as_of if each.value == "today" else int(each.value) if isinstance(each.value, bool) else each.value
    return Sql(f"{left} {sign} %s", (value,))
