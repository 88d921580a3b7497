"""Each operation sends as many statements for three rows as for one; two of them say who asks."""

import datetime as dt

import pytest

from tests.desk.systems import rules, system
from tests.world import NOW, TODAY, account, district, filed, member, organization
from zugong.ledgers.actions.keep import keep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture(params=[1, 3])
def world(request):
    """(district, a site's id, a record's id, how many): so many branches beside plum, members, records and rows."""
    here, rows = district(), request.param
    book = rules()
    for number in range(rows):
        organization(f"桂园第{number + 1}党支部", "branch", here.east)
        member(f"桂{number}", here.plum)
        record = filed(book, "theme_day", here.plum, dt.date(2026, 6, number + 1)).records.get()
        values = {"name": f"阵地{number}", "number": str(number), "state": "open", "area": 60, "keeper": here.person("梅一").pk}
        row = keep(book, "test_site", here.plum, values, since=dt.date(2026, 1, 1), today=TODAY, by=None, at=NOW)
    return here, row.pk, record.pk, rows


def test_reading(world):
    here, row, record, _ = world
    one = system(account("branch_secretary", "below", here.plum))
    sent = {address: one.queries_of("GET", address.format(plum=here.plum.pk, person=here.person("梅一").pk, row=row, record=record)) for address in READING}
    assert sent == {address: (200, number) for address, number in READING.items()}


READING = {
    "organizations": 3, "organizations/{plum}": 3, "people": 3, "people/{person}": 7, "record-kinds": 3, "records": 4, "records/{record}": 5, "ledgers": 3, "ledgers/test_site/rows": 5, "ledgers/rows/{row}": 8,
}  # fmt: skip


def test_writing(world):
    here, row, record, rows = world
    branch, clerk = system(account("branch_secretary", "below", here.plum)), system(account("section_clerk"))
    new = [organization(f"丹桂第{number}党支部", "branch", here.east) for number in range(3)]
    parts = [{"organization": each.pk, "kind": "theme_day"} for each in (here.plum, here.bamboo, here.far)[:rows]]
    site = {"name": "新", "number": "90", "state": "open", "area": 60}
    acts = [
        (clerk, "organizations", {"name": "新", "code": "NEW-1", "kind": "branch", "since": "2026-01-01", "parent": here.east.pk}), (clerk, f"organizations/{new[0].pk}/rename", {"name": "丹桂", "on": "2026-01-01"}),
        (clerk, f"organizations/{new[1].pk}/move", {"parent": here.west.pk, "on": "2026-01-01"}), (clerk, f"organizations/{new[2].pk}/dissolve", {"on": "2026-01-01", "reason": "并入"}),
        (branch, f"organizations/{here.plum.pk}/members", {"name": "新", "standing": "full", "since": "2026-01-01"}), (branch, f"people/{here.person('梅一').pk}/mend", {"version": 1, "reason": "错字", "name": "梅壹"}),
        (clerk, "records", {"key": "a" * 16, "happened_on": "2026-10-01", "parts": parts}), (branch, f"records/{record}/correct", {"version": 1, "reason": "错", "guests": 2}), (branch, f"records/{record}/withdraw", {"reason": "重复"}),
        (branch, "ledgers/test_site/rows", {"organization": here.plum.pk, "since": "2026-01-01", "values": site}), (branch, f"ledgers/rows/{row}/change", {"version": 1, "reason": "错", "values": site | {"number": "91"}}),
        (branch, f"ledgers/rows/{row}/end", {"on": "2026-10-01", "reason": "收回"}), (branch, f"ledgers/rows/{row}/remove", {"reason": "登错"}),
    ]  # fmt: skip
    sent = [(address.split("/")[-1], *one.queries_of("POST", address, body)) for one, address, body in acts]
    assert sent == [
        ("organizations", 201, 11), ("rename", 200, 11), ("move", 200, 18), ("dissolve", 200, 14), ("members", 201, 10), ("mend", 200, 11), ("records", 201, 13), ("correct", 200, 22), ("withdraw", 200, 10),
        ("rows", 201, 15), ("change", 200, 18), ("end", 200, 18), ("remove", 200, 12),
    ]  # fmt: skip
