"""Values of indicators and the rows behind them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.given import given, shipped
from zugong.door.scope import Scope
from zugong.facts.indicators import Span, rows_of, values

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 30)
ROWS = [
    {"fact": "branch", "name": "甲", "members": 5},
    {"fact": "branch", "name": "乙", "members": 5},
    {"fact": "theme_day", "by": "甲", "on": dt.date(2026, 1, 5), "expected": 5},
    {"fact": "theme_day", "by": "甲", "on": dt.date(2026, 2, 5), "expected": 5},
    {"fact": "theme_day", "by": "乙", "on": dt.date(2026, 2, 12), "expected": 5},
    {"fact": "theme_day", "by": "乙", "on": dt.date(2025, 12, 31), "expected": 5},
]


def span(scope):
    return Span(scope.sql, dt.date(2026, 1, 1), TODAY)


def test_a_value_counts_the_years_records_in_scope():
    book = shipped()
    named = given(book, ROWS, TODAY)
    whole = values(book, ["theme_days_held"], span(Scope(everything=True)))
    own = values(book, ["theme_days_held"], span(Scope.below(named["甲"].path)))
    assert (whole, own, values(book, ["theme_days_held"], span(Scope()))) == ({"theme_days_held": (3, None)}, {"theme_days_held": (2, None)}, {"theme_days_held": (0, None)})


def test_a_ratio_over_findings_divides_by_what_is_decided():
    book = shipped()
    given(book, ROWS, TODAY)
    # two branches, January to May are decided by 30 June; June still runs
    assert values(book, ["theme_days_on_time"], span(Scope(everything=True))) == {"theme_days_on_time": (3, 10)}


def test_all_goals_of_a_plan_are_one_statement():
    book = shipped()
    given(book, ROWS, TODAY)
    with CaptureQueriesContext(connection) as queries:
        found = values(book, list(book.indicators), span(Scope(everything=True)))
    assert (len(queries), set(found)) == (1, set(book.indicators))


def test_the_rows_behind_a_number_are_as_many_as_the_number():
    book = shipped()
    given(book, ROWS, TODAY)
    here = span(Scope(everything=True))
    for key, (part, whole) in values(book, list(book.indicators), here).items():
        word = book.indicators[key].latest
        tally = word.value or word.part
        if tally.sum:
            continue
        assert (key, len(rows_of(book, tally, here, 500, 0))) == (key, part)
        if word.whole:
            assert (key, len(rows_of(book, word.whole, here, 500, 0))) == (key, whole)


def test_a_page_of_rows_reads_only_its_own():
    book = shipped()
    given(book, ROWS, TODAY)
    word = book.indicators["theme_days_held"].latest
    here = span(Scope(everything=True))
    pages = [[row["happened_on"] for row in rows_of(book, word.value, here, 2, offset)] for offset in (0, 2)]
    assert pages == [[dt.date(2026, 2, 12), dt.date(2026, 2, 5)], [dt.date(2026, 1, 5)]]
