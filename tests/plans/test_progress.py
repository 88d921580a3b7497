"""How far a goal has come: whole-number arithmetic, the same for every plan."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.plans.progress import BEHIND, Progress, elapsed_percent, state_of

numbers = st.integers(0, 10_000)
targets = st.decimals(0, 100_000, places=2)
times = st.integers(BEHIND + 1, 100)
counted = st.builds(Progress, part=numbers, whole=st.none(), target=targets, elapsed=times, over=st.booleans())
ratios = st.integers(1, 10_000).flatmap(
    lambda whole: st.builds(Progress, part=st.integers(0, whole), whole=st.just(whole), target=st.decimals(0, 100, places=2), elapsed=times, over=st.booleans())
)
empty = st.builds(Progress, part=st.just(0), whole=st.just(0), target=targets, elapsed=st.integers(0, 100), over=st.booleans())


def progress(part, whole=None, target=100, elapsed=50, over=False) -> Progress:
    return Progress(part, whole, Decimal(target), elapsed, over)


@given(counted | ratios)
def test_a_goal_is_met_exactly_when_the_value_has_reached_the_target(goal):
    reached = Decimal(goal.part) * 100 / goal.whole >= goal.target if goal.is_ratio else goal.part >= goal.target
    assert goal.reached == reached
    assert (goal.state == "met") or not goal.reached


@given(counted | ratios)
def test_percents_are_whole_between_nothing_and_a_hundred_and_never_rounded_up(goal):
    percent = goal.percent
    assert (type(percent), 0 <= percent <= 100) == (int, True)
    assert (percent == 100) == (goal.part == goal.whole if goal.is_ratio else goal.part >= goal.target)


@given(counted | ratios, st.integers(0, 50))
def test_more_done_is_never_further_behind(goal, more):
    part = min(goal.part + more, goal.whole) if goal.is_ratio else goal.part + more
    rank = ["missed", "soon", "met"]
    assert rank.index(Progress(part, goal.whole, goal.target, goal.elapsed, goal.over).state) >= rank.index(goal.state)


@given(empty)
def test_a_ratio_over_nothing_shows_a_dash_and_has_no_state(goal):
    assert (goal.value, goal.percent, goal.reached, goal.state) == ("—", None, False, "none")


@given(st.builds(Progress, part=st.just(0), whole=st.none() | numbers, target=st.decimals("0.01", 100, places=2), elapsed=st.integers(0, BEHIND), over=st.just(False)))
def test_while_hardly_any_time_has_passed_nothing_counted_is_a_dash_and_no_light(goal):
    assert (goal.value, goal.percent, goal.reached, goal.state, goal.word) == ("—", None, False, "none", "—")


def test_what_is_counted_early_counts_and_what_is_due_early_is_judged():
    early = [progress(1, elapsed=0), progress(3, 5, elapsed=0), progress(0, target=0, elapsed=0), progress(0, elapsed=11), progress(0, elapsed=100, over=True)]
    assert [(goal.value, goal.state) for goal in early] == [("1", "met"), ("60%", "soon"), ("0", "met"), ("0", "soon"), ("0", "missed")]
    assert [progress(100).word, progress(45).word, progress(10).word, progress(1, over=True).word] == ["达到目标", "正常推进", "预警", "逾期"]


def test_what_is_shown_is_the_value_itself():
    assert [progress(7, 8).value, progress(1, 3).value, progress(12).value, progress(0).value] == ["87%", "33%", "12", "0"]


def test_a_count_is_behind_when_it_lags_more_than_ten_points_behind_the_year():
    states = [progress(part, elapsed=50).state for part in (39, 40, 49, 50, 99, 100)]
    assert (BEHIND, states) == (10, ["soon", "met", "met", "met", "met", "met"])


def test_a_ratio_below_its_target_is_behind_and_after_the_date_everything_is_overdue():
    assert [progress(94, 100, 95).state, progress(95, 100, 95).state, progress(94, 100, 95, over=True).state] == ["soon", "met", "missed"]
    assert [progress(99, over=True).state, progress(100, over=True).state] == ["missed", "met"]


def test_a_target_of_nothing_is_reached_by_nothing():
    assert (progress(0, target=0).percent, progress(0, target=0).state) == (100, "met")


@pytest.mark.parametrize(
    ("as_of", "due_on", "percent"),
    [
        (dt.date(2025, 12, 31), None, 0),
        (dt.date(2026, 1, 1), None, 0),
        (dt.date(2026, 7, 2), None, 50),
        (dt.date(2026, 12, 31), None, 100),
        (dt.date(2027, 5, 1), None, 100),
        (dt.date(2026, 3, 31), dt.date(2026, 3, 31), 100),
        (dt.date(2026, 2, 14), dt.date(2026, 3, 31), 50),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1), 100),
        (dt.date(2026, 1, 1), dt.date(2025, 6, 1), 100),
    ],
)
def test_elapsed_time_runs_from_new_year_to_the_due_day(as_of, due_on, percent):
    assert elapsed_percent(2026, as_of, due_on) == percent


@given(st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1)), st.integers(0, 40), st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_elapsed_time_never_runs_backwards(day, later, due_on):
    first, second = elapsed_percent(2026, day, due_on), elapsed_percent(2026, day + dt.timedelta(days=later), due_on)
    assert 0 <= first <= second <= 100


def test_a_measure_is_as_far_as_its_worst_goal():
    met, soon, missed, done, nothing = progress(49), progress(10), progress(10, over=True), progress(100), progress(0, 0)
    cases = [[], [nothing], [met, soon, missed], [met, soon], [done, met], [done, done], [done, nothing], [nothing, soon]]
    assert [state_of(goals) for goals in cases] == ["none", "none", "missed", "soon", "met", "done", "done", "soon"]


@given(st.lists(counted | ratios | empty, max_size=5))
def test_the_order_of_the_goals_does_not_matter(goals):
    assert state_of(goals) == state_of(goals[::-1])
