"""Findings of duties: one flat SELECT for each edition of a duty, joined by UNION ALL into one statement."""

import datetime as dt
from dataclasses import dataclass

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.words import Duty

from . import holders
from .conditions import holder_column, holder_counts_in, on_holders, on_records, record_column
from .text import ScopeText, Sql, fetch, joined


@dataclass(frozen=True)
class Asked:
    """Which findings: duties, organizations in scope, periods that overlap [since, until), as of a day, of which set of windows."""

    duties: tuple[str, ...]
    scope: ScopeText
    since: dt.date
    until: dt.date
    as_of: dt.date
    book: str = ""
    period: str = ""


def findings(book: Book, asked: Asked, using: str = "default") -> list[dict]:
    """Rows (duty, organization, name, code, path, period, starts_on, ends_on, on_time_until, closes_on, counted, required, finding)."""
    sql = statement(book, asked)
    return fetch(sql + " ORDER BY path, duty, starts_on", using) if sql else []


def missing(book: Book, row: dict) -> int:
    """How many are still missing for a row of findings(); none where the rule sets an upper limit or does not apply."""
    word = book.duties[row["duty"]].latest
    limits = word.expects is not None and word.expects.at_most is not None
    return 0 if limits or row["finding"] == "not_applicable" else max(0, row["required"] - row["counted"])


def statement(book: Book, asked: Asked) -> Sql | None:
    """The whole SELECT without an order, or None when no duty has a window."""
    parts = []
    for key in asked.duties:
        for number, edition in enumerate(book.duties[key].editions):
            if (edition.until is None or edition.until > asked.since) and edition.since < asked.until and edition.since <= asked.as_of:
                parts.append(_select(book, key, number, edition.word, asked))
    return joined(parts, " UNION ALL ") if parts else None


def _windows(key: str, number: int, asked: Asked) -> Sql:
    period = (" AND period = %s", (asked.period,)) if asked.period else ("", ())
    return Sql(
        "(SELECT period, starts_on, ends_on, on_time_until, closes_on FROM duties_window"
        f" WHERE book = %s AND duty = %s AND edition = %s AND ends_on >= %s AND starts_on < %s AND starts_on <= %s{period[0]}) w",
        (asked.book, key, number, asked.since, asked.until, asked.as_of, *period[1]),
    )


def _select(book: Book, key: str, number: int, duty: Duty, asked: Asked) -> Sql:
    windows, as_of = _windows(key, number, asked), asked.as_of
    where = book.conditions_of(duty.who) | duty.where
    bound = notations.bound(*next(iter(duty.expects.bounds.items()))) if duty.expects else None
    kinds, needed = book.kinds_of(duty.who), {name: value for name, value in where.items() if name != "kind"}
    counts = holder_counts_in(needed) | holder_counts_in(duty.must or {}) | ({bound.column} if bound and bound.column else set())
    applies = joined([_exists(as_of), *on_holders(needed, as_of)], " AND ")
    counted, required, finding = _judged(duty, bound, as_of)
    text, params = asked.scope("o.path")
    return (
        Sql("SELECT %s AS duty, o.id AS organization, o.name AS name, o.code AS code, o.path AS path, o.kind AS kind, w.period AS period,", (key,))
        + " w.starts_on AS starts_on, w.ends_on AS ends_on, w.on_time_until AS on_time_until, w.closes_on AS closes_on, "
        + counted + " AS counted, " + required + " AS required, CASE WHEN NOT (" + applies + ") THEN 'not_applicable' " + finding + " END AS finding"
        + " FROM registry_organization o JOIN " + windows
        + " ON o.since <= w.ends_on AND (o.until IS NULL OR o.until > w.starts_on)"
        + holders.joins(counts, windows, asked.scope, as_of)
        + (_facts(book, duty, windows, asked) if duty.expects else "")
        + Sql(f" WHERE o.kind IN ({', '.join(['%s'] * len(kinds))}) AND {text}", (*kinds, *params))
    )  # fmt: skip


def _exists(as_of: dt.date) -> Sql:
    return Sql(f"o.since <= w.starts_on AND (o.until IS NULL OR o.until > {holders.HELD})", (as_of, as_of))


def _judged(duty: Duty, bound: notations.Bound | None, as_of: dt.date) -> tuple[Sql, Sql, Sql]:
    """(counted, required, WHEN ... ELSE ...) of a duty."""
    running, ended = Sql("WHEN w.closes_on >= %s THEN 'open' ", (as_of,)), Sql("w.ends_on < %s", (as_of,))
    if duty.must is not None:
        held = joined(on_holders(duty.must, as_of), " AND ")
        return Sql("CASE WHEN ") + held + " THEN 1 ELSE 0 END", Sql("1"), Sql("WHEN ") + held + " THEN 'met' " + running + "ELSE 'missed'"
    inside, accepted = Sql("COALESCE(f.inside, 0)"), Sql("COALESCE(f.accepted, 0)")
    if bound.column is None:
        required, times = Sql(str(bound.number)), 1
        left_inside, left_accepted, right = inside, accepted, required
    else:
        times, right = bound.denominator, Sql(f"{bound.numerator} * {holder_column(bound.column)}")
        left_inside, left_accepted = Sql(f"{times} * ") + inside, Sql(f"{times} * ") + accepted
        required = Sql(f"({bound.numerator} * {holder_column(bound.column)} + {times - 1}) / {times}")
    if bound.sign == ">=":
        finding = Sql("WHEN ") + left_inside + " >= " + right + " THEN 'met' WHEN " + left_accepted + " >= " + right + " THEN 'late' " + running + "ELSE 'missed'"
    elif bound.sign == "<=":
        finding = Sql("WHEN ") + left_inside + " > " + right + " THEN 'missed' WHEN " + ended + " THEN 'met' ELSE 'open'"
    else:
        finding = Sql("WHEN ") + left_inside + " > " + right + " THEN 'missed' WHEN " + left_inside + " = " + right + " AND " + ended + " THEN 'met' "
        finding = finding + "WHEN " + left_accepted + " = " + right + " AND " + ended + " THEN 'late' " + running + "ELSE 'missed'"
    return accepted if bound.sign == ">=" else inside, required, finding


def _facts(book: Book, duty: Duty, windows: Sql, asked: Asked) -> Sql:
    tally, kind = duty.expects, duty.expects.fact
    on_time = "r.happened_on <= w.on_time_until"
    if tally.distinct:
        column = record_column(book, kind, tally.distinct)
        numbers = f"COUNT(DISTINCT CASE WHEN {on_time} THEN {column} END) AS inside, COUNT(DISTINCT {column}) AS accepted"
    else:
        amount = record_column(book, kind, tally.sum) if tally.sum else "1"
        numbers = f"SUM(CASE WHEN {on_time} THEN {amount} ELSE 0 END) AS inside, SUM({amount}) AS accepted"
    where = joined([Sql("r.kind = %s", (kind,)), Sql("r.withdrawn_at IS NULL"), Sql("r.happened_on <= %s", (asked.as_of,)), *on_records(book, kind, tally.where, asked.as_of)], " AND ")
    text, params = asked.scope("p.path")
    kinds = book.kinds_of(duty.who)
    # CROSS JOIN keeps SQLite to this order: the few organizations asked for, their windows, then the records by their index.
    return (
        Sql(f" LEFT JOIN (SELECT r.organization_id AS id, w.period AS period, {numbers} FROM registry_organization p CROSS JOIN ")
        + windows + " CROSS JOIN records_record r WHERE r.organization_id = p.id AND r.happened_on >= w.starts_on AND r.happened_on <= w.closes_on AND " + where
        + Sql(
            f" AND p.kind IN ({', '.join(['%s'] * len(kinds))}) AND {text} GROUP BY r.organization_id, w.period) f ON f.id = o.id AND f.period = w.period", (*kinds, *params)
        )
    )  # fmt: skip
