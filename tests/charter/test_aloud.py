"""Every sort of word as its exact Chinese sentence."""

import pytest

from tests.charter.books import MEETING, book_of, duty, indicator
from zugong.charter.aloud import say, say_due, say_tally


def duty_said(demand, **keys):
    book = book_of(MEETING + duty(demand, **keys))
    return say(book, book.duties["meet"].latest)


def number_said(form, **keys):
    book = book_of(MEETING + duty("expects = { count = 'meeting', at_least = 1 }") + indicator(form, **keys))
    return say(book, book.indicators["number"].latest)


def test_a_record_says_who_records_it_whose_names_are_called_and_who_reads_it():
    book = book_of(MEETING)
    assert say(book, book.records["meeting"].latest) == "由党支部记会议，应到的是党员。记录的组织、上级组织可以看。"


def test_a_record_without_a_roll_says_so():
    book = book_of(MEETING.replace('roll = "member"\n', ""))
    assert say(book, book.records["meeting"].latest) == "由党支部记会议，不点名，只记事实。记录的组织、上级组织可以看。"


def test_groups_say_what_they_are_drawn_from():
    book = book_of("")
    assert [say(book, book.groups[key]) for key in ("branch", "branch_with_committee", "branch_or_group", "member", "full_member")] == [
        "党支部：组织，其中类型是党支部。",
        "设支委会的党支部：党支部，其中设有委员会：是。",
        "党支部和党小组：组织，其中类型是党支部或党小组。",
        "党员：党员。",
        "有表决权的正式党员：党员，其中党员类别是正式党员，有表决权：是。",
    ]


@pytest.mark.parametrize(
    ("demand", "keys", "said"),
    [
        ('expects = { count = "meeting", at_least = 1 }', {}, "每个党支部，每季度，应当：会议次数不少于1。"),
        ('expects = { count = "meeting", at_least = 1 }', {"due": '"10 days after end"', "every": '"month"'}, "每个党支部，每月，应当：会议次数不少于1。期限：期末后10日。"),
        ('expects = { count = "meeting", at_most = 3 }', {"every": '"half-year"'}, "每个党支部，每半年，应当：会议次数不超过3。"),
        ('expects = { count = "meeting", exactly = 2 }', {"every": '"year"', "due": '"1 month after end"'}, "每个党支部，每年，应当：会议次数恰好2。期限：期末后1个月。"),
        ('expects = { count = "meeting", at_least = "own members" }', {}, "每个党支部，每季度，应当：会议次数不少于党员数。"),
        ('expects = { count = "meeting", at_least = "1/2 of own committee_members" }', {}, "每个党支部，每季度，应当：会议次数不少于支委人数的1/2。"),
        ('expects = { sum = "decisions", of = "meeting", at_least = 4 }', {}, "每个党支部，每季度，应当：会议的议定事项数合计不少于4。"),
        ('expects = { distinct = "form", of = "meeting", at_least = 2 }', {}, "每个党支部，每季度，应当：会议涉及的不同形式数不少于2。"),
        ('expects = { count = "meeting", where = { entitled_present = ">= 1/2 of entitled" }, at_least = 1 }', {}, "每个党支部，每季度，应当：会议（有表决权实到人数不少于有表决权应到人数的1/2）次数不少于1。"),
        ('expects = { count = "meeting", where = { form = "not apart", open_to_all = true }, at_least = 1 }', {}, "每个党支部，每季度，应当：会议（形式不是分散，公开：是）次数不少于1。"),
        ('must = { has_committee = true }', {"where": '{ full_members = ">= 7" }', "every": '"year"'}, "每个党支部（正式党员数不少于7），每年，应当：设有委员会：是。"),
        ('must = { members = ">= 3 and <= 50", has_groups = false }', {}, "每个党支部，每季度，应当：党员数不少于3且党员数不超过50，设有党小组：否。"),
    ],
)
def test_duties_say_who_owes_what_when(demand, keys, said):
    assert duty_said(demand, **keys) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('form = "together"', "形式是集中"),
        ('form = ["together", "apart"]', "形式是集中或分散"),
        ('form = "given"', "形式已填"),
        ('note = "x"', None),
        ('mended_on = "empty"', "整改日期未填"),
        ('mended_on = "<= today"', "整改日期不晚于当日"),
        ('mended_on = ">= 2026-01-31 and < 2026-03-01"', "整改日期不早于2026-01-31且整改日期早于2026-03-01"),
        ("mended_on = 2026-01-31", "整改日期就是2026-01-31"),
        ("decisions = 3", "议定事项数等于3"),
        ('decisions = "!= 3"', "议定事项数不是3"),
        ('decisions = "> 0"', "议定事项数多于0"),
        ('present = ">= 80% of expected"', "实到人数不少于应到人数的80%"),
        ('guests = "< 2 times expected"', "列席和旁听人数少于应到人数的2倍"),
        ('present = "= expected"', "实到人数等于应到人数"),
    ],
)
def test_conditions_say_their_column_and_what_it_must_be(condition, said):
    text = f"value = {{ count = 'meeting', where = {{ {condition} }} }}"
    if said is None:
        with pytest.raises(AssertionError, match="文字栏目"):
            number_said(text)
    else:
        assert number_said(text) == f"会议（{said}）次数。单位：次。"


@pytest.mark.parametrize(
    ("form", "keys", "said"),
    [
        ('value = { count = "meeting" }', {"unit": '"场"'}, "会议次数。单位：场。"),
        ('value = { sum = "decisions", of = "meeting" }', {"unit": '"项"'}, "会议的议定事项数合计。单位：项。"),
        ('part = { distinct = "by", of = "meeting" }\nwhole = { count = "branch" }', {}, "会议涉及的不同所属组织数 ÷ 党支部数。"),
        ('part = { count = "branch", where = { has_committee = true } }\nwhole = { count = "branch" }', {}, "党支部（设有委员会：是）数 ÷ 党支部数。"),
        (
            'part = { count = "meet", where = { finding = ["met", "late"] } }\nwhole = { count = "meet", where = { finding = "not open" } }',
            {},
            "“开会”（认定是正常或补办）的项数 ÷ “开会”（认定不是未到期）的项数。",
        ),
    ],
)
def test_indicators_say_what_is_counted(form, keys, said):
    assert number_said(form, **keys) == said


def test_due_phrases():
    assert [say_due(text) for text in ("10 days after end", "1 month after end", "5 days before end", "31 days after start")] == ["期末后10日", "期末后1个月", "期末前5日", "期初后31日"]


def test_a_tally_is_said_without_its_bound():
    book = book_of(MEETING + duty('expects = { count = "meeting", at_least = 1 }'))
    assert say_tally(book, book.duties["meet"].latest.expects[0]) == "会议次数"
