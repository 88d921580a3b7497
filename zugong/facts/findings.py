"""Findings of duties: one flat SELECT for each edition of a duty, joined by UNION ALL into one statement."""

import datetime as dt
from dataclasses import replace

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.editions import Edition
from zugong.charter.words import Duty

from . import deeds, holders, people
from .conditions import holder_counts_in, on_holders
from .engines import Engine
from .judging import Judged, judged
from .text import Sql, fetch, joined
from .windows import COLUMNS, Asked, on_clock, windows

__all__ = ["Asked", "findings", "findings_on", "missing", "most_pressing", "parts_of", "rounded", "rows_in", "statement"]


def findings(book: Book, asked: Asked, using: str = "default") -> list[dict]:
    """Rows (duty, organization, name, code, path, kind, person, other, period, starts_on, ends_on, on_time_until, closes_on, counted, required, finding)."""
    sql = statement(book, asked)
    return rows_in(sql + " ORDER BY path, duty, starts_on, person, other", using, in_order=not asked.wide) if sql else []


def findings_on(engine: Engine, book: Book, asked: Asked) -> list[dict]:
    """The same rows from another engine, in the same order whatever its collation."""
    several = [replace(asked, duties=(duty,)) for duty in asked.duties] if engine.piecewise else [asked]
    rows = [row for each in several if (sql := statement(book, each)) for row in rounded(engine.rows(sql))]
    return sorted(rows, key=lambda row: (row["path"], row["duty"], row["starts_on"], row["person"], row["other"]))


def rows_in(sql: Sql, using: str = "default", *, in_order: bool = False) -> list[dict]:
    """Rows of a statement over findings."""
    return rounded(fetch(sql, using, in_order=in_order))


def rounded(rows: list[dict]) -> list[dict]:
    """The demanded number, a fraction in SQL, rounded up: there is no division in the text."""
    for row in rows:
        row["required"] = int(-(-row["required"] // row.pop("times")))
        row["counted"] = int(row["counted"])
    return rows


def missing(book: Book, row: dict) -> int:
    """How many are still missing for a row of findings(); none where the rule sets an upper limit or does not apply."""
    word = book.duties[row["duty"]].latest
    limits = any(tally.at_most is not None for tally in word.tallies)
    return 0 if limits or row["finding"] in ("not_applicable", "excused") else max(0, row["required"] - row["counted"])


def statement(book: Book, asked: Asked) -> Sql | None:
    """The whole SELECT without an order, or None when no duty has a window."""
    parts = parts_of(book, asked)
    return joined(parts, " UNION ALL ") if parts else None


def parts_of(book: Book, asked: Asked) -> list[Sql]:
    """One SELECT for each edition of each duty."""
    parts = []
    for key in asked.duties:
        for edition in book.duties[key].editions:
            if (edition.until is None or edition.until > asked.since) and edition.since < asked.until and edition.since <= asked.as_of:
                part = _select(book, key, edition, asked)
                parts.append(part if asked.by_person or not (book.is_about_people(key) or book.is_about_rows(key)) else _folded(part))
    return parts


def _select(book: Book, key: str, edition: Edition, asked: Asked) -> Sql:
    here, duty = windows(edition, asked), edition.word
    return (_of_organizations if book.source_of(duty.who) == "organization" else _of_people)(book, key, duty, here, asked)


def most_pressing(column: str) -> str:
    """The most pressing finding of a group of rows, as SQL."""
    tests = [f"WHEN SUM(CASE WHEN {column} = '{finding}' THEN 1 ELSE 0 END) > 0 THEN '{finding}'" for finding in ("missed", "open", "late", "met", "excused")]
    return f"CASE {' '.join(tests)} ELSE 'not_applicable' END"


_ORGANIZATION = ", ".join(("duty", "organization", "name", "code", "path", "kind"))


def _folded(part: Sql) -> Sql:
    """What the people of an organization owe as one row: `counted` of `required` have done it, and the finding is the most pressing one among them."""
    dates = ", ".join(COLUMNS)
    return (
        Sql(f"SELECT {_ORGANIZATION}, 0 AS person, 0 AS other, {dates}, SUM(CASE WHEN finding IN ('met', 'late') THEN 1 ELSE 0 END) AS counted, ")
        + f"SUM(CASE WHEN finding IN ('excused', 'not_applicable') THEN 0 ELSE 1 END) AS required, 1 AS times, {most_pressing('finding')} AS finding FROM ("
        + part + f") q GROUP BY {_ORGANIZATION}, {dates}"
    )  # fmt: skip


def _head(key: str, person: str, other: str, row: str) -> Sql:
    dates = ", ".join(f"{row}.{column} AS {column}" for column in COLUMNS)
    return Sql(f"SELECT %s AS duty, o.id AS organization, o.name AS name, o.code AS code, o.path AS path, o.kind AS kind, {person} AS person, {other} AS other, {dates}, ", (key,))


def _answer(made: Judged, applies: Sql) -> Sql:
    return made.counted + " AS counted, " + made.required + f" AS required, {made.times} AS times, CASE WHEN NOT (" + applies + ") THEN 'not_applicable' " + made.cases + " END AS finding"


def _of_organizations(book: Book, key: str, duty: Duty, here: Sql, asked: Asked) -> Sql:
    as_of, where = asked.as_of, book.conditions_of(duty.who) | duty.where
    kinds, needed = book.kinds_of(duty.who), {name: value for name, value in where.items() if name != "kind"}
    bounds = [notations.bound(*next(iter(tally.bounds.items()))) for tally in duty.tallies]
    counts = holder_counts_in(needed) | holder_counts_in(duty.must or {}) | {bound.column for bound in bounds if bound.column}
    applies = joined([_exists(as_of), *on_holders(needed, as_of)], " AND ")
    text, params = asked.scope("o.path")
    held = joined(on_holders(duty.must, as_of), " AND ") if duty.must is not None else None
    return (
        _head(key, "0", "0", "w") + _answer(judged(duty, as_of, held, "w"), applies)
        + " FROM registry_organization o JOIN " + here + " ON o.since <= w.ends_on AND (o.until IS NULL OR o.until > w.starts_on)" + on_clock(duty, "o")
        + holders.joins(counts, here, asked.scope, as_of, on_clock(duty, "h").text)
        + joined([deeds.counted(book, duty, part, here, asked, f"f{place}_{number}") for place, tally in enumerate(duty.tallies) for number, part in enumerate(tally.parts)], "")
        + _lifted(key, here, as_of, "0", "w")
        + Sql(f" WHERE o.kind IN ({', '.join(['%s'] * len(kinds))}) AND {text}", (*kinds, *params))
    )  # fmt: skip


def _of_people(book: Book, key: str, duty: Duty, here: Sql, asked: Asked) -> Sql:
    """What each person, each pair, each term or each row of a ledger owes. Conditions of the group say who is a holder at all: whom they do not hold for has no row."""
    held = None
    if duty.must is not None:  # of a term: done when its span has ended
        held = Sql("s.until IS NOT NULL AND s.until <= %s", (asked.as_of,))
    return (
        _head(key, "s.person_id", "s.other_id" if not duty.once else "0", "s") + _answer(judged(duty, asked.as_of, held, "s", "s.until" if duty.once else ""), Sql("s.whole = 1"))
        + " FROM " + people.holders(book, duty, here, asked) + " JOIN registry_organization o ON o.id = s.organization_id"
        + joined([people.counted(book, duty, part, here, asked, f"f{place}_{number}") for place, tally in enumerate(duty.tallies) for number, part in enumerate(tally.parts)], "")
        + _lifted(key, here, asked.as_of, "0" if book.is_about_rows(key) else "s.person_id", "s")
    )  # fmt: skip


def _exists(as_of: dt.date) -> Sql:
    return Sql(f"o.since <= w.starts_on AND (o.until IS NULL OR o.until > {holders.HELD})", (as_of, as_of))


def _lifted(key: str, here: Sql, as_of: dt.date, person: str, row: str) -> Sql:
    """A LEFT JOIN that gives x.sort where the duty was lifted from the holder, with approval, over the period's last day (today while it runs)."""
    return (
        Sql(" LEFT JOIN (SELECT x.organization_id AS organization_id, COALESCE(x.person_id, 0) AS person_id, w.period AS period, MIN(x.sort) AS sort FROM duties_exemption x JOIN ")
        + here + Sql(f" ON x.since <= {holders.HELD} AND (x.until IS NULL OR x.until > {holders.HELD}) WHERE x.duty = %s AND x.state = 'approved'", (*(as_of,) * 4, key))
        + f" GROUP BY x.organization_id, COALESCE(x.person_id, 0), w.period) x ON x.organization_id = o.id AND x.person_id = {person} AND x.period = {row}.period"
    )  # fmt: skip

