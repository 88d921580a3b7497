"""Months, quarters, half-years and years: every day in exactly one, keys that read back, due days at the ends of months."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.calendar.periods import Period, add_months, due_on, period_of, periods, read_period, title_of
from zugong.charter import notations

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2150, 12, 31))
LENGTHS = st.sampled_from(notations.PERIODS)
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
ONE_DAY = dt.timedelta(days=1)


@given(LENGTHS, DAYS)
def test_every_day_lies_in_exactly_one_period_of_each_length(every, day):
    whole = periods(every, dt.date(day.year - 1, 1, 1), dt.date(day.year + 2, 1, 1))
    assert [each for each in whole if each.start <= day <= each.last] == [period_of(every, day)]
    assert [each.last + ONE_DAY for each in whole[:-1]] == [each.start for each in whole[1:]]


@given(LENGTHS, DAYS)
def test_a_period_begins_on_a_first_and_ends_before_the_next_first(every, day):
    here = period_of(every, day)
    assert (here.start.day, (here.last + ONE_DAY).day, here.months, here.start.month % MONTHS[every]) == (1, 1, MONTHS[every], 1 % MONTHS[every])


@given(LENGTHS, DAYS)
def test_a_key_reads_back_as_its_period(every, day):
    here = period_of(every, day)
    assert read_period(here.key) == here


@given(LENGTHS, DAYS, DAYS)
def test_periods_begin_inside_the_span(every, since, until):
    found = periods(every, since, min(until, add_months(since, 60)))
    assert all(since <= each.start < until for each in found) and found == sorted(set(found))


def test_a_span_that_begins_inside_a_period_leaves_it_out():
    assert [each.key for each in periods("quarter", dt.date(2026, 1, 2), dt.date(2026, 10, 2))] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert [each.key for each in periods("month", dt.date(2026, 1, 1), dt.date(2026, 2, 1))] == ["2026-01"]
    assert periods("year", dt.date(2026, 2, 1), dt.date(2026, 2, 1)) == []


@pytest.mark.parametrize(
    ("every", "day", "period"),
    [
        ("month", dt.date(2024, 2, 29), Period(dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024-02")),
        ("quarter", dt.date(2026, 4, 1), Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30), "2026-Q2")),
        ("half-year", dt.date(2026, 12, 31), Period(dt.date(2026, 7, 1), dt.date(2026, 12, 31), "2026-H2")),
        ("year", dt.date(2026, 7, 1), Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31), "2026")),
    ],
)
def test_periods_by_literal_days(every, day, period):
    assert period_of(every, day) == period


@pytest.mark.parametrize("key", ["", "26", "2026-13", "2026-00", "2026-3", "2026-Q5", "2026-Q0", "2026-H3", "2026-W1", "2026-03-01", "2026 ", "２０２６", "0000", "2026\n"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError):
        read_period(key)


def test_titles():
    assert [title_of(key) for key in ("2026", "2026-H1", "2026-H2", "2026-Q1", "2026-Q4", "2026-03", "2026-12")] == ["2026年", "2026年上半年", "2026年下半年", "2026年第一季度", "2026年第四季度", "2026年3月", "2026年12月"]


@given(DAYS, st.integers(-600, 600))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day, months):
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + ONE_DAY).day == 1)


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_months_are_added_up_from_a_day_that_every_month_has(day, first, second):
    day = day.replace(day=min(day.day, 28))
    assert add_months(add_months(day, first), second) == add_months(day, first + second)


def test_months_added_at_the_ends_of_months():
    assert [add_months(dt.date(*day), months) for day, months in [((2026, 1, 31), 1), ((2024, 1, 31), 1), ((2026, 3, 31), -1), ((2026, 12, 31), 2), ((2026, 2, 28), 1), ((2024, 2, 29), 12), ((2026, 5, 31), 0)]] == [
        dt.date(2026, 2, 28), dt.date(2024, 2, 29), dt.date(2026, 2, 28), dt.date(2027, 2, 28), dt.date(2026, 3, 28), dt.date(2025, 2, 28), dt.date(2026, 5, 31),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "key", "day"),
    [
        (None, "2026-Q1", dt.date(2026, 3, 31)),
        ("10 days after end", "2026-Q1", dt.date(2026, 4, 10)),
        ("0 days after end", "2026-02", dt.date(2026, 2, 28)),
        ("31 days after end", "2026", dt.date(2027, 1, 31)),
        ("1 month after end", "2026-01", dt.date(2026, 2, 28)),
        ("1 month after end", "2026-02", dt.date(2026, 3, 28)),
        ("5 days before end", "2024-02", dt.date(2024, 2, 24)),
        ("1 month before end", "2026-Q2", dt.date(2026, 5, 30)),
        ("14 days after start", "2026-H2", dt.date(2026, 7, 15)),
        ("2 months after start", "2026-Q4", dt.date(2026, 12, 1)),
    ],
)
def test_due_days(phrase, key, day):
    assert due_on(phrase and notations.due(phrase), read_period(key)) == day


@given(LENGTHS, DAYS, st.integers(0, 400))
def test_days_of_grace_are_counted_from_the_last_day(every, day, amount):
    here = period_of(every, day)
    assert (due_on(notations.due(f"{amount} days after end"), here) - here.last).days == amount
    assert (here.last - due_on(notations.due(f"{amount} days before end"), here)).days == amount
    assert (due_on(notations.due(f"{amount} days after start"), here) - here.start).days == amount


@given(LENGTHS, DAYS, st.integers(0, 24))
def test_months_of_grace_are_whole_months_from_the_last_day(every, day, amount):
    here = period_of(every, day)
    assert due_on(notations.due(f"{amount} months after end"), here) == add_months(here.last, amount)
