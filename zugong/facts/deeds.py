"""What organizations did, counted for each window."""

from zugong.charter.book import Book
from zugong.charter.words import Duty, Tally

from . import kept
from .conditions import of_kinds, on_records, record_column
from .text import Sql, joined
from .windows import Asked, accepted_until


def counted(book: Book, duty: Duty, tally: Tally, windows: Sql, asked: Asked, name: str) -> Sql:
    """A LEFT JOIN that gives `name`.inside and `name`.accepted for (organization o, window w)."""
    if tally.fact in book.ledgers:
        return kept.counted(book, duty, tally, windows, asked, name)
    on_time = "r.happened_on <= w.on_time_until"
    if tally.distinct:
        column = record_column(book, tally.fact, tally.distinct)
        numbers = f"COUNT(DISTINCT CASE WHEN {on_time} THEN {column} END) AS inside, COUNT(DISTINCT {column}) AS accepted"
    else:
        amount = f"COALESCE({record_column(book, tally.fact, tally.sum)}, 0)" if tally.sum else "1"
        numbers = f"SUM(CASE WHEN {on_time} THEN {amount} ELSE 0 END) AS inside, SUM({amount}) AS accepted"
    conditions = [of_kinds(tally.facts), Sql("r.withdrawn_at IS NULL"), Sql("r.happened_on <= %s", (asked.as_of,)), *on_records(book, tally.facts, tally.where, asked.as_of)]
    text, params = asked.scope("p.path")
    kinds = book.kinds_of(duty.who)
    clock = " AND w.anchor = p.anchor AND w.starts_on >= p.since" if duty.counted_from else ""
    # CROSS JOIN keeps SQLite to this order: the few organizations asked for, their windows, then the records by their index.
    return (
        Sql(f" LEFT JOIN (SELECT r.organization_id AS id, w.period AS period, {numbers} FROM registry_organization p CROSS JOIN ")
        + windows + f" CROSS JOIN records_record r WHERE r.organization_id = p.id AND r.happened_on >= w.starts_on AND r.happened_on <= {accepted_until('w')}{clock} AND " + joined(conditions, " AND ")
        + Sql(
            f" AND p.kind IN ({', '.join(['%s'] * len(kinds))}) AND {text} GROUP BY r.organization_id, w.period) {name} ON {name}.id = o.id AND {name}.period = w.period", (*kinds, *params)
        )
    )  # fmt: skip
