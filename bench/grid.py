"""One branch's year with 15,000 branches beside it: the compiled statement against a floor of the same run.

./run bench grid             SQLite in memory
DATABASE_URL=postgresql://... ./run bench grid    inside a transaction that is rolled back

The floor reads the branch's records of the year and its members by their indexes, and judges nothing.
"""

import datetime as dt
import os
import statistics
import time
import uuid

from django.conf import settings
from django.db import connection, connections, transaction

from zugong.charter.linker import link
from zugong.charter.reader import read_folder
from zugong.desk.workbench import workbench
from zugong.door.scope import Scope
from zugong.duties.actions.fill_windows import fill_windows
from zugong.facts.findings import Asked, findings
from zugong.library.queries import cells
from zugong.records.models import Record, Session
from zugong.registry.models import Committee, Membership, Organization, Person, Placement

BRANCHES = int(os.environ.get("BENCH_BRANCHES", "15000"))
TODAY, FOUNDED = dt.date(2026, 11, 23), dt.date(2019, 3, 1)


def fill(book, using: str) -> list[Organization]:
    """A city: branches below committees of 100, ten members each, a year of theme days, committee and general meetings."""
    make = lambda table, rows: table.objects.using(using).bulk_create(rows, batch_size=1000)  # noqa: E731
    root = Organization.objects.using(using).create(code="R", name="市委", kind="party_committee", path="00001", since=FOUNDED)
    committees = make(Organization, [Organization(code=f"C{n}", name=f"党委{n}", kind="primary_committee", parent=root, path=f"00001{n:05}", since=FOUNDED) for n in range(1, BRANCHES // 100 + 1)])
    branches = make(Organization, [Organization(code=f"B{n}", name=f"支部{n}", kind="branch", parent=committees[n // 100], path=f"{committees[n // 100].path}{n % 100 + 1:05}", since=FOUNDED) for n in range(BRANCHES)])
    make(Placement, [Placement(organization=each, parent=each.parent, name=each.name, path=each.path, since=FOUNDED) for each in branches])
    people = make(Person, [Person(name=f"党员{n}") for n in range(BRANCHES * 10)])
    make(Membership, [Membership(person=person, organization=branches[n // 10], standing="full", may_vote=True, since=FOUNDED, path=branches[n // 10].path) for n, person in enumerate(people)])
    make(Committee, [Committee(organization=each, since=FOUNDED) for each in branches])
    now = dt.datetime.now(dt.UTC)
    sessions = make(Session, [Session(key=uuid.uuid4().hex, happened_on=dt.date(2026, month, 12)) for month in range(1, 12)])
    rows = []
    for each in branches:
        for session in sessions:
            for kind in ("theme_day", "committee_meeting") + (("general_meeting", "lecture") if session.happened_on.month % 3 == 2 else ()):
                rows.append(Record(session=session, organization=each, kind=kind, happened_on=session.happened_on, expected=10, present=9, entitled=10, entitled_present=9, filed_at=now))
    make(Record, rows)
    fill_windows(book, TODAY, using=using)
    with connections[using].cursor() as cursor:
        cursor.execute("ANALYZE")
    return branches


def measure(book, branches: list[Organization], using: str) -> None:
    """Fifty branches, the statement and the floor in turn; database and driver time, answers fetched."""
    ours, floor = [], []
    duties = book.duties_of({"branch", "party_group"})  # as the branch's page asks
    for number in range(50):
        branch = branches[(number * 293) % len(branches)]
        began = time.perf_counter()
        findings(book, Asked(duties, Scope.below(branch.path).sql, dt.date(2026, 1, 1), dt.date(2027, 1, 1), TODAY), using)
        ours.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT id, kind, happened_on, expected, present FROM records_record WHERE organization_id = %s AND happened_on >= %s AND happened_on < %s", [branch.pk, dt.date(2026, 1, 1), dt.date(2027, 1, 1)])
            cursor.fetchall()
            cursor.execute("SELECT id FROM registry_membership WHERE organization_id = %s", [branch.pk])
            cursor.fetchall()
        floor.append(1000 * (time.perf_counter() - began))
    for name, times in (("one branch's year", ours), ("floor", floor)):
        print(f"{name:<20} median {statistics.median(times):6.2f} ms   min {min(times):6.2f}   p95 {sorted(times)[47]:6.2f}   max {max(times):6.2f}   n={len(times)}")


def main() -> None:
    book, _ = link(read_folder(settings.MECHANISMS), cells())
    print(f"{connection.vendor if os.environ.get('DATABASE_URL', '').startswith('postgres') else 'sqlite'}, {BRANCHES} branches, {len(book.duties_of({'branch', 'party_group'}))} of {len(book.duties)} duties")
    if connection.vendor == "postgresql":
        with transaction.atomic():
            measure(book, fill(book, "default"), "default")
            transaction.set_rollback(True)
        return
    with workbench() as using:
        measure(book, fill(book, using), using)


if __name__ == "__main__":
    main()
