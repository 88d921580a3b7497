"""All findings of a year at once, on any engine: kept as a temporary table from which tallies and lists are read."""

from zugong.charter.book import Book

from .engines import Engine
from .findings import statement
from .text import Sql
from .windows import Asked

TABLE = "evaluated_now"


def keep_all(engine: Engine, book: Book, asked: Asked) -> None:
    """Make the temporary table: every finding with the path on which it counts, that of the period's last day."""
    found = statement(book, asked)
    columns = "a.duty AS duty, a.organization AS organization, a.path AS path, a.period AS period, a.closes_on AS closes_on, a.finding AS finding, COALESCE(p.path, a.path) AS placed"
    engine.keep(
        TABLE,
        Sql(f"SELECT {columns} FROM (") + found + ") a LEFT JOIN registry_placement p ON p.organization_id = a.organization AND p.since <= a.ends_on AND (p.until IS NULL OR p.until > a.ends_on)",
    )  # fmt: skip


def lengths(engine: Engine) -> list[int]:
    """The lengths of the paths that occur, the shortest first."""
    rows = engine.rows(Sql("SELECT DISTINCT LENGTH(path) AS length FROM registry_organization"))
    return sorted(row["length"] for row in rows)


def tallies(engine: Engine, length: int) -> list[dict]:
    """Rows (place, duty, period, finding, number) of the ancestors whose path has so many digits, and of those that stand above them by themselves."""
    place = f"SUBSTR(placed, 1, {int(length)})"
    return engine.rows(Sql(f"SELECT {place} AS place, duty, period, finding, COUNT(*) AS number FROM {TABLE} GROUP BY {place}, duty, period, finding"))


def pressing(engine: Engine) -> list[dict]:
    """Every finding that is missed or open."""
    return engine.rows(Sql(f"SELECT duty, organization, path, period, closes_on, finding FROM {TABLE} WHERE finding IN ('missed', 'open')"))


def number(engine: Engine) -> int:
    """How many findings there are."""
    return int(engine.rows(Sql(f"SELECT COUNT(*) AS number FROM {TABLE}"))[0]["number"])
