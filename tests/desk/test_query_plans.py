"""No statement of a page reads a big table from end to end, or sorts more than it shows; counts, evaluations and searches may.

One person's attendance of a year is sorted: those rows are found by the person's index.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.test_flows import _today, district, sheet, signed_in  # noqa: F401
from zugong.door.scope import Scope
from zugong.records.models import Record
from zugong.records.queries import records
from zugong.registry.models import Membership

pytestmark = pytest.mark.django_db
BIG = ("registry_organization", "registry_person", "registry_membership", "registry_post", "registry_placement", "records_session", "records_record", "records_attendance", "journal_line", "journal_reading")


def exempt(sql: str) -> bool:
    """Counts, and evaluations of duties, which count as well."""
    return sql.startswith("SELECT COUNT(") or "duties_window" in sql


def faults(sql: str) -> list[str]:
    """Scans and sorts in the plan of one statement."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + sql)
            plan = [row[3] for row in cursor.fetchall()]
            found = [step for step in plan if step.startswith("SCAN") and step.split()[1] in BIG and " USING " not in step]
            # An index read in its order stops at the page's last row; without a limit it would read all.
            found += [step for step in plan if step.startswith("SCAN") and step.split()[1] in BIG and " USING " in step and "LIMIT" not in sql]
            return found + [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step and "LIMIT" in sql and any(f'FROM "{table}"' in sql for table in BIG if table != "records_attendance")]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sql.replace("%", "%%") if "%" in sql else "EXPLAIN " + sql)
        plan = [row[0] for row in cursor.fetchall()]
        return [step for step in plan if (scanned := re.search(r"Seq Scan on (\w+)", step)) and scanned[1] in BIG]


@pytest.mark.parametrize("role", ["section_clerk", "leader", "committee_clerk", "branch_secretary"])
def test_pages_read_along_indexes(district, role):  # noqa: F811
    branch = district["甲支部"]
    path = {"committee_clerk": district["东党委"].path, "branch_secretary": branch.path}.get(role, "")
    signed_in("branch_secretary", branch.path, "own").post(f"/organizations/{branch.pk}/file/", sheet(district, [f"theme_day:{branch.pk}"]))
    record, member = Record.objects.get(), Membership.objects.filter(organization=branch).first()
    client = signed_in(role, path)
    pages = [
        "/my-day/", "/cockpit/", "/organizations/", "/people/", "/records/", "/transfers/", "/duties/", "/plans/", "/library/",
        f"/organizations/{branch.pk}/", f"/organizations/{branch.pk}/home/", f"/organizations/{branch.pk}/members/", f"/organizations/{branch.pk}/duties/",
        f"/organizations/{branch.pk}/file/", f"/organizations/{branch.pk}/duties/theme_day_each_month/2026-10/", f"/people/{member.person_id}/", f"/records/{record.pk}/",
    ]  # fmt: skip
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer.status_code in (200, 302, 403), page
        assert (page, len(queries) <= 13) == (page, True)
        for query in queries.captured_queries:
            sql = query["sql"]
            if sql.startswith("SELECT") and not exempt(sql) and (wrong := faults(sql)):
                found[page, sql[:120]] = wrong
    assert found == {}


def scans(sql: str) -> list[str]:
    """Big tables that one statement reads from end to end, along an index or not."""
    if connection.vendor != "sqlite":
        return faults(sql)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        return [row[3] for row in cursor.fetchall() if row[3].startswith("SCAN") and row[3].split()[1] in BIG]


@pytest.mark.parametrize(("role", "asked"), [("committee_clerk", ("甲支", "jz", "甲支部1")), ("branch_secretary", ("甲支", "jz", "甲支部1")), ("leader", ("jz",))])
def test_a_search_goes_along_the_scope_and_by_initials_along_the_letters(district, role, asked):  # noqa: F811
    path = {"committee_clerk": district["东党委"].path, "branch_secretary": district["甲支部"].path}.get(role, "")
    client, found = signed_in(role, path), {}
    for text in asked:
        with CaptureQueriesContext(connection) as queries:
            assert "甲支部" in client.get("/search/", {"q": text}).text
        for query in queries.captured_queries:
            if query["sql"].startswith("SELECT") and (wrong := scans(query["sql"])):
                found[text, query["sql"][:120]] = wrong
    assert found == {}


def plan(sql: str) -> str:
    """The plan of one statement as text, of PostgreSQL with what it would do to a big table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + sql)
            return "\n".join(row[3] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_counts_of_records_read_an_index_alone(district):  # noqa: F811
    branch, everything = district["甲支部"], Scope(everything=True)
    asked = {
        "all": lambda: records(everything).count(), "of a kind": lambda: records(everything, kind="theme_day").count(), "of an organization": lambda: records(everything, organization=branch.pk).count(),
        "below": lambda: records(Scope.below(district["东党委"].path)).count(),
    }  # fmt: skip
    alone = re.compile(r"records_record\b.* USING COVERING INDEX" if connection.vendor == "sqlite" else r"Index Only Scan using \w+ on records_record")
    found = {}
    for name, ask in asked.items():
        with CaptureQueriesContext(connection) as queries:
            ask()
        found[name] = [bool(alone.search(plan(query["sql"]))) for query in queries.captured_queries if 'FROM "records_record"' in query["sql"]]
    assert found == dict.fromkeys(asked, [True])
