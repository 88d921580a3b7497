"""Values of indicators, many in one statement, and the rows they were counted from."""

import datetime as dt
from dataclasses import dataclass

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.words import Indicator, Tally

from . import holders, kept
from .conditions import holder_counts_in, of_kinds, on_holders, on_records, record_column
from .engines import Engine
from .findings import Asked, rows_in, statement
from .people import cap_of
from .text import ScopeText, Sql, fetch, joined


@dataclass(frozen=True)
class Span:
    """Facts from `since` to `as_of`, both included, in scope.

    `wide`: asked of a whole city, see windows.Asked. `sums`: where a table holds how often each finding of exactly this span occurs (facts.everything), it is read instead of judging again.
    """

    scope: ScopeText
    since: dt.date
    as_of: dt.date
    book: str = ""
    wide: bool = False
    sums: str = ""


def values(book: Book, keys: list[str], span: Span, using: str = "default") -> dict[str, tuple[int, int | None]]:
    """key -> (value or part, whole or None); one statement for all."""
    sql = statement_of(book, keys, span)
    return numbers(fetch(sql, using, in_order=not span.wide)) if sql else {}


def values_on(engine: Engine, book: Book, keys: list[str], span: Span) -> dict[str, tuple[int, int | None]]:
    """The same values from another engine."""
    several = [[key] for key in keys] if engine.piecewise else [keys]
    return numbers([row for each in several if (sql := statement_of(book, each, span)) for row in engine.rows(sql)])


def numbers(rows: list[dict]) -> dict[str, tuple[int, int | None]]:
    """Rows of statement_of() by their indicators."""
    return {row["indicator"]: (int(row["part"] or 0), None if row["whole"] is None else int(row["whole"])) for row in rows}


def statement_of(book: Book, keys: list[str], span: Span) -> Sql | None:
    """One SELECT for all indicators, or None for none."""
    parts = []
    for key in dict.fromkeys(keys):
        word: Indicator | None = book.indicators[key].on(span.as_of) if key in book.indicators else None
        if word:
            first = _number(book, word.value or word.part, span)
            second = _number(book, word.whole, span) if word.whole else Sql("CAST(NULL AS bigint)")
            parts.append(Sql("SELECT %s AS indicator, ", (key,)) + first + " AS part, " + second + " AS whole")
    return joined(parts, " UNION ALL ") if parts else None


def _number(book: Book, tally: Tally, span: Span) -> Sql:
    if tally.adds:
        return Sql("(") + joined([_capped(_number(book, part, span), cap_of(part)) for part in tally.adds], " + ") + ")"
    if tally.fact in book.records:
        return Sql("(SELECT ") + _aggregate(book, tally) + " FROM " + _records(book, tally, span, named=False) + ")"
    if tally.fact in book.ledgers:
        return kept.number(book, tally, span.scope, span.since, span.as_of)
    if tally.fact in book.duties:
        if span.sums:
            return Sql(f"(SELECT COALESCE(SUM(a.number), 0) FROM {span.sums} a WHERE a.duty = %s AND ", (tally.fact,)) + _finding_where(tally) + ")"
        source = _findings(book, tally.fact, span)
        if source is None:
            return Sql("0")
        return Sql("(SELECT COUNT(*) FROM (") + source + ") a WHERE " + _finding_where(tally) + ")"
    return Sql("(SELECT COUNT(*) FROM ") + _organizations(book, tally, span) + ")"


def _capped(number: Sql, cap: int | None) -> Sql:
    return number if cap is None else Sql("CASE WHEN ") + number + f" > {cap} THEN {cap} ELSE " + number + " END"


def _aggregate(book: Book, tally: Tally) -> Sql:
    if tally.sum:
        return Sql(f"COALESCE(SUM({record_column(book, tally.fact, tally.sum)}), 0)")
    return Sql(f"COUNT(DISTINCT {record_column(book, tally.fact, tally.distinct)})") if tally.distinct else Sql("COUNT(*)")


def _records(book: Book, tally: Tally, span: Span, *, named: bool = True) -> Sql:
    """Records r and, unless not even their names are needed, their organizations o."""
    text, params = span.scope("o.path")
    if not span.wide:  # CROSS JOIN keeps SQLite to this order: the few organizations in scope, then their records by the index
        tables, tied = "registry_organization o CROSS JOIN records_record r", [Sql("r.organization_id = o.id")]
    elif named:
        tables, tied = "records_record r JOIN registry_organization o ON o.id = r.organization_id", []
    else:
        tables, tied, text, params = "records_record r", [], "1 = 1", []
    where = [
        *tied,
        of_kinds(tally.facts),
        Sql("r.withdrawn_at IS NULL AND r.happened_on >= %s AND r.happened_on <= %s", (span.since, span.as_of)),
        *on_records(book, tally.facts, tally.where, span.as_of),
        Sql(text, tuple(params)),
    ]
    return Sql(f"{tables} WHERE ") + joined(where, " AND ")


def _findings(book: Book, duty: str, span: Span) -> Sql | None:
    return statement(book, Asked((duty,), span.scope, span.since, span.as_of + dt.timedelta(days=1), span.as_of, span.book, by_person=True, wide=span.wide))


def _finding_where(tally: Tally) -> Sql:
    found = [Sql("1 = 1")]
    for value in tally.where.values():
        for each in notations.comparisons(value):
            codes = each.value if isinstance(each.value, tuple) else (each.value,)
            found.append(Sql(f"a.finding {'NOT ' if each.sign == '!=' else ''}IN ({', '.join(['%s'] * len(codes))})", tuple(codes)))
    return joined(found, " AND ")


def _organizations(book: Book, tally: Tally, span: Span) -> Sql:
    where = book.conditions_of(tally.fact) | tally.where
    kinds, rest = book.kinds_of(tally.fact), {name: value for name, value in where.items() if name != "kind"}
    window = Sql("(SELECT CAST('now' AS varchar(3)) AS period, %s AS ends_on) w", (span.as_of,))
    text, params = span.scope("o.path")
    alive = Sql("o.since <= %s AND (o.until IS NULL OR o.until > %s)", (span.as_of, span.as_of))
    conditions = joined([Sql(f"o.kind IN ({', '.join(['%s'] * len(kinds))})", tuple(kinds)), alive, *on_holders(rest, span.as_of), Sql(text, tuple(params))], " AND ")
    return Sql("registry_organization o CROSS JOIN ") + window + holders.joins(holder_counts_in(rest), window, span.scope, span.as_of) + " WHERE " + conditions


def rows_of(book: Book, tally: Tally, span: Span, limit: int, offset: int, using: str = "default") -> list[dict]:
    """The rows a tally counted (of sums, its first part's), newest first: records as (sort, id, happened_on, name), rows of ledgers as (sort, id, title, since_on, name), findings as (sort, name, duty, period, finding), organizations (also those a distinct count found) as (sort, organization, name)."""
    page, tally = Sql(" LIMIT %s OFFSET %s", (limit, offset)), tally.parts[0]
    if tally.fact in book.records and tally.distinct == "by":
        head = "SELECT 'organization' AS sort, o.id AS organization, o.name AS name FROM "
        return fetch(Sql(head) + _records(book, tally, span) + " GROUP BY o.id, o.name, o.path ORDER BY o.path" + page, using)
    if tally.fact in book.records:
        head = "SELECT 'record' AS sort, r.id AS id, r.kind AS kind, r.happened_on AS happened_on, o.id AS organization, o.name AS name, r.expected AS expected, r.present AS present FROM "
        return fetch(Sql(head) + _records(book, tally, span) + " ORDER BY r.happened_on DESC, r.id DESC" + page, using)
    if tally.fact in book.ledgers:
        head = "SELECT 'row' AS sort, l.id AS id, l.name AS title, l.since AS since_on, o.id AS organization, o.name AS name FROM "
        return fetch(Sql(head) + kept.rows(book, tally, span.scope, span.since, span.as_of) + " ORDER BY o.path, l.id" + page, using)
    if tally.fact in book.duties:
        source = _findings(book, tally.fact, span)
        if source is None:
            return []
        return rows_in(Sql("SELECT 'finding' AS sort, a.* FROM (") + source + ") a WHERE " + _finding_where(tally) + " ORDER BY a.path, a.period, a.person, a.other" + page, using, in_order=not span.wide)
    return fetch(Sql("SELECT 'organization' AS sort, o.id AS organization, o.name AS name FROM ") + _organizations(book, tally, span) + " ORDER BY o.path" + page, using)
