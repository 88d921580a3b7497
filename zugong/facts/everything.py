"""All findings of a year at once, on any engine: kept as temporary tables from which tallies, lists and values are read."""

import datetime as dt
from dataclasses import replace

from zugong.charter.book import Book

from .engines import Engine
from .findings import most_pressing, parts_of
from .text import Sql
from .windows import Asked

EACH, TABLE, SUMS = "evaluated_each", "evaluated_now", "evaluated_sums"
_COLUMNS = ("duty", "organization", "path", "period", "closes_on")


def keep_all(engine: Engine, book: Book, asked: Asked) -> bool:
    """Judge once and make the temporary tables: every finding, of every person too; every finding folded by organization, with the path on which it counts, that of the period's last day; how often each occurs. False when no duty has begun."""
    if not (found := parts_of(book, replace(asked, by_person=True))):
        return False
    each, folded = ", ".join(f"a.{column} AS {column}" for column in _COLUMNS), ", ".join(f"a.{column}" for column in _COLUMNS)
    people = [key for key in asked.duties if book.is_about_people(key) or book.is_about_rows(key)]
    about_people = Sql(f"a.duty IN ({', '.join(['%s'] * len(people))})", tuple(people)) if people else Sql("1 = 0")
    # An OR in a LEFT JOIN makes DuckDB compare all with all: 76 s instead of 0.04 s for a city.
    placed = Sql(f" FROM {EACH} a LEFT JOIN registry_placement p ON p.organization_id = a.organization AND p.since <= a.ends_on AND COALESCE(p.until, %s) > a.ends_on WHERE ", (dt.date.max,))
    engine.keep(EACH, [Sql(f"SELECT {each}, a.ends_on AS ends_on, a.finding AS finding FROM (") + part + ") a" for part in found])
    engine.keep(
        TABLE,
        [
            Sql(f"SELECT {each}, a.finding AS finding, COALESCE(p.path, a.path) AS placed") + placed + "NOT " + about_people,
            Sql(f"SELECT {each}, {most_pressing('a.finding')} AS finding, COALESCE(p.path, a.path) AS placed") + placed + about_people + f" GROUP BY {folded}, COALESCE(p.path, a.path)",
        ],
    )
    engine.keep(SUMS, [Sql(f"SELECT a.duty AS duty, a.finding AS finding, COUNT(*) AS number FROM {EACH} a GROUP BY a.duty, a.finding")])
    return True


def lengths(engine: Engine) -> list[int]:
    """The lengths of the paths that occur, the shortest first."""
    rows = engine.rows(Sql("SELECT DISTINCT LENGTH(path) AS length FROM registry_organization"))
    return sorted(row["length"] for row in rows)


def tallies(engine: Engine, length: int, most: int) -> list[dict]:
    """Rows (place, duty, period, finding, number) of the ancestors whose path has so many digits, and of those that stand above them by themselves; not more than `most`."""
    place = f"SUBSTR(placed, 1, {int(length)})"
    return engine.rows(Sql(f"SELECT {place} AS place, duty, period, finding, COUNT(*) AS number FROM {TABLE} GROUP BY {place}, duty, period, finding LIMIT {int(most)}"))


def pressing(engine: Engine) -> list[dict]:
    """Every finding that is missed or open."""
    return engine.rows(Sql(f"SELECT duty, organization, path, period, closes_on, finding FROM {TABLE} WHERE finding IN ('missed', 'open')"))


def number(engine: Engine) -> int:
    """How many findings there are."""
    return int(engine.rows(Sql(f"SELECT COUNT(*) AS number FROM {TABLE}"))[0]["number"])
