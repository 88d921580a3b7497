"""For one finding: every record of the kind in its window, and which of the rule's conditions each one meets."""

import datetime as dt

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.words import Duty, Tally

from .conditions import of_kinds, on_records
from .text import Sql, fetch, joined


def candidates(book: Book, tally: Tally, organization: int, first: dt.date, last: dt.date, limit: int = 50, using: str = "default") -> list[dict]:
    """Records between two days with met_0, met_1 ... (1 or 0) for each condition in order, oldest first."""
    checks = on_records(book, tally.facts, tally.where, last)
    met = [Sql("CASE WHEN ") + check + f" THEN 1 ELSE 0 END AS met_{number}" for number, check in enumerate(checks)]
    columns = "r.id AS id, r.kind AS kind, r.happened_on AS happened_on, r.expected AS expected, r.present AS present, r.entitled AS entitled, r.entitled_present AS entitled_present, r.filed_at AS filed_at"
    return fetch(
        Sql("SELECT ") + joined([columns, *met], ", ")
        + Sql(
            " FROM records_record r WHERE r.organization_id = %s AND r.withdrawn_at IS NULL AND r.happened_on >= %s AND r.happened_on <= %s AND ",
            (organization, first, last),
        )
        + of_kinds(tally.facts) + Sql(" ORDER BY r.happened_on, r.id LIMIT %s", (limit,)),
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


def of_people(book: Book, duty: Duty, people: list[int], first: dt.date, last: dt.date, limit: int = 50, using: str = "default") -> list[dict]:
    """What a person, or a pair together, took part in between two days that may count, with met_0 ... of the first number's conditions; oldest first."""
    facts = duty.facts
    where = duty.tallies[0].parts[0].where if len(duty.tallies) == 1 and len(duty.tallies[0].parts) == 1 else {}
    plain = {column: value for column, value in where.items() if not any(each.sign == "own" for each in notations.comparisons(value))}
    met = [Sql("CASE WHEN ") + check + f" THEN 1 ELSE 0 END AS met_{number}" for number, check in enumerate(on_records(book, facts, plain, last))]
    joins = "".join(f" JOIN records_attendance a{number} ON a{number}.record_id = r.id AND a{number}.person_id = %s AND (a{number}.present OR a{number}.made_up_on IS NOT NULL)" for number in range(len(people)))
    columns = "r.id AS id, r.kind AS kind, COALESCE(a0.made_up_on, r.happened_on) AS happened_on, r.minutes AS minutes, r.expected AS expected, r.present AS present, r.filed_at AS filed_at, a0.made_up_on AS made_up_on"
    day = "COALESCE(a0.made_up_on, r.happened_on)"
    return fetch(
        Sql("SELECT ") + joined([columns, *met], ", ") + Sql(f" FROM records_record r{joins} WHERE r.withdrawn_at IS NULL AND {day} >= %s AND {day} <= %s AND ", (*people, first, last))
        + of_kinds(facts) + Sql(f" ORDER BY {day}, r.id LIMIT %s", (limit,)),
        using,
    )  # fmt: skip
