"""Editions: dated values and repeated words, each from its own day on."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.charter.editions import Edition, editions, in_force
from zugong.charter.faults import Mistake
from zugong.charter.words import Duty, Indicator, Tally

BEGINS = dt.date(2018, 10, 28)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))


def duty(**changes):
    return Duty(**{"key": "meet", "title": "开会", "basis": "local", "who": "branch", "every": "month", "expects": Tally(count="meeting", at_least=1), **changes})


def demanded(found, day):
    word = in_force(found, day)
    return word and word.expects[0].at_least


def test_a_plain_word_is_one_edition_from_the_files_first_day_to_its_last():
    word, ends = duty(), dt.date(2027, 1, 1)
    assert (editions([word], BEGINS, None), editions([word], BEGINS, ends)) == ([Edition(BEGINS, None, word)], [Edition(BEGINS, ends, word)])


def test_a_dated_amount_opens_an_edition_on_each_of_its_days():
    word = duty(expects=Tally(count="meeting", at_least={"2018-10-28": 1, "2026-07-01": 2}))
    found = editions([word], BEGINS, None)
    assert [(each.since, each.until, each.word.expects[0].at_least) for each in found] == [(BEGINS, dt.date(2026, 7, 1), 1), (dt.date(2026, 7, 1), None, 2)]


def test_before_its_first_day_a_dated_value_is_the_first_one():
    word = duty(due={"2026-07-01": "5 days after end", "2027-01-01": "10 days after end"})
    found = editions([word], BEGINS, None)
    assert [in_force(found, day).due for day in (BEGINS, dt.date(2026, 7, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1))] == ["5 days after end", "5 days after end", "5 days after end", "10 days after end"]


def test_dated_values_in_conditions_and_amounts_open_editions_together():
    where = {"present": {"2018-10-28": ">= 1/2 of expected", "2026-01-01": ">= 2/3 of expected"}, "minutes": ">= 30"}
    word = duty(expects=Tally(count="meeting", where=where, at_least={"2018-10-28": 1, "2025-01-01": 2}), where={"members": {"2024-01-01": ">= 3", "2025-01-01": ">= 5"}})
    found = editions([word], BEGINS, None)
    assert [(each.since.year, each.word.expects[0].where["present"], each.word.expects[0].at_least, each.word.where) for each in found] == [
        (2018, ">= 1/2 of expected", 1, {"members": ">= 3"}), (2024, ">= 1/2 of expected", 1, {"members": ">= 3"}),
        (2025, ">= 1/2 of expected", 2, {"members": ">= 5"}), (2026, ">= 2/3 of expected", 2, {"members": ">= 5"}),
    ]  # fmt: skip
    assert {each.word.expects[0].where["minutes"] for each in found} == {">= 30"}


def test_a_word_written_again_with_another_first_day_ends_the_former():
    old, new = duty(), duty(since=dt.date(2026, 3, 15), every="quarter")
    found = editions([new, old], BEGINS, None)
    assert [(each.since, each.until, each.word.every) for each in found] == [(BEGINS, dt.date(2026, 3, 15), "month"), (dt.date(2026, 3, 15), None, "quarter")]


def test_a_word_that_ended_leaves_a_gap_until_it_is_written_again():
    found = editions([duty(until=dt.date(2020, 1, 1)), duty(since=dt.date(2022, 1, 1))], BEGINS, None)
    assert [in_force(found, dt.date(year, 6, 1)) is not None for year in (2018, 2019, 2020, 2021, 2022)] == [False, True, False, False, True]


def test_the_last_day_does_not_belong_to_an_edition():
    found = editions([duty(until=dt.date(2020, 1, 1))], BEGINS, None)
    assert (in_force(found, dt.date(2019, 12, 31)) is None, in_force(found, dt.date(2020, 1, 1)) is None, in_force(found, BEGINS - dt.timedelta(days=1)) is None) == (False, True, True)


def test_two_wordings_from_one_day_are_a_mistake():
    for words in ([duty(), duty(every="year")], [duty(since=dt.date(2026, 1, 1)), duty(since=dt.date(2026, 1, 1))], [duty(), duty(since=BEGINS)]):
        with pytest.raises(Mistake) as caught:
            editions(words, BEGINS, None)
        assert caught.value.code == "same_day"


def test_a_word_that_would_begin_after_its_end_is_a_mistake():
    for word, ends in ((duty(until=dt.date(2018, 1, 1)), None), (duty(since=dt.date(2026, 1, 1)), dt.date(2025, 1, 1)), (duty(), BEGINS)):
        with pytest.raises(Mistake) as caught:
            editions([word], BEGINS, ends)
        assert caught.value.code == "dates_reversed"


@given(st.dictionaries(DAYS, st.integers(1, 9), min_size=1, max_size=5), st.lists(DAYS, unique=True, max_size=3), DAYS)
def test_every_day_has_at_most_one_edition_and_its_values_are_those_begun(amounts, repeats, day):
    words = [duty(expects=Tally(count="meeting", at_least={str(first): number for first, number in amounts.items()})), *(duty(since=first) for first in repeats if first != BEGINS)]
    found = editions(words, BEGINS, None)
    assert sum(each.since <= day and (each.until is None or day < each.until) for each in found) == (day >= min([BEGINS, *repeats]))
    assert [each.until for each in found[:-1]] == [each.since for each in found[1:]] and found[-1].until is None
    latest = max((first for first in [BEGINS, *repeats] if first <= day), default=None)
    begun = [first for first in amounts if first <= day]
    if latest:
        expected = (amounts[max(begun)] if begun else amounts[min(amounts)]) if latest == BEGINS else 1
        assert demanded(found, day) == expected


def test_indicators_have_editions_too():
    found = editions([Indicator(key="n", title="数", value=Tally(count="meeting", where={"present": {"2018-10-28": ">= 1", "2026-01-01": ">= 3"}}))], BEGINS, None)
    assert [each.word.value.where["present"] for each in found] == [">= 1", ">= 3"]
