"""Which days are worked: the published arrangement, mended by the table; other years are provisional."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.world import account, rulebook, signed_in
from zugong.calendar.models import PublishedYear, SpecialDay
from zugong.calendar.working_days import WEEKDAYS, WorkingDays, working_days

DAYS = some.dates(dt.date(2019, 1, 1), dt.date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [("2026-02-14", True), ("2026-02-17", False), ("2026-10-01", False), ("2026-10-10", True), ("2026-11-22", False), ("2026-11-23", True), ("2027-10-01", True), ("2027-10-02", False)],
)
def test_the_published_arrangement_is_followed_and_other_years_work_from_monday_to_friday(day, is_worked):
    assert WEEKDAYS.is_worked(dt.date.fromisoformat(day)) == is_worked


def test_five_working_days_after_the_last_of_september_lie_behind_the_holidays():
    assert WEEKDAYS.after(dt.date(2026, 9, 30), 5) == dt.date(2026, 10, 13)


@given(DAYS, some.integers(1, 40))
def test_between_a_day_and_n_working_days_later_there_are_n(day, amount):
    later = WEEKDAYS.after(day, amount)
    between = [day + dt.timedelta(days=number) for number in range(1, (later - day).days + 1)]
    assert (sum(map(WEEKDAYS.is_worked, between)), WEEKDAYS.is_worked(later)) == (amount, True)


@given(DAYS)
def test_the_next_working_day_is_the_day_itself_or_the_first_that_is_worked(day):
    following = WEEKDAYS.next(day)
    assert (WEEKDAYS.is_worked(following), any(WEEKDAYS.is_worked(day + dt.timedelta(days=number)) for number in range((following - day).days))) == (True, False)


def test_the_table_goes_before_everything():
    days = WorkingDays({dt.date(2026, 11, 23): False, dt.date(2026, 11, 22): True}, frozenset({2027}))
    assert (days.is_worked(dt.date(2026, 11, 23)), days.is_worked(dt.date(2026, 11, 22)), days.is_published(2027), days.is_published(2028)) == (False, True, True, False)


@pytest.mark.django_db
def test_a_clerk_enters_a_day_takes_it_back_and_says_that_a_year_is_complete():
    rulebook()
    client = signed_in(account("section_clerk"))
    client.post("/working-days/enter/", {"day": "2027-02-08", "is_worked": "0", "name": "春节"})
    entered = working_days().is_worked(dt.date(2027, 2, 8))
    client.post("/working-days/publish/", {"year": "2027"})
    published = working_days().is_published(2027)
    client.post("/working-days/enter/", {"take_back": SpecialDay.objects.get().pk})
    assert (entered, published, SpecialDay.objects.count(), PublishedYear.objects.count()) == (False, True, 0, 1)


@pytest.mark.django_db
def test_a_day_that_is_none_is_refused_and_nothing_is_entered():
    rulebook()
    answer = signed_in(account("section_clerk")).post("/working-days/enter/", {"day": "2027-02-30", "is_worked": "0"})
    assert (answer.status_code, SpecialDay.objects.count()) == (422, 0)
