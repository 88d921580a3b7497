"""A long list says that there are more instead of counting them all, and pages through its first rows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import account, district, signed_in
from zugong.door import paging
from zugong.registry.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("number", "count", "is_cut", "pages"), [(0, 0, False, 1), (3, 3, False, 2), (4, 4, False, 2), (5, 4, True, 2), (9, 4, True, 2)])
def test_rows_are_counted_up_to_the_bound(monkeypatch, number, count, is_cut, pages):
    monkeypatch.setattr(paging, "MOST", 4)
    Person.objects.bulk_create(Person(name=f"党员{each}") for each in range(number))
    for rows in (Person.objects.order_by("name"), list(Person.objects.order_by("name"))):
        found = paging.Pages(rows, 2)
        assert (found.count, found.is_cut, found.num_pages, [each.name for each in found.get_page(99)]) == (count, is_cut, pages, [f"党员{each}" for each in range(number)][:4][2 * (pages - 1) : 2 * pages])


def test_a_count_reads_no_more_rows_than_it_says():
    with CaptureQueriesContext(connection) as queries:
        assert paging.Pages(Person.objects.order_by("name"), 50).count == 0
    assert [bool(re.search(r"LIMIT 10001\b", query["sql"])) for query in queries.captured_queries] == [True]


def test_a_cut_list_says_that_it_is_cut(monkeypatch):
    district()
    monkeypatch.setattr(paging, "MOST", 1)
    assert "超过 1 个，只能翻看前面这些" in signed_in(account("section_clerk")).get("/organizations/").text
