"""A list of records sends as many statements for three rows as for one."""

import datetime as dt

import pytest

from tests.world import account, district, filed, queries_of, rulebook, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_records(rows):
    here, book = district(), rulebook()
    for day in range(rows):
        filed(book, "theme_day", here.plum, dt.date(2026, 6, day + 1))
    assert queries_of(signed_in(account("leader")), "/records/") == 6


@pytest.mark.parametrize("rows", [1, 3])
def test_one_record_with_its_roll_and_the_others_of_its_session(rows):
    here, book = district(), rulebook()
    session = filed(book, "theme_day", [here.plum, here.bamboo, here.far][:rows], dt.date(2026, 6, 1))
    client = signed_in(account("branch_secretary", "below", here.plum))
    assert queries_of(client, f"/records/{session.records.get(organization=here.plum).pk}/") == 9
