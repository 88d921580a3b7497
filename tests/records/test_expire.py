"""Records are deleted or sealed when their keeping is over, and not a day before."""

import datetime as dt

import pytest

from tests.given import given
from zugong.charter.linker import link
from zugong.charter.retention import Retention, retention
from zugong.journal.models import Line
from zugong.library.queries import cells
from zugong.records.actions.expire import expire
from zugong.records.models import Record, Session

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
TEXT = """
title = "来访登记"
owner = "office"
since = 2020-01-01
checked = 2026-11-01
office = [{ key = "office", title = "办公室" }]
group = [{ key = "branch", title = "党支部", of = "organization", where = { kind = "branch" } }]

[[record]]
key = "visit"
title = "来访"
by = "branch"
seen_by = ["by", "above"]
keep = "KEEP"
fields = { closed_on = "date? 办结日期" }
"""


def held(keep, *rows):
    """A book with one kind kept so, and its records."""
    book, faults = link({"visits.toml": TEXT.replace("KEEP", keep)}, cells())
    assert faults == []
    given(book, [{"fact": "branch", "name": "甲"}, *({"fact": "visit", "by": "甲"} | row for row in rows)], TODAY)
    return book


def test_a_phrase_is_read_and_permanent_is_none():
    assert (retention("5 years after on, then delete"), retention("permanent")) == (Retention(5, "year", "on", "delete"), None)


def test_a_record_goes_on_the_day_its_keeping_is_over_with_its_session_and_a_line_stays():
    book = held("1 year after on, then delete", {"on": dt.date(2025, 11, 23)}, {"on": dt.date(2025, 11, 24)})
    assert expire(book, today=TODAY, at=NOW) == {"delete": 1, "seal": 0}
    assert (list(Record.objects.values_list("happened_on", flat=True)), Session.objects.count(), Line.objects.filter(verb="expire").count()) == ([dt.date(2025, 11, 24)], 1, 1)
    assert expire(book, today=TODAY, at=NOW) == {"delete": 0, "seal": 0}


def test_keeping_may_count_from_a_field_and_never_ends_while_it_is_empty():
    book = held("30 days after closed_on, then seal", {"on": dt.date(2020, 1, 1)}, {"on": dt.date(2026, 1, 1), "closed_on": dt.date(2026, 10, 24)}, {"on": dt.date(2026, 1, 2), "closed_on": dt.date(2026, 10, 25)})
    assert expire(book, today=TODAY, at=NOW) == {"delete": 0, "seal": 1}
    assert list(Record.objects.filter(sealed_at__isnull=False).values_list("happened_on", flat=True)) == [dt.date(2026, 1, 1)]


def test_what_is_permanent_stays():
    book = held("permanent", {"on": dt.date(2020, 2, 2)})
    assert (expire(book, today=TODAY, at=NOW), Record.objects.count()) == ({"delete": 0, "seal": 0}, 1)
