"""The small notations: what they read, what they refuse, and that nothing makes them raise anything but a Mistake."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.charter import notations
from zugong.charter.faults import Mistake
from zugong.charter.notations import Bound, Comparison, Due, Field
from zugong.charter.retention import Retention, retention

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True).filter(lambda name: name not in notations.RESERVED)
SIGNS = st.sampled_from([">=", "<=", ">", "<", "=", "!="])
NUMBERS = st.integers(0, notations.LARGEST)
ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes() | st.times() | st.lists(st.text(max_size=5), max_size=3) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)


def code_of(notation, *given):
    with pytest.raises(Mistake) as caught:
        notation(*given)
    return caught.value.code


@given(NAMES)
def test_a_bare_name_is_a_code_and_not_before_it_turns_it(name):
    assert (notations.comparisons(name), notations.comparisons(f"not {name}")) == ([Comparison("=", name)], [Comparison("!=", name)])


@given(SIGNS, NUMBERS)
def test_a_sign_and_a_number_compare_with_the_number(sign, number):
    assert notations.comparisons(f"{sign} {number}") == [Comparison(sign, number)]


@given(SIGNS, NAMES)
def test_a_sign_and_a_column_compare_with_the_whole_of_it(sign, name):
    assert notations.comparisons(f"{sign} {name}") == [Comparison(sign, column=name)]


@given(SIGNS, st.integers(0, 99), st.integers(1, 99), NAMES)
def test_a_share_is_numerator_over_denominator(sign, numerator, denominator, name):
    assert notations.comparisons(f"{sign} {numerator}/{denominator} of {name}") == [Comparison(sign, column=name, numerator=numerator, denominator=denominator)]


@given(SIGNS, st.integers(1, 999), NAMES)
def test_percents_are_hundredths_and_times_are_whole(sign, number, name):
    assert notations.comparisons(f"{sign} {number}% of {name}") == [Comparison(sign, column=name, numerator=number, denominator=100)]
    assert notations.comparisons(f"{sign} {number} times {name}") == [Comparison(sign, column=name, numerator=number)]


@given(SIGNS, st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_days_stand_bare_or_behind_a_sign(sign, day):
    assert (notations.comparisons(day), notations.comparisons(f"{sign} {day}")) == ([Comparison("=", day)], [Comparison(sign, day)])


@given(SIGNS, NUMBERS, SIGNS, NAMES)
def test_and_joins_comparisons_that_must_all_hold(first, number, second, name):
    whole = notations.comparisons(f"{first} {number} and {second} {name}")
    assert whole == [*notations.comparisons(f"{first} {number}"), *notations.comparisons(f"{second} {name}")]


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_a_list_means_one_of_its_codes(codes):
    assert notations.comparisons(codes) == [Comparison("in", tuple(codes))]


def test_given_empty_today_and_plain_values_read_as_themselves():
    assert [notations.comparisons(value) for value in ("given", "empty", "<= today", True, False, 7)] == [
        [Comparison("given")], [Comparison("empty")], [Comparison("<=", "today")], [Comparison("=", True)], [Comparison("=", False)], [Comparison("=", 7)],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", ">=7", ">=  7", "=> 7", ">= half of entitled", "1/2 of entitled", ">= 1/0 of entitled", ">= 1 and", ">= 1 or <= 3", ">= -1", ">= 1.5", ">= 1234567890", ">= ７", "Branch", "branch\n", ">= 7\n", "a b", [], [1], ["Branch"], 1.5, None, {}])
def test_other_conditions_are_refused(text):
    assert code_of(notations.comparisons, text) == "bad_condition"


@given(ANYTHING)
def test_no_value_makes_a_notation_raise_anything_else(value):
    for notation in (notations.name, notations.comparisons, notations.due, notations.every, notations.keep, notations.day, lambda each: notations.bound(">=", each), lambda each: notations.field("key", each)):
        try:
            notation(value)
        except Mistake as mistake:
            assert mistake.code in ("bad_name", "bad_condition", "bad_due", "bad_every", "bad_keep", "bad_date", "bad_amount", "bad_field", "bounded")


@given(st.integers(0, 999), st.sampled_from(["day", "month"]), st.sampled_from([("after", "start"), ("after", "end"), ("before", "end")]))
def test_a_due_phrase_counts_from_the_start_or_the_end(amount, unit, place):
    way, anchor = place
    assert notations.due(f"{amount} {unit}s {way} {anchor}") == notations.due(f"{amount} {unit} {way} {anchor}") == Due(amount, unit, way == "before", anchor)


@pytest.mark.parametrize("text", ["", "10 days", "days after end", "10 days before start", "1000 days after end", "-1 days after end", "10 weeks after end", "10  days after end", "10 days after end ", 10, None])
def test_other_due_phrases_are_refused(text):
    assert code_of(notations.due, text) == "bad_due"


@given(st.integers(1, 99), st.integers(1, 99), NAMES)
def test_an_amount_is_a_number_or_a_share_of_the_holder(numerator, denominator, name):
    assert notations.bound(">=", numerator) == Bound(">=", numerator)
    assert notations.bound("<=", f"own {name}") == Bound("<=", None, name)
    assert notations.bound("=", f"{numerator}/{denominator} of own {name}") == Bound("=", None, name, numerator, denominator)


@pytest.mark.parametrize("value", [-1, 10**9, True, 1.5, "", "7", "members", "own", "1/0 of own members", "1/00 of own members", "1/2 of members", None, [], {}])
def test_other_amounts_are_refused(value):
    assert code_of(notations.bound, ">=", value) == "bad_amount"


def test_fields_are_a_type_and_a_title_and_may_be_left_empty_with_a_question_mark():
    assert notations.field("topic", "text? 议题 一") == Field("topic", "text", "议题 一", True)
    assert notations.field("form", "education_form 形式") == Field("form", "education_form", "形式", False)


@pytest.mark.parametrize("text", ["", "text", "text?", "text ", "议题", "Text 议题", "text* 议题", "text  议题", "text 议题\n", None, 1])
def test_other_fields_are_refused(text):
    assert code_of(notations.field, "key", text) == "bad_field"


@pytest.mark.parametrize("word", notations.FORBIDDEN)
def test_what_must_not_be_collected_cannot_be_a_field(word):
    assert code_of(notations.field, "key", f"text? 本人{word}情况") == "bounded"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_days_read_from_their_text(day):
    assert (notations.day(str(day)), notations.day(day)) == (day, day)


@pytest.mark.parametrize("value", ["2026-02-30", "20260101", "2026-W01-1", "2026-1-1", "0001-01-01", "2101-01-01", "", 2026, None, dt.datetime(2026, 1, 1), dt.date(1899, 12, 31)])
def test_other_days_are_refused(value):
    assert code_of(notations.day, value) == "bad_date"


def test_retention_names_the_column_it_counts_from():
    assert (notations.keep("permanent"), notations.keep("5 years after on, then delete"), notations.keep("1 month after mended_on, then seal")) == ("", "on", "mended_on")


@given(st.integers(0, 999), st.sampled_from(["day", "month", "year"]), NAMES, st.sampled_from(["delete", "seal"]))
def test_every_retention_that_is_accepted_is_carried_out_from_that_column(amount, unit, column, then):
    phrase = f"{amount} {unit}s after {column}, then {then}"
    assert (notations.keep(phrase), retention(phrase), retention("permanent")) == (column, Retention(amount, unit, column, then), None)


@pytest.mark.parametrize("text", ["", "for ever", "5 years", "5 years after on", "5 years after on, then forget", "five years after on, then delete", 5])
def test_other_retention_is_refused(text):
    assert code_of(notations.keep, text) == "bad_keep"


def test_keys_are_small_english_words():
    assert (notations.name("a"), notations.name("a" * 60), code_of(notations.name, "a" * 61), code_of(notations.name, "A"), code_of(notations.name, "a-b"), code_of(notations.name, "a\n")) == ("a", "a" * 60, *["bad_name"] * 4)
