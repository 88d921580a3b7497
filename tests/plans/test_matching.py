"""Which mechanisms a sentence names, and which old sentence a new one continues."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.plans.matching import match, resemble

NAMES = {
    "three_meetings_one_lesson": ["三会一课"],
    "theme_party_day": ["主题党日", "支部主题党日活动"],
    "organization_life_meeting": ["组织生活会"],
    "democratic_life_meeting": ["民主生活会", "生活会"],
    "reform_drive": ["改革攻坚专项行动", "改革攻坚"],
    "five_year_goals": ["十四五", "十五五"],
}


def test_a_text_that_names_nothing_matches_nothing():
    assert match("办好夜校。", NAMES) == {}


def test_an_empty_text_and_empty_names_match_nothing():
    assert match("", NAMES) == {}
    assert match("办好夜校。", {}) == {}


def test_keys_come_in_the_order_of_first_occurrence():
    found = match("主题党日之后开组织生活会，再讲“三会一课”，主题党日不重复。", NAMES)
    assert list(found.items()) == [
        ("theme_party_day", ["主题党日"]),
        ("organization_life_meeting", ["组织生活会"]),
        ("three_meetings_one_lesson", ["三会一课"]),
    ]


def test_aliases_come_in_the_order_of_first_occurrence_and_once():
    assert match("从“十五五”看“十四五”，再看“十五五”。", NAMES) == {"five_year_goals": ["十五五", "十四五"]}


def test_an_alias_is_given_as_it_was_named():
    assert match("开好三会一课。", {"meetings": ["“三会一课”"]}) == {"meetings": ["“三会一课”"]}


@pytest.mark.parametrize(
    "text", ["“三会一课”", '"三会一课"', "「三会」一课", "《三会一课》", "『三会一课』", "三会 一课", "三会\n\u3000一课", "三“会”一课"]
)
def test_quotes_and_spaces_do_not_count(text):
    assert match(f"落实{text}制度。", NAMES) == {"three_meetings_one_lesson": ["三会一课"]}


@pytest.mark.parametrize(
    ("text", "alias"), [("完善１＋Ｎ制度。", "1+N"), ("完善1+N制度。", "１＋Ｎ"), ("村（社区）换届。", "村(社区)换届")]
)
def test_full_and_half_width_are_the_same(text, alias):
    assert match(text, {"system": [alias]}) == {"system": [alias]}


def test_an_alias_of_quotes_only_is_found_nowhere():
    assert match("办好“夜校”。", {"nothing": ["“”", " ", ""]}) == {}


def test_an_alias_inside_a_longer_one_of_another_key_does_not_count():
    assert match("召开民主生活会。", {"any": ["生活会"], "democratic": ["民主生活会"]}) == {"democratic": ["民主生活会"]}


def test_an_alias_inside_a_longer_one_counts_where_it_stands_alone():
    found = match("先开民主生活会，再开生活会。", {"any": ["生活会"], "democratic": ["民主生活会"]})
    assert found == {"democratic": ["民主生活会"], "any": ["生活会"]}


def test_an_alias_inside_a_longer_one_of_the_same_key_counts():
    assert match("开展改革攻坚专项行动。", NAMES) == {"reform_drive": ["改革攻坚专项行动", "改革攻坚"]}


def test_two_keys_may_share_an_alias():
    assert match("办好夜校。", {"school": ["夜校"], "training": ["夜校"]}) == {"school": ["夜校"], "training": ["夜校"]}


def test_aliases_that_only_overlap_both_count():
    assert match("党员教育联席会议", {"education": ["党员教育联席"], "meeting": ["联席会议"]}) == {
        "education": ["党员教育联席"],
        "meeting": ["联席会议"],
    }


def test_one_of_a_longer_pair_covers_only_the_other_keys():
    names = {"inner": ["夜校"], "outer": ["云川夜校"], "outermost": ["办好云川夜校"]}
    assert match("办好云川夜校。", names) == {"outermost": ["办好云川夜校"]}


@given(
    st.text(alphabet="甲乙丙“ ", max_size=20),
    st.dictionaries(st.sampled_from("abcd"), st.lists(st.text(alphabet="甲乙丙", min_size=1, max_size=3), max_size=3)),
)
def test_a_match_agrees_with_the_plain_definition(text, names):
    folded = text.replace("“", "").replace(" ", "")
    places = [
        (start, start + len(alias), key, alias)
        for key, aliases in names.items()
        for alias in aliases
        for start in range(len(folded))
        if folded.startswith(alias, start)
    ]
    counted = [
        one
        for one in places
        if not any(
            other[2] != one[2] and other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0] for other in places
        )
    ]
    expected: dict[str, set[str]] = {}
    for _, _, key, alias in counted:
        expected.setdefault(key, set()).add(alias)
    assert {key: set(aliases) for key, aliases in match(text, names).items()} == expected


def test_an_identical_sentence_continues_itself_wherever_it_stands():
    old = ["每周开一次夜校。", "每天开放驿站。", "每月评议一次。"]
    assert resemble(old, ["每月评议一次。", "每周开一次夜校。"]) == {0: 2, 1: 0}


def test_a_sentence_continues_the_most_similar_old_one():
    old = ["理论学习中心组每季度学习一次。", "各支部每季度开展一次主题党日。"]
    new = ["各支部每月开展一次主题党日。", "理论学习中心组每月学习一次。"]
    assert resemble(old, new) == {0: 1, 1: 0}


def test_a_sentence_that_resembles_none_continues_none():
    assert resemble(["每周开一次夜校。"], ["建设党群服务中心。"]) == {}


def test_sentences_are_alike_from_six_tenths_on():
    assert resemble(["甲乙丙丁戊"], ["甲乙丙子丑"]) == {0: 0}
    assert resemble(["甲乙丙丁戊"], ["甲乙丙子丑寅"]) == {}


def test_an_old_sentence_is_continued_once_by_the_most_similar():
    assert resemble(["办好云川夜校。"], ["办好云川夜大。", "办好云川夜校。", "办好云川学校。"]) == {1: 0}


def test_nothing_continues_nothing():
    assert resemble([], ["办好夜校。"]) == {}
    assert resemble(["办好夜校。"], []) == {}


def test_repeated_sentences_keep_their_order():
    assert resemble(["办好夜校。", "管好驿站。", "办好夜校。"], ["办好夜校。", "办好夜校。"]) == {0: 0, 1: 2}


def test_equally_similar_sentences_keep_the_order_of_the_identical_ones():
    old = ["办好甲校。", "管好驿站。", "办好乙校。"]
    new = ["管好驿站。", "办好丙校。"]
    assert resemble(old, new) == {0: 1, 1: 2}


def test_an_equally_similar_sentence_out_of_order_is_taken_when_no_other_is_left():
    assert resemble(["办好甲校。", "管好驿站。"], ["管好驿站。", "办好丙校。"]) == {0: 1, 1: 0}


def sentence(place: int, changed: str) -> str:
    return f"第{place}项任务由{place * 7}号专班牵头，{changed}召开推进会，年底前向区委组织部报送总结。"


def test_three_hundred_sentences_find_their_predecessors_in_time():
    old = [sentence(place, "每季度") for place in range(300)]
    new = [sentence(place, "每两个月") for place in range(300)]
    began = time.perf_counter()
    assert resemble(old, new) == {place: place for place in range(300)}
    assert time.perf_counter() - began < 20


@given(st.lists(st.text(alphabet="甲乙丙丁", max_size=6), max_size=8), st.lists(st.text(alphabet="甲乙丙丁", max_size=6), max_size=8))
def test_every_old_sentence_is_used_once_and_identical_ones_come_first(old, new):
    found = resemble(old, new)
    assert sorted(set(found.values())) == sorted(found.values())
    identical = sum(old[earlier] == new[place] for place, earlier in found.items())
    assert identical == sum(min(old.count(text), new.count(text)) for text in set(new))


@given(st.lists(st.text(max_size=10), max_size=10))
def test_a_plan_continues_itself_in_order(plan):
    assert resemble(plan, plan) == {place: place for place in range(len(plan))}
