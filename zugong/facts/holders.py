"""Counts of an organization as of each window's day: members, committee, groups."""

import datetime as dt

from .text import ScopeText, Sql, joined
from .windows import HELD

_HOLDS = f"x.since <= {HELD} AND (x.until IS NULL OR x.until > {HELD})"
_SOURCES = {
    "members": ("registry_membership", "organization_id", "1 = 1"),
    "full_members": ("registry_membership", "organization_id", "x.standing = 'full'"),
    "committee_members": ("registry_post", "organization_id", "x.committee_id IS NOT NULL"),
    "has_committee": ("registry_committee", "organization_id", "1 = 1"),
    "groups": ("registry_organization", "parent_id", "x.kind = 'party_group'"),
    "has_groups": ("registry_organization", "parent_id", "x.kind = 'party_group'"),
}


def joins(columns: set[str], windows: Sql, scope: ScopeText, as_of: dt.date, clock: str = "") -> Sql:
    """LEFT JOINs that give each needed count as of_<column>.n for (organization o, window w). `clock`: what ties h to the windows of its own clock."""
    return joined([_join(column, windows, scope, as_of, clock) for column in sorted(columns)], "")


def _join(column: str, windows: Sql, scope: ScopeText, as_of: dt.date, clock: str) -> Sql:
    table, owner, where = _SOURCES[column]
    number = "1" if column.startswith("has_") else "COUNT(*)"
    text, params = scope("h.path")
    return (
        Sql(f" LEFT JOIN (SELECT x.{owner} AS id, w.period AS period, {number} AS n FROM registry_organization h JOIN {table} x ON x.{owner} = h.id JOIN ")
        + windows
        + Sql(f" ON {_HOLDS}{clock} WHERE {where} AND {text} GROUP BY x.{owner}, w.period", (as_of,) * 4 + tuple(params))
        + f") of_{column} ON of_{column}.id = o.id AND of_{column}.period = w.period"
    )
