"""Counts of findings along the tree, in one statement."""

from zugong.charter.book import Book

from .findings import Asked, rows_in, statement
from .text import Sql, fetch


def roll_up(book: Book, asked: Asked, length: int, using: str = "default") -> list[dict]:
    """Rows (place, duty, period, finding, number): findings by the ancestor whose path has `length` digits, in the tree of each period's last day."""
    sql = statement(book, asked)
    if sql is None:
        return []
    whole = (
        Sql(f"SELECT SUBSTR(p.path, 1, {int(length)}) AS place, a.duty AS duty, a.period AS period, a.finding AS finding, COUNT(*) AS number FROM (")
        + sql
        + Sql(f") a JOIN registry_placement p ON p.organization_id = a.organization AND p.since <= a.ends_on AND (p.until IS NULL OR p.until > a.ends_on) GROUP BY SUBSTR(p.path, 1, {int(length)}), a.duty, a.period, a.finding")
    )
    return fetch(whole + " ORDER BY place, duty, period, finding", using, in_order=not asked.wide)


def soonest(book: Book, asked: Asked, finding: str, limit: int, offset: int = 0, using: str = "default") -> list[dict]:
    """Findings of one sort, the earliest closing day first: what is overdue, or who turns red next."""
    sql = statement(book, asked)
    if sql is None:
        return []
    return rows_in(Sql("SELECT * FROM (") + sql + Sql(") a WHERE a.finding = %s ORDER BY a.closes_on, a.path, a.duty LIMIT %s OFFSET %s", (finding, limit, offset)), using, in_order=not asked.wide)


def soonest_of_each(book: Book, asked: Asked, limits: dict[str, int], using: str = "default") -> dict[str, list[dict]]:
    """finding -> its rows as soonest() answers them; judged once for all of them."""
    found: dict[str, list[dict]] = {finding: [] for finding in limits}
    if (sql := statement(book, asked)) is None:
        return found
    whole, joint = Sql("WITH judged AS MATERIALIZED (") + sql + ") ", ""
    for finding, limit in limits.items():
        whole += Sql(f"{joint}SELECT * FROM (SELECT * FROM judged WHERE finding = %s ORDER BY closes_on, path, duty LIMIT %s) {finding}_rows", (finding, limit))
        joint = " UNION ALL "
    for row in rows_in(whole, using, in_order=not asked.wide):
        found[row["finding"]].append(row)
    return {finding: sorted(rows, key=lambda row: (row["closes_on"], row["path"], row["duty"])) for finding, rows in found.items()}


def totals(book: Book, asked: Asked, using: str = "default") -> dict[str, int]:
    """finding -> number over all asked."""
    sql = statement(book, asked)
    if sql is None:
        return {}
    rows = fetch(Sql("SELECT a.finding AS finding, COUNT(*) AS number FROM (") + sql + ") a GROUP BY a.finding", using, in_order=not asked.wide)
    return {row["finding"]: row["number"] for row in rows}
