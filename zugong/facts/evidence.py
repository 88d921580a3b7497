"""For one finding: every record of the kind in its window, and which of the rule's conditions each one meets."""

import datetime as dt

from zugong.charter.book import Book
from zugong.charter.words import Tally

from .conditions import on_records
from .text import Sql, fetch, joined


def candidates(book: Book, tally: Tally, organization: int, first: dt.date, last: dt.date, limit: int = 50, using: str = "default") -> list[dict]:
    """Records between two days with met_0, met_1 ... (1 or 0) for each condition in order, oldest first."""
    checks = on_records(book, tally.fact, tally.where, last)
    met = [Sql("CASE WHEN ") + check + f" THEN 1 ELSE 0 END AS met_{number}" for number, check in enumerate(checks)]
    columns = "r.id AS id, r.happened_on AS happened_on, r.expected AS expected, r.present AS present, r.entitled AS entitled, r.entitled_present AS entitled_present, r.filed_at AS filed_at"
    return fetch(
        Sql("SELECT ") + joined([columns, *met], ", ")
        + Sql(
            " FROM records_record r WHERE r.organization_id = %s AND r.kind = %s AND r.withdrawn_at IS NULL AND r.happened_on >= %s AND r.happened_on <= %s"
            " ORDER BY r.happened_on, r.id LIMIT %s",
            (organization, tally.fact, first, last, limit),
        ),
        using,
    )  # fmt: skip


def holder(organization: int, day: dt.date, using: str = "default") -> dict:
    """Counts of one organization on a day: members, full_members, committee_members, groups."""
    spans = "since <= %s AND (until IS NULL OR until > %s)"
    return fetch(
        Sql(
            f"SELECT (SELECT COUNT(*) FROM registry_membership WHERE (organization_id = %s OR group_id = %s) AND {spans}) AS members,"
            f" (SELECT COUNT(*) FROM registry_membership WHERE (organization_id = %s OR group_id = %s) AND standing = 'full' AND {spans}) AS full_members,"
            f" (SELECT COUNT(*) FROM registry_post WHERE organization_id = %s AND committee_id IS NOT NULL AND {spans}) AS committee_members,"
            f" (SELECT COUNT(*) FROM registry_organization WHERE parent_id = %s AND kind = 'party_group' AND {spans}) AS party_groups",
            (organization, organization, day, day) * 2 + (organization, day, day) * 2,
        ),
        using,
    )[0]
