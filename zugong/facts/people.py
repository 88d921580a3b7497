"""Who owes what each person owes: memberships and posts (alone or in pairs), and terms, with their windows, as a table s."""

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.words import Duty, Tally

from .conditions import names_own, names_own_branch, of_kinds, on_people, on_records, record_column
from .kept import on_rows, row_column
from .text import Sql, joined
from .windows import COLUMNS, HELD, Asked, accepted_until, on_clock

_WINDOW = ", ".join(f"w.{column} AS {column}" for column in COLUMNS)
_HELD = f"s.since <= {HELD} AND (s.until IS NULL OR s.until > {HELD})"
# When somebody was there: in person, or later by making it up.
_THERE = "(a.present OR a.made_up_on IS NOT NULL)"
_WHEN = "COALESCE(a.made_up_on, r.happened_on)"


def holders(book: Book, duty: Duty, windows: Sql, asked: Asked) -> Sql:
    """A derived table s (row_id, organization_id, person_id, other_id, group_id, whole, windows): those who hold it on the period's last day; whole: 1 when they already did on its first."""
    one = {"membership": _members, "post": _posts, "term": _terms, "ledger": _rows}[book.source_of(duty.who)]
    if not duty.paired_with:
        return one(book, duty, windows, asked) + " s"
    first, second = one(book, duty, windows, asked), one(book, duty, windows, asked)
    columns = ", ".join(f"x.{column} AS {column}" for column in COLUMNS)
    return (
        Sql(f"(SELECT x.organization_id AS organization_id, x.person_id AS person_id, y.person_id AS other_id, x.group_id AS group_id, x.whole * y.whole AS whole, {columns} FROM ")
        + first + " x JOIN " + second + " y ON y.organization_id = x.organization_id AND y.period = x.period AND y.person_id > x.person_id) s"
    )  # fmt: skip


def _where(book: Book, duty: Duty, asked: Asked, path: str) -> Sql:
    text, params = asked.scope(path)
    conditions = on_people(book.conditions_of(duty.who) | duty.where, asked.as_of, book.source_of(duty.who))
    return joined([Sql(text, tuple(params)), *conditions], " AND ")


# Whether row b already held on the window's first day; b joins by equality only, so that no engine falls back to comparing all with all.
_BEFORE = "b.since <= w.starts_on AND (b.until IS NULL OR b.until > w.starts_on)"
_GROUPED = ", ".join(f"w.{column}" for column in COLUMNS)


def _members(book: Book, duty: Duty, windows: Sql, asked: Asked) -> Sql:
    return (
        Sql(f"(SELECT s.organization_id AS organization_id, s.person_id AS person_id, 0 AS other_id, COALESCE(s.group_id, 0) AS group_id, MAX(CASE WHEN {_BEFORE} THEN 1 ELSE 0 END) AS whole, {_WINDOW}")
        + " FROM registry_organization o CROSS JOIN " + windows + " JOIN registry_membership s ON s.organization_id = o.id AND " + _held(asked) + on_clock(duty, "s")
        + " JOIN registry_membership b ON b.person_id = s.person_id WHERE " + _where(book, duty, asked, "o.path")
        + f" GROUP BY s.organization_id, s.person_id, COALESCE(s.group_id, 0), {_GROUPED})"
    )  # fmt: skip


def _posts(book: Book, duty: Duty, windows: Sql, asked: Asked) -> Sql:
    """One row a person and organization, however many of the offices the person holds there; each office by itself when it is owed once."""
    if duty.once:
        return _once(book, duty, windows, asked, "registry_post", "s.person_id")
    roles = book.conditions_of(duty.who).get("role")
    earlier = joined([_BEFORE, *on_people({"role": roles} if roles is not None else {}, asked.as_of, "post", "b")], " AND ")
    return (
        Sql("(SELECT s.organization_id AS organization_id, s.person_id AS person_id, 0 AS other_id, 0 AS group_id, MAX(CASE WHEN ") + earlier + f" THEN 1 ELSE 0 END) AS whole, {_WINDOW}"
        + " FROM registry_organization o CROSS JOIN " + windows + " JOIN registry_post s ON s.organization_id = o.id AND " + _held(asked) + on_clock(duty, "s")
        + " JOIN registry_post b ON b.person_id = s.person_id AND b.organization_id = s.organization_id WHERE " + _where(book, duty, asked, "o.path")
        + f" GROUP BY s.organization_id, s.person_id, {_GROUPED})"
    )  # fmt: skip


def _terms(book: Book, duty: Duty, windows: Sql, asked: Asked) -> Sql:
    return _once(book, duty, windows, asked, "registry_committee", "0")


def _rows(book: Book, duty: Duty, windows: Sql, asked: Asked) -> Sql:
    """Each row of a ledger until a day of its own; its id stands where a person's would."""
    text, params = asked.scope("o.path")
    where = joined(
        [
            Sql("s.ledger = %s AND s.removed_at IS NULL", (duty.who,)),
            Sql(text, tuple(params)),
            *on_rows(book, duty.who, duty.where, asked.as_of, "s"),
        ],
        " AND ",
    )
    return (
        Sql(f"(SELECT s.organization_id AS organization_id, s.id AS person_id, 0 AS other_id, 0 AS group_id, 1 AS whole, {_WINDOW}, s.until AS until FROM registry_organization o CROSS JOIN ledgers_row s JOIN ")
        + windows + f" ON w.anchor = 0 AND w.ends_on = {row_column(book, duty.who, duty.once, 's')} WHERE s.organization_id = o.id AND " + where + ")"
    )  # fmt: skip


def _once(book: Book, duty: Duty, windows: Sql, asked: Asked, table: str, person: str) -> Sql:
    """Rows that owe something once, until a day of their own: the window that ends on it."""
    return (
        Sql(f"(SELECT s.organization_id AS organization_id, {person} AS person_id, 0 AS other_id, 0 AS group_id, 1 AS whole, {_WINDOW}, s.until AS until")
        + f" FROM registry_organization o JOIN {table} s ON s.organization_id = o.id JOIN " + windows + " ON w.anchor = 0" + on_clock(duty, "s")
        + " WHERE " + _where(book, duty, asked, "o.path") + ")"
    )  # fmt: skip


def _held(asked: Asked) -> Sql:
    return Sql(_HELD, (asked.as_of,) * 4)


def counted(book: Book, duty: Duty, tally: Tally, windows: Sql, asked: Asked, name: str) -> Sql:
    """A LEFT JOIN that gives `name`.inside and `name`.accepted for each row of s: what the person (or the pair together) took part in."""
    company, told = _company(book, tally, asked)
    if asked.wide and not (duty.paired_with or duty.once or duty.counted_from or company.text or names_own(tally.where)):
        return _whoever(book, tally, windows, asked, name)
    number = _amount(book, tally)
    on_time = f"{_WHEN} <= s.on_time_until"
    if company.text:
        numbers = f"COUNT(DISTINCT CASE WHEN {on_time} THEN r.id END) AS inside, COUNT(DISTINCT r.id) AS accepted"
    else:
        numbers = f"SUM(CASE WHEN {on_time} THEN {number} ELSE 0 END) AS inside, SUM({number}) AS accepted"
    other = " CROSS JOIN records_attendance z" if duty.paired_with else ""
    branch = " CROSS JOIN registry_membership n" if names_own_branch(tally.where) else ""
    where = [
        Sql(f"a.person_id = s.person_id AND {_THERE} AND r.id = a.record_id AND r.withdrawn_at IS NULL AND {_WHEN} >= s.starts_on AND {_WHEN} <= {accepted_until('s')} AND {_WHEN} <= %s", (asked.as_of,)),
        of_kinds(tally.facts), *on_records(book, tally.facts, tally.where, asked.as_of), *told,
    ]  # fmt: skip
    if other:
        where.append(Sql("z.record_id = a.record_id AND z.person_id = s.other_id AND z.present"))
    if branch:
        where.append(Sql("n.person_id = s.person_id AND n.since <= r.happened_on AND (n.until IS NULL OR n.until > r.happened_on)"))
    keys = "s.person_id, s.other_id, s.organization_id, s.period"
    # CROSS JOIN keeps SQLite to the order: the few people asked for and what they attended, or, for a whole city, the records of the kinds and who attended them (but pairs are always few).
    who, what = holders(book, duty, windows, asked), Sql("records_attendance a CROSS JOIN records_record r" + other)
    tables = Sql("records_record r CROSS JOIN records_attendance a" + other + " CROSS JOIN ") + who if asked.wide and not duty.paired_with else who + " CROSS JOIN " + what
    return (
        Sql(f" LEFT JOIN (SELECT s.person_id AS person_id, s.other_id AS other_id, s.organization_id AS organization_id, s.period AS period, {numbers} FROM ")
        + tables + branch + company + " WHERE " + joined(where, " AND ")
        + f" GROUP BY {keys}) {name} ON {name}.person_id = s.person_id AND {name}.other_id = s.other_id AND {name}.organization_id = s.organization_id AND {name}.period = s.period"
    )  # fmt: skip


def _whoever(book: Book, tally: Tally, windows: Sql, asked: Asked, name: str) -> Sql:
    """The same for a whole city where only the person ties what was attended to who owes it: every roll is read once, whoever stands on it, and joined to the holders afterwards."""
    number = _amount(book, tally)
    rest = joined([Sql("a.record_id = r.id AND r.withdrawn_at IS NULL"), of_kinds(tally.facts), *on_records(book, tally.facts, tally.where, asked.as_of)], " AND ")

    def rows(day: str, tables: Sql, there: str) -> Sql:
        inside = f"CASE WHEN {day} <= w.on_time_until THEN {number} ELSE 0 END"
        within = Sql(f"{there} AND {day} >= w.starts_on AND {day} <= {accepted_until('w')} AND {day} <= %s AND ", (asked.as_of,))
        return Sql(f"SELECT a.person_id AS person_id, w.period AS period, {inside} AS inside, {number} AS accepted FROM ") + tables + " WHERE " + within + rest

    # Those who were there are found by the records' days; the few who made it up, by theirs.
    present = rows("r.happened_on", windows + " CROSS JOIN records_record r CROSS JOIN records_attendance a", "a.present")
    made_up = rows("a.made_up_on", Sql("records_attendance a CROSS JOIN records_record r CROSS JOIN ") + windows, "a.made_up_on IS NOT NULL")
    return (
        Sql(" LEFT JOIN (SELECT q.person_id AS person_id, q.period AS period, SUM(q.inside) AS inside, SUM(q.accepted) AS accepted FROM (") + present + " UNION ALL " + made_up
        + f") q GROUP BY q.person_id, q.period) {name} ON {name}.person_id = s.person_id AND {name}.period = s.period"
    )  # fmt: skip


def _amount(book: Book, tally: Tally) -> str:
    """What one record adds, as SQL."""
    return f"COALESCE({record_column(book, tally.fact, tally.sum)}, 0)" if tally.sum else "1"


def _company(book: Book, tally: Tally, asked: Asked) -> tuple[Sql, list[Sql]]:
    """Joins and conditions for `together_with`: somebody else of that group was there too, and was of it on that day."""
    if tally.together_with is None:
        return Sql(""), []
    table = f"registry_{book.source_of(tally.together_with)}"
    conditions = on_people(book.conditions_of(tally.together_with), asked.as_of, book.source_of(tally.together_with), "g")
    needs_kind = "kind" in book.conditions_of(tally.together_with)
    where = [
        Sql("c.record_id = r.id AND c.person_id <> s.person_id AND c.present AND g.person_id = c.person_id AND g.since <= r.happened_on AND (g.until IS NULL OR g.until > r.happened_on)"),
        *conditions,
    ]  # fmt: skip
    if needs_kind:
        where.append(Sql("o.id = g.organization_id"))
    return Sql(f" CROSS JOIN records_attendance c CROSS JOIN {table} g" + (" CROSS JOIN registry_organization o" if needs_kind else "")), where


def cap_of(tally: Tally) -> int | None:
    """The most that this part of a sum counts."""
    return None if tally.counted_up_to is None else notations.bound("<=", tally.counted_up_to).number
