"""What every room asks of the book: groups of groups, kinds, columns, slots, names, sources."""

import datetime as dt

from tests.charter.books import HEAD, MEETING, OFFICES, book_of, duty, indicator
from zugong.charter import catalogue
from zugong.charter.linker import link
from zugong.library.queries import cells

GROUPS = """
[[group]]
key = "village_branch"
title = "农村党支部"
of = "branch"
where = { domain = "village" }

[[group]]
key = "large_village_branch"
title = "较大的农村党支部"
of = "village_branch"
where = { members = ">= 50", has_committee = true }

[[group]]
key = "not_a_branch"
title = "党支部以外的组织"
of = "organization"
where = { kind = "not branch" }

[[group]]
key = "in_a_village"
title = "农村的组织"
of = "organization"
where = { domain = "village" }

[[group]]
key = "voter"
title = "有表决权的党员"
of = "full_member"
"""


def test_a_group_of_a_group_has_the_conditions_of_both():
    book = book_of(GROUPS)
    assert book.conditions_of("large_village_branch") == {"kind": "branch", "domain": "village", "members": ">= 50", "has_committee": True}
    assert book.conditions_of("voter") == {"standing": "full", "may_vote": True}
    assert book.conditions_of("nobody") == {}


def test_the_rows_of_a_group_are_those_of_what_it_is_drawn_from():
    book = book_of(GROUPS)
    assert [book.source_of(key) for key in ("large_village_branch", "voter", "committee_member", "organization", "nobody")] == ["organization", "membership", "post", "organization", ""]
    assert book.drawn_from("large_village_branch") == ["large_village_branch", "village_branch", "branch", "organization"]


def test_kinds_are_those_the_group_or_what_it_is_drawn_from_names():
    book = book_of(GROUPS)
    every = list(catalogue.ORGANIZATION_KINDS)
    assert (book.kinds_of("branch"), book.kinds_of("large_village_branch"), book.kinds_of("branch_or_committee")) == (["branch"], ["branch"], ["branch", "party_committee", "primary_committee"])
    assert (book.kinds_of("in_a_village"), book.kinds_of("not_a_branch")) == (every, [kind for kind in every if kind != "branch"])


def test_groups_that_go_round_do_not_hang():
    text = HEAD + '[[group]]\nkey = "a"\ntitle = "甲"\nof = "b"\nwhere = { members = 1 }\n[[group]]\nkey = "b"\ntitle = "乙"\nof = "a"\n[[group]]\nkey = "c"\ntitle = "丙"\nof = "b"\n'
    book, faults = link({"tried.toml": text, "offices.toml": OFFICES}, cells())
    assert ([fault.code for fault in faults], book.source_of("c"), book.conditions_of("c"), book.columns("a")) == (["loop"], "", {"members": 1}, {})


def test_fields_that_rules_name_get_typed_columns_in_the_order_of_naming():
    rules = duty('expects = { count = "meeting", where = { form = "together", mended_on = "given" }, at_least = 1 }')
    rules += indicator('value = { sum = "decisions", of = "meeting", where = { open_to_all = true, form = "apart" } }') + indicator('value = { distinct = "other_form", of = "meeting" }', key='"other"')
    book = book_of(MEETING + rules)
    assert book.slots == {"meeting": {"form": "code_1", "mended_on": "day_1", "open_to_all": "number_1", "decisions": "number_2", "other_form": "code_2"}}


def test_fields_that_no_rule_names_and_own_columns_get_none():
    book = book_of(MEETING + duty('expects = { count = "meeting", where = { present = ">= 1" }, at_least = 1 }') + indicator('value = { distinct = "by", of = "meeting" }'))
    assert book.slots == {"meeting": {}}


def test_a_field_named_only_by_a_former_edition_keeps_its_column():
    rules = duty('expects = { count = "meeting", where = { decisions = ">= 1" }, at_least = 1 }') + duty('expects = { count = "meeting", where = { form = "together" }, at_least = 1 }', since="2026-01-01")
    assert book_of(MEETING + rules).slots["meeting"] == {"decisions": "number_1", "form": "code_1"}


def test_columns_are_those_of_the_record_with_its_fields_of_every_edition():
    again = MEETING[MEETING.index("[[record]]") :].split("fields =")[0].replace('key = "meeting"', 'key = "meeting"\nsince = 2026-01-01') + 'fields = { decisions = "count? 决定数", place = "text? 地点" }\n'
    book = book_of(MEETING + again)
    columns = book.columns("meeting")
    assert set(columns) - set(catalogue.RECORD_COLUMNS) == {"form", "other_form", "decisions", "open_to_all", "mended_on", "note", "place"}
    assert (columns["decisions"], columns["on"], book.columns("branch")["members"], book.columns("committee_member"), book.columns("nothing")) == (("count", "决定数"), ("date", "日期"), ("count", "党员数"), catalogue.POST_COLUMNS, {})


def test_the_long_form_of_a_field_reads_like_the_short_one():
    long = MEETING.replace('note = "text? 备注"', 'note = { type = "text?", title = "备注", mask = "middle", seen_by = ["by"], keep = "1 year after on, then delete" }')
    short, book = book_of(MEETING), book_of(long)
    assert short.fields("meeting") == book.fields("meeting")
    assert [each.records["meeting"].latest.fields["note"].mask for each in (short, book)] == ["none", "middle"]


def test_titles_of_all_that_has_a_key():
    book = book_of(MEETING + duty('expects = { count = "meeting", at_least = 1 }'))
    assert [book.title_of(key) for key in ("meeting", "meet", "branch", "meeting_form", "unit", "organization", "above", "organization_kind", "no_such_key")] == ["会议", "开会", "党支部", "形式", "本单位", "组织", "上级组织", "组织类型", "no_such_key"]


def test_code_values_are_the_declared_or_the_built_in_list():
    book = book_of(MEETING)
    assert (book.code_values("meeting_form"), book.code_values("membership_standing"), book.code_values("text")) == ({"together": "集中", "apart": "分散"}, catalogue.STANDINGS, None)


def test_kinds_filed_by_an_organization_follow_the_group_and_the_day():
    book = book_of(MEETING.replace('by = "branch"', 'by = "branch_or_group"\nsince = 2020-01-01\nuntil = 2027-01-01'))
    assert [book.kinds_filed_by(kind, dt.date(year, 6, 1)) for kind, year in (("branch", 2026), ("party_group", 2026), ("firm", 2026), ("branch", 2019), ("branch", 2027))] == [["meeting"], ["meeting"], [], [], []]


def test_a_reference_finds_its_basis_and_article_or_one_of_the_two_words():
    head = HEAD + '[[basis]]\nkey = "rules"\ndocument = "规定"\narticles = ["第二条"]\nproof = "verified"\n'
    book, faults = link({"tried.toml": head, "offices.toml": OFFICES}, cells())
    basis = book.mechanisms["tried"].basis[0]
    assert (faults, book.basis_of("tried", "rules 第二条"), book.basis_of("tried", "rules"), book.basis_of("tried", "local"), book.basis_of("tried", "unverified")) == ([], (basis, "第二条"), (basis, ""), (None, "local"), (None, "unverified"))


def test_names_are_what_a_plan_may_call_the_mechanisms_that_have_any():
    book, _ = link({"tried.toml": HEAD + 'aliases = ["会议", "碰头会"]\n', "silent.toml": HEAD, "offices.toml": OFFICES}, cells())
    assert book.names() == {"tried": ["会议", "碰头会"]}


def test_tallies_are_those_of_every_edition_of_every_duty_and_indicator():
    rules = duty('expects = { count = "meeting", at_least = { 2018-10-28 = 1, 2026-01-01 = 2 } }') + indicator('part = { distinct = "by", of = "meeting" }\nwhole = { count = "branch" }')
    assert [(key, tally.fact, tally.at_least) for key, tally in book_of(MEETING + rules).tallies()] == [("meet", "meeting", 1), ("meet", "meeting", 2), ("number", "meeting", None), ("number", "branch", None)]
