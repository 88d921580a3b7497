"""Linking several files: the order in which mistakes come, names across files, and what one condition may be compared with."""

import pytest
from django.conf import settings

from tests.charter.books import HEAD, MEETING, OFFICES, duty, faults_of, indicator
from zugong.charter.linker import link
from zugong.charter.reader import read_folder
from zugong.library.queries import cells

SHIPPED = read_folder(settings.MECHANISMS)
ONCE = 'expects = { count = "meeting", at_least = 1 }'


def codes(text):
    return [fault.code for fault in faults_of(text)]


def test_the_shipped_files_link_without_a_fault():
    book, faults = link(SHIPPED, cells())
    assert (faults, set(book.mechanisms)) == ([], {name.rsplit("/", 1)[-1].removesuffix(".toml") for name in SHIPPED})


def test_a_file_that_cannot_be_read_is_reported_alone_and_not_through_all_that_lean_on_it():
    broken = {**SHIPPED, "political/milestone.toml": SHIPPED["political/milestone.toml"].replace('keep    = "permanent"', 'keep    = "always"')}
    book, faults = link(broken, cells())
    assert ([(fault.file, fault.code) for fault in faults], "milestone" in book.mechanisms) == ([("political/milestone.toml", "bad_keep")], False)


def test_examples_are_looked_at_when_all_names_are_resolved():
    text = MEETING + duty(ONCE, who='"brunch"') + '[[example]]\nname = "例"\nas_of = 2026-01-01\ngiven = []\nexpect = { duty = "meat", finding = "met" }\n'
    assert (codes(text), codes(text.replace("brunch", "branch"))) == (["unknown_group"], ["example_unknown"])


def test_a_key_may_stand_in_one_file_only_whatever_it_names():
    texts = {"offices.toml": OFFICES, "one.toml": HEAD + MEETING, "two.toml": HEAD + MEETING.replace('"meeting"', '"branch"').replace("meeting_form", "other_form")}
    assert [(fault.file, fault.code, fault.place) for fault in link(texts, cells())[1]] == [("two.toml", "duplicate_key", "record branch")]


def test_two_files_of_one_name_and_names_that_are_no_keys_are_refused():
    texts = {"offices.toml": OFFICES, "a/one.toml": HEAD, "b/one.toml": HEAD, "会议.toml": HEAD, "Two-three.toml": HEAD}
    assert [(fault.file, fault.code) for fault in link(texts, cells())[1]] == [("b/one.toml", "duplicate_key"), ("会议.toml", "bad_name"), ("Two-three.toml", "bad_name")]


def test_without_files_the_book_is_empty():
    assert (link({}, cells())[1], link({}, cells())[0].records) == ([], {})


def test_a_loop_is_reported_once_and_not_for_groups_that_hang_on_it():
    group = '[[group]]\nkey = "{}"\ntitle = "组"\nof = "{}"\n'
    text = group.format("a", "b") + group.format("b", "c") + group.format("c", "a") + group.format("d", "a") + MEETING.replace('by = "branch"', 'by = "d"')
    assert [(fault.code, fault.place, "a → b → c → a" in fault.message) for fault in faults_of(text)] == [("loop", "group a, of", True)]


def test_the_kind_of_an_organization_stands_in_groups_only():
    group = '[[group]]\nkey = "rural"\ntitle = "农村的组织"\nof = "organization"\nwhere = { domain = "village" }\n'
    narrowed = '[[group]]\nkey = "rural_branch"\ntitle = "农村党支部"\nof = "rural"\nwhere = { kind = "branch" }\n'
    record = MEETING.replace('by = "branch"', 'by = "rural"')
    assert codes(group + narrowed + record + duty(ONCE, who='"rural_branch"')) == []
    assert codes(group + record + duty(ONCE, who='"rural"', where='{ kind = "branch" }')) == ["unfit_condition"]
    assert codes(group + indicator('value = { count = "rural", where = { kind = "branch" } }')) == ["unfit_condition"]
    assert codes(group + duty('must = { kind = "branch" }', who='"rural"')) == []


@pytest.mark.parametrize(
    "condition",
    [
        'form = "together"', 'form = ["together", "apart"]', 'form = "not apart"', 'form = "given"', 'form = "empty"', "decisions = 3", 'decisions = ">= 1 and <= 9"', 'decisions = "!= 0"',
        'decisions = ">= 1/3 of expected"', 'present = "= expected"', 'minutes = "given"', "open_to_all = true", "open_to_all = false", 'open_to_all = "given"', "mended_on = 2026-01-31",
        'mended_on = "<= today"', 'mended_on = "today"', 'mended_on = "empty"', 'on = "< 2026-01-31"', 'present = { 2018-10-28 = ">= 1", 2026-01-01 = ">= 3" }',
    ],
)  # fmt: skip
def test_conditions_that_fit_their_column(condition):
    assert codes(MEETING + duty(f'expects = {{ count = "meeting", where = {{ {condition} }}, at_least = 1 }}')) == []


@pytest.mark.parametrize(
    "condition",
    [
        "form = true", "form = 1", "form = 2026-01-31", 'form = "today"', 'form = "= other_form"', 'form = ">= 3"', 'decisions = "together"', "decisions = true", "decisions = 2026-01-31",
        'decisions = ["together"]', 'decisions = ">= on"', 'decisions = "today"', "open_to_all = 1", 'open_to_all = "yes"', 'open_to_all = ">= 1"', "mended_on = 20260131", "mended_on = true",
        'mended_on = "together"', 'mended_on = ">= present"', "by = 1", 'by = "given"', 'by = "branch"', 'present = { 2018-10-28 = ">= 1", 2026-01-01 = "together" }',
    ],
)  # fmt: skip
def test_conditions_that_do_not_fit_their_column(condition):
    found = codes(MEETING + duty(f'expects = {{ count = "meeting", where = {{ {condition} }}, at_least = 1 }}'))
    assert found == ["unfit_condition"] * len(found) and found


@pytest.mark.parametrize("condition", ['note = "given"', 'note = "together"', 'present = ">= note"'])
def test_text_is_never_compared(condition):
    assert codes(MEETING + duty(f'expects = {{ count = "meeting", where = {{ {condition} }}, at_least = 1 }}')) == ["not_countable"]


def test_organizations_and_people_have_no_given_and_empty():
    group = '[[group]]\nkey = "some"\ntitle = "些"\nof = "{}"\nwhere = {{ {} }}\n'
    tried = [("organization", 'domain = "given"'), ("organization", 'members = "empty"'), ("membership", 'standing = "not full"'), ("post", 'role = "given"')]
    assert [codes(group.format(*each)) for each in tried] == [["unfit_condition"]] * 4
    assert [codes(group.format(*each)) for each in [("organization", 'domain = "not village"'), ("organization", 'kind = "not branch"'), ("membership", "may_vote = true"), ("post", 'role = ["secretary"]')]] == [[]] * 4


def test_amounts_of_the_holder_are_its_counts_only():
    own = 'expects = {{ count = "meeting", at_least = "own {}" }}'
    assert [codes(MEETING + duty(own.format(column))) for column in ("members", "groups", "has_committee", "kind", "present")] == [[], [], ["unknown_column"], ["unknown_column"], ["unknown_column"]]


def test_every_kind_of_holder_must_be_able_to_record_what_it_owes():
    assert (codes(MEETING + duty(ONCE, who='"branch_with_committee"')), codes(MEETING + duty(ONCE, who='"branch_or_group"')), codes(MEETING + duty(ONCE, who='"firm"'))) == ([], ["never_met"], ["never_met"])


def test_repeated_words_need_another_first_day():
    assert codes(MEETING + duty(ONCE) + duty(ONCE, since="2026-01-01")) == []
    assert (codes(MEETING + duty(ONCE) + duty(ONCE)), codes(MEETING + duty(ONCE) + duty(ONCE, since="2018-10-28"))) == (["same_day"], ["same_day"])


def test_an_owner_is_an_office_and_no_group():
    assert [fault.code for fault in faults_of("", HEAD.replace('"unit"', '"everyone"'))] == ["unknown_office"]


def example(given, expect='{ duty = "meet", of = "甲", period = "2026-Q1", finding = "met" }'):
    return MEETING + duty(ONCE) + indicator('value = { count = "meeting" }') + f'[[example]]\nname = "例"\nas_of = 2026-05-01\ngiven = [{given}]\nexpect = {expect}\n'


BRANCH = '{ fact = "branch", name = "甲", members = 5 }'


@pytest.mark.parametrize(
    ("given", "expect", "found"),
    [
        (BRANCH, '{ duty = "meet", of = "甲", period = "2026-Q1", finding = "met" }', []),
        (BRANCH, '{ duty = "meet", of = "甲", period = "2026", finding = "met" }', ["example_wrong"]),
        (BRANCH, '{ duty = "meet", period = "2026-Q1", finding = "met" }', ["example_unknown"]),
        (BRANCH, '{ duty = "meet", of = "甲", period = "2026-Q1" }', ["example_wrong"]),
        (BRANCH, '{ duty = "meet", of = "甲", period = "2026-Q1", number = "1" }', ["example_wrong"]),
        (BRANCH, '{ duty = "meet", of = "甲", period = "2026-Q1", finding = "met", value = 1 }', ["example_unknown"]),
        (BRANCH, '{ duty = "meet", indicator = "number", value = 1 }', ["example_wrong"]),
        (BRANCH, '{ indicator = "number", of = "甲", value = 1 }', []),
        (BRANCH, '{ indicator = "number", of = "乙", value = 1 }', ["example_unknown"]),
        (BRANCH, "{}", ["example_wrong"]),
        (BRANCH, "[]", ["example_wrong"]),
        (f"{BRANCH}, {BRANCH}", '{ indicator = "number", value = 1 }', ["example_wrong"]),
        ('{ fact = "branch" }', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        ('{ name = "甲" }', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        ('{ fact = "member", name = "甲" }', '{ indicator = "number", value = 1 }', ["example_unknown"]),
        ('{ fact = ["branch"], name = "甲" }', '{ indicator = "number", value = 1 }', ["example_unknown"]),
        ('{ fact = "branch", name = "甲", kind = "firm" }', '{ indicator = "number", value = 1 }', ["example_unknown"]),
        ('{ fact = "branch", name = "甲", under = "乙" }', '{ indicator = "number", value = 1 }', ["example_unknown"]),
        ('{ fact = "branch", name = "甲", domain = "moon" }', '{ indicator = "number", value = 1 }', ["example_unknown"]),
        ('{ fact = "branch", name = "甲", since = 2026-01-02, until = 2026-01-01 }', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        ('{ fact = "branch", name = "甲", since = "2026-01-02" }', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        (f'{BRANCH}, {{ fact = "meeting", by = "甲", on = 2026-01-05, form = "together", decisions = 3, open_to_all = true, mended_on = 2026-02-01 }}', '{ indicator = "number", value = 1 }', []),
        (f'{BRANCH}, {{ fact = "meeting", by = "甲", on = 2026-01-05, form = "round" }}', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        (f'{BRANCH}, {{ fact = "meeting", by = "甲", on = 2026-01-05, decisions = -3 }}', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        (f'{BRANCH}, {{ fact = "meeting", by = "甲", on = 2026-01-05, entitled = 3, entitled_present = 4 }}', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        (f'{BRANCH}, {{ fact = "meeting", on = 2026-01-05 }}', '{ indicator = "number", value = 1 }', ["example_unknown"]),
        (f'{BRANCH}, {{ fact = "meeting", by = "甲" }}', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        (f'{BRANCH}, {{ fact = "meeting", by = "甲", on = 2026-01-05, withdrawn = 1 }}', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        (f'{BRANCH}, {{ session = "场", by = ["甲"], on = 2026-01-05, holds = ["meeting"] }}', '{ indicator = "number", value = 1 }', []),
        (f'{BRANCH}, {{ session = "场", by = "甲", on = 2026-01-05 }}', '{ indicator = "number", value = 1 }', ["example_wrong"]),
        (f'{BRANCH}, {{ session = "场", by = "甲", on = 2026-01-05, holds = ["party"] }}', '{ indicator = "number", value = 1 }', ["example_unknown"]),
        ('{ fact = "branch", name = "甲", groups = 2 }', '{ indicator = "number", of = "甲第2小组", value = 0 }', []),
    ],
)
def test_what_an_example_may_say(given, expect, found):
    assert codes(example(given, expect)) == found
