"""Rows of ledgers: in force on a day, counted for a window, and judged against one another."""

import datetime as dt

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.ledger_words import Check
from zugong.charter.words import Duty, Tally

from .conditions import one
from .text import ScopeText, Sql, fetch, joined
from .windows import HELD, Asked, accepted_until

_REFERENCES = ("person", "place", "row")


def row_column(book: Book, ledger: str, column: str, alias: str = "l") -> str:
    """SQL name of a ledger's column: its own, or the typed column that holds the field."""
    if column in ("since", "until"):
        return f"{alias}.{column}"
    if column in ("organization", "row"):
        return f"{alias}.organization_id" if column == "organization" else f"{alias}.id"
    slot = book.slots[ledger][column]
    return f"{alias}.{slot}_id" if slot.split("_")[0] in _REFERENCES else f"{alias}.{slot}"


def on_rows(book: Book, ledger: str, where: dict, as_of: dt.date, alias: str = "l", own: str = "") -> list[Sql]:
    """One piece of SQL for each condition on a ledger's row; `own`: the ledger of the row s whose own columns are named."""
    found = []
    for column, value in where.items():
        for each in notations.comparisons(value):
            left = row_column(book, ledger, column, alias)
            if each.sign == "own":
                found.append(Sql(f"{left} = {row_column(book, own, each.value, 's')}"))
            else:
                found.append(one(lambda name: row_column(book, ledger, name, alias), left, each, as_of))
    return found


def in_force(day: str, alias: str = "l") -> str:
    """The row stands and holds on a day, which is asked for twice."""
    return f"{alias}.removed_at IS NULL AND {alias}.since <= {day} AND ({alias}.until IS NULL OR {alias}.until > {day})"


def rows(book: Book, tally: Tally, scope: ScopeText, since: dt.date, as_of: dt.date) -> Sql:
    """Rows l with their organizations o: in force on a day, or, with `dated`, whose day lies between the two; to stand after FROM."""
    text, params = scope("o.path")
    if tally.dated:
        column = row_column(book, tally.fact, tally.dated)
        when = Sql(f"l.removed_at IS NULL AND {column} >= %s AND {column} <= %s", (since, as_of))
    else:
        when = Sql(in_force("%s"), (as_of, as_of))
    where = [
        Sql("l.organization_id = o.id AND l.ledger = %s", (tally.fact,)),
        when,
        *on_rows(book, tally.fact, tally.where, as_of),
        Sql(text, tuple(params)),
    ]
    return Sql("registry_organization o CROSS JOIN ledgers_row l WHERE ") + joined(where, " AND ")


def number(book: Book, tally: Tally, scope: ScopeText, since: dt.date, as_of: dt.date) -> Sql:
    """One number of an indicator, in brackets."""
    column = row_column(book, tally.fact, tally.sum or tally.distinct) if tally.sum or tally.distinct else ""
    head = f"COALESCE(SUM({column}), 0)" if tally.sum else f"COUNT(DISTINCT {column})" if tally.distinct else "COUNT(*)"
    return Sql(f"(SELECT {head} FROM ") + rows(book, tally, scope, since, as_of) + ")"


def counted(book: Book, duty: Duty, tally: Tally, windows: Sql, asked: Asked, name: str) -> Sql:
    """A LEFT JOIN that gives `name`.inside and `name`.accepted for (organization o, window w): rows in force on the period's last day (today while it runs), or dated within it."""
    column = row_column(book, tally.fact, tally.sum or tally.distinct) if tally.sum or tally.distinct else ""
    text, params = asked.scope("p.path")
    clock = " AND w.anchor = p.anchor AND w.starts_on >= p.since" if duty.counted_from else ""
    if tally.dated:
        day = row_column(book, tally.fact, tally.dated)
        when = Sql(f"l.removed_at IS NULL AND {day} >= w.starts_on AND {day} <= {accepted_until('w')} AND {day} <= %s", (asked.as_of,))
        inside = f"{day} <= w.on_time_until"
    else:
        when, inside = Sql(in_force(HELD), (asked.as_of,) * 4), "1 = 1"
    if tally.distinct:
        numbers = f"COUNT(DISTINCT CASE WHEN {inside} THEN {column} END) AS inside, COUNT(DISTINCT {column}) AS accepted"
    else:
        amount = f"COALESCE({column}, 0)" if tally.sum else "1"
        numbers = f"SUM(CASE WHEN {inside} THEN {amount} ELSE 0 END) AS inside, SUM({amount}) AS accepted"
    where = [
        Sql(f"l.organization_id = p.id{clock} AND l.ledger = %s", (tally.fact,)),
        when,
        *on_rows(book, tally.fact, tally.where, asked.as_of),
        Sql(text, tuple(params)),
    ]
    return (
        Sql(f" LEFT JOIN (SELECT l.organization_id AS id, w.period AS period, {numbers} FROM registry_organization p CROSS JOIN ") + windows + " CROSS JOIN ledgers_row l WHERE "
        + joined(where, " AND ") + f" GROUP BY l.organization_id, w.period) {name} ON {name}.id = o.id AND {name}.period = w.period"
    )  # fmt: skip


def candidates(book: Book, tally: Tally, organization: int, first: dt.date, last: dt.date, limit: int = 50, using: str = "default") -> list[dict]:
    """The rows (id, name, happened_on) of one organization that a duty's tally counted on the last day of a window, or between its days; oldest first."""
    day = row_column(book, tally.fact, tally.dated) if tally.dated else "l.since"
    when = Sql(f"l.removed_at IS NULL AND {day} >= %s AND {day} <= %s", (first, last)) if tally.dated else Sql(in_force("%s"), (last, last))
    where = joined([Sql("l.organization_id = %s AND l.ledger = %s", (organization, tally.fact)), when, *on_rows(book, tally.fact, tally.where, last)], " AND ")
    return fetch(Sql(f"SELECT l.id AS id, l.name AS name, {day} AS happened_on FROM ledgers_row l WHERE ") + where + Sql(f" ORDER BY {day}, l.id LIMIT %s", (limit,)), using)


def broken(
    book: Book,
    checks: list[tuple[str, Check]],
    scope: ScopeText,
    as_of: dt.date,
    *,
    rows_only: tuple[int, ...] | None = None,
    using: str = "default",
    limit: int | None = None,
    offset: int = 0,
) -> list[dict]:
    """Rows (check_key, row, counted) that break a check which counts other rows, in force on a day, in the order of the tree; one statement. `rows_only`: ids among which to look."""
    sql = broken_statement(book, checks, scope, as_of, rows_only=rows_only)
    if sql is None:
        return []
    page = Sql(" LIMIT %s OFFSET %s", (limit, offset)) if limit is not None else Sql("")
    return fetch(Sql("SELECT * FROM (") + sql + ") b ORDER BY path, row, check_key" + page, using)


def broken_statement(
    book: Book, checks: list[tuple[str, Check]], scope: ScopeText, as_of: dt.date, *, rows_only: tuple[int, ...] | None = None
) -> Sql | None:
    """The statement of broken() without its order, or None when no check counts other rows."""
    parts = [_broken(book, key, word, scope, as_of, rows_only) for key, word in checks if word.expects]
    return joined(parts, " UNION ALL ") if parts else None


def _broken(book: Book, key: str, word: Check, scope: ScopeText, as_of: dt.date, rows_only: tuple[int, ...] | None) -> Sql:
    tally, bound = word.expects, notations.bound(*next(iter(word.expects.bounds.items())))
    column = row_column(book, tally.fact, tally.sum or tally.distinct) if tally.sum or tally.distinct else ""
    head = f"COALESCE(SUM({column}), 0)" if tally.sum else f"COUNT(DISTINCT {column})" if tally.distinct else "COUNT(*)"
    ties = joined([Sql(in_force("%s"), (as_of, as_of)), *on_rows(book, tally.fact, tally.where, as_of, own=word.each)], " AND ")
    count = Sql(f"(SELECT {head} FROM ledgers_row l WHERE l.ledger = %s AND ", (tally.fact,)) + ties + ")"
    required = (
        Sql(str(bound.number)) if bound.column is None else Sql(f"{bound.numerator} * {row_column(book, word.each, bound.column, 's')}")
    )
    held = joined(
        [count if bound.denominator == 1 or bound.column is None else Sql(f"{bound.denominator} * ") + count, required], f" {bound.sign} "
    )
    text, params = scope("o.path")
    where = [
        Sql("s.ledger = %s AND s.organization_id = o.id", (word.each,)),
        Sql(in_force("%s", "s"), (as_of, as_of)),
        *on_rows(book, word.each, word.where, as_of, "s"),
        Sql(text, tuple(params)),
    ]
    if rows_only is not None:
        where.append(Sql(f"s.id IN ({', '.join(['%s'] * len(rows_only))})" if rows_only else "1 = 0", rows_only))
    if bound.column is not None:
        where.append(Sql(f"{row_column(book, word.each, bound.column, 's')} IS NOT NULL"))
    return (
        Sql("SELECT %s AS check_key, s.id AS row, s.name AS name, s.organization_id AS organization, o.name AS place, o.path AS path, ", (key,)) + count
        + " AS counted FROM registry_organization o CROSS JOIN ledgers_row s WHERE " + joined(where, " AND ") + " AND NOT (" + held + ")"
    )  # fmt: skip
