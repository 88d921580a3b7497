"""Identity numbers: what is wrong with one as it was typed, and what it says."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from zugong.registry.id_numbers import (
    born_on,
    check_character,
    cleaned,
    contradictions,
    faults,
    gender,
    is_sound,
    looks_like_one,
    masked,
    refusal,
    upgraded,
)

TODAY = dt.date(2026, 11, 23)


def number(first: str) -> str:
    return first + check_character(first)


SOUND = number("10000119900307123")  # an area that was never assigned
DIGITS = "0123456789X"
seventeen = st.from_regex(r"[0-9]{17}", fullmatch=True)
born = st.dates(dt.date(1900, 1, 1), TODAY)
sound = st.builds(lambda area, day, order: number(f"{area:06}{day:%Y%m%d}{order:03}"), st.integers(100001, 109999), born, st.integers(0, 999))


@given(seventeen)
def test_the_check_character_is_that_of_python_stdnum(first):
    assert check_character(first) == ric.calc_check_digit(first + "0")


@given(sound, st.integers(0, 17), st.sampled_from(DIGITS))
def test_any_one_wrong_character_is_noticed(whole, place, other):
    typed = whole[:place] + other + whole[place + 1 :]
    assert is_sound(typed) == (typed == whole)


@given(sound, st.integers(0, 16))
def test_any_two_neighbours_the_wrong_way_round_are_noticed(whole, place):
    typed = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert is_sound(typed) == (typed == whole)


@given(sound)
def test_a_sound_number_says_its_birth_and_sex_and_has_no_fault_but_the_area(whole):
    assert (f"{born_on(whole):%Y%m%d}", gender(whole) == "male") == (whole[6:14], int(whole[16]) % 2 == 1)
    assert {fault.code for fault in faults(whole, TODAY) if fault.refuses} == set()


@given(sound)
def test_the_mask_shows_ten_characters_and_no_birth(whole):
    assert masked(whole) == whole[:6] + "*" * 8 + whole[14:]


@given(sound, st.sampled_from([str.lower, lambda text: "".join(chr(ord(each) + 0xFEE0) for each in text), lambda text: f" {text[:6]} {text[6:14]}-{text[14:]}\u3000", lambda text: f"'{text}\u200b"]))
def test_however_a_number_is_typed_the_same_is_meant(whole, typed):
    assert (cleaned(typed(whole)), refusal(typed(whole), TODAY)) == (whole, "")


@given(st.text(max_size=40))
def test_any_text_is_answered_with_faults_and_never_an_error(text):
    assert bool(refusal(text, TODAY)) == any(fault.refuses for fault in faults(text, TODAY))
    looks_like_one(text)


@given(sound)
def test_no_message_holds_the_number_or_its_birth(whole):
    typed = (whole[:17] + DIGITS[DIGITS.index(whole[17]) - 1], whole[:-1], whole[:6] + whole[8:17], whole + "0", whole[:15] + "000")
    said = " ".join(f"{fault.message} {fault.fix}" for each in typed for fault in faults(each, TODAY)).replace("2013 年", "")  # the year in which the old cards ended
    assert [part for part in (whole[:6], whole[6:14], whole[8:14], whole[14:]) if part in said] == []


CASES = {
    "": ["empty"],
    SOUND: ["area"],
    "１" + SOUND[1:]: ["full_width", "area"],
    f"{SOUND[:6]} {SOUND[6:]}": ["separators", "area"],
    "110101900307123": ["old"],
    SOUND[:-1]: ["length"],
    SOUND + "1": ["length"],
    "O" + SOUND[1:]: ["characters"],
    number("11010119900307123")[:17] + "?": ["characters"],
    number("11010119900230123"): ["birth"],
    number("11010118990101123"): ["birth"],
    number("11010120990101123"): ["birth"],
    "1.10101199003071E+17": ["damaged"],
    "1.10101199003071e17": ["damaged"],
    "110101199003071000.0": ["damaged"],
    number("99000019900307123"): [],
    number("83000019900307123"): [],
    number("11010119900307123"): [],
}


@pytest.mark.parametrize("typed", CASES)
def test_each_fault_is_named(typed):
    assert [fault.code for fault in faults(typed, TODAY)] == CASES[typed]


def test_a_small_x_is_read_as_a_capital_one():
    first = next(first for order in range(999) if check_character(first := f"11010119900307{order:03}") == "X")
    assert [(fault.code, fault.refuses) for fault in faults(first + "x", TODAY)] == [("small_x", False)]


def test_a_wrong_check_character_is_said_with_the_one_that_fits():
    wrong = SOUND[:17] + ("0" if SOUND[17] != "0" else "1")
    assert refusal(wrong, TODAY) == f"校验码不对：照前 17 位算，末位应是 {SOUND[17]}。请照证件逐位核对，常见的是写错一位或相邻两位写反"


def test_three_zeros_at_the_end_are_damage_when_the_check_fails_and_a_doubt_when_it_holds():
    lost = next(first + "000" for order in range(10) if check_character((first := f"10000119900307{order}") + "00") != "0")
    held = next(whole for order in range(10) for day in range(10, 28) if (whole := number(f"100001199003{day}{order}00")).endswith("000"))
    assert ([fault.code for fault in faults(lost, TODAY) if fault.refuses], [(fault.code, fault.refuses) for fault in faults(held, TODAY)]) == (["damaged"], [("maybe_damaged", False), ("area", False)])


def test_an_old_number_of_fifteen_is_worked_out_but_not_taken():
    assert (upgraded("110101900307123"), is_sound(upgraded("110101900307123")), bool(refusal("110101900307123", TODAY))) == (number("11010119900307123"), True, True)


def test_a_contradiction_is_said_and_what_is_empty_contradicts_nothing():
    assert [contradictions(SOUND, *of) for of in ((None, ""), (dt.date(1990, 3, 1), "male"), (dt.date(1990, 4, 1), "female"))] == [[], [], ["号码里的出生年月和资料里的不一致", "号码里的性别和资料里的不一致"]]


@pytest.mark.parametrize(("text", "expected"), {SOUND: True, SOUND.lower(): True, f"{SOUND[:6]} {SOUND[6:]}": True, "110101900307123": True, SOUND[:17]: True, SOUND[:14]: False, "13912345678": False, "梅一": False, "91110000100000000X": True, "T00001": False}.items())
def test_what_is_as_long_as_a_number_is_taken_for_one(text, expected):
    assert looks_like_one(text) == expected
