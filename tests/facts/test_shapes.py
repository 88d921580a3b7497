"""The further shapes of a duty: per person, in pairs, several numbers, own clocks, once, lifted with approval. Each is asked of this run's database and of the one in memory."""

import pytest

from tests.charter.books import book_of
from zugong.desk.workbench import run_examples

pytestmark = pytest.mark.django_db
TALK = """
[[group]]
key = "leader_with_term"
title = "有任期的行政正职"
of = "post"
where = { role = "chief", ends_on = "given" }

[[record]]
key = "talk"
title = "谈话"
by = "branch"
roll = "member"
picks = "2"
seen_by = ["by", "self"]
keep = "permanent"

[[record]]
key = "lesson"
title = "讲课"
by = "branch_or_group"
roll = "member"
seen_by = ["by", "above"]
keep = "permanent"

[[record]]
key = "reading"
title = "自学"
by = "branch"
roll = "member"
seen_by = ["by", "above"]
keep = "permanent"
"""
PLACES = '{ fact = "branch", name = "甲支部" }, { fact = "branch", name = "乙支部" }, { fact = "party_group", name = "甲一组", under = "甲支部" }'


def duty(demand: str, who: str = "member", clock: str = 'every = "year"') -> str:
    return f'\n[[duty]]\nkey = "owed"\ntitle = "应做"\nbasis = "local"\nwho = "{who}"\n{clock}\n{demand}\n'


def example(given: list[str], expect: list[str], as_of: str = "2026-12-31") -> str:
    return f'\n[[example]]\nname = "例"\nas_of = {as_of}\ngiven = [{", ".join([PLACES, *given])}]\nexpect = [{", ".join(expect)}]\n'


def person(name: str, at: str = "甲支部", fact: str = "member", **more) -> str:
    extra = "".join(f", {key} = {value}" for key, value in more.items())
    return f'{{ fact = "{fact}", name = "{name}", at = "{at}"{extra} }}'


def held(kind: str, on: str, there: str, minutes: int = 60, by: str = "甲支部", more: str = "") -> str:
    names = ", ".join(f'"{name}"' for name in there)
    return f'{{ fact = "{kind}", by = "{by}", on = {on}, minutes = {minutes}, there = [{names}]{more} }}'


def expects(of: str, finding: str, period: str = "2026", **numbers) -> str:
    who = f'["{of[0]}", "{of[1]}"]' if len(of) == 2 and of not in ("甲支部", "乙支部") else f'"{of}"'
    return f'{{ duty = "owed", of = {who}, period = "{period}", finding = "{finding}"' + "".join(f", {key} = {value}" for key, value in numbers.items()) + " }"


def answers(*texts: str) -> tuple[list[str], list[str]]:
    """What does not hold, here and in memory."""
    book = book_of(TALK + "".join(texts))
    return [str(fault) for fault in run_examples(book, ["tried"], using="default")], [str(fault) for fault in run_examples(book, ["tried"])]


HOURS = duty('expects = { sum = "minutes", of = ["lesson", "reading"], at_least = "2 hours" }')


def test_hours_of_a_person_are_the_minutes_of_all_that_was_attended_anywhere():
    given = [
        person("甲"), person("乙"), person("丙", "乙支部"), held("lesson", "2026-03-01", "甲乙"), held("reading", "2026-04-01", "甲", 59), held("lesson", "2026-05-01", "甲丙", 1, "乙支部"),
        held("lesson", "2025-12-31", "乙", 600), held("lesson", "2026-06-01", "丙", 600, "乙支部", ", withdrawn = true"),
    ]  # fmt: skip
    expected = [expects("甲", "met", number=120, missing=0), expects("乙", "missed", number=60, missing=60), expects("丙", "missed", number=1)]
    assert answers(HOURS, example(given, expected, "2027-01-01")) == ([], [])


def test_a_persons_year_is_open_while_it_runs_and_not_applicable_when_it_began_within():
    given = [person("甲"), person("乙", since="2026-02-01"), person("丙", until="2026-10-01")]
    expected = [expects("甲", "open"), expects("乙", "not_applicable"), expects("丙", "not_applicable")]
    assert answers(HOURS, example(given, expected, "2026-11-30")) == ([], [])


def test_a_member_who_moved_within_the_year_owes_it_where_the_year_ends():
    given = [person("甲", until="2026-06-01"), person("甲", "乙支部", since="2026-06-01"), held("lesson", "2026-03-01", "甲"), held("lesson", "2026-09-01", "甲", 60, "乙支部")]
    assert answers(HOURS, example(given, [expects("甲", "met", number=120)], "2027-01-01")) == ([], [])


def test_a_capped_part_counts_no_more_than_its_cap():
    rule = duty('expects = { adds = [{ sum = "minutes", of = "lesson" }, { sum = "minutes", of = "reading", counted_up_to = "1 hours" }], at_least = "3 hours" }')
    given = [person("甲"), person("乙"), held("reading", "2026-03-01", "甲乙", 300), held("lesson", "2026-03-02", "甲", 120), held("lesson", "2026-03-03", "乙", 119)]
    expected = [expects("甲", "met", number=180), expects("乙", "missed", number=179, missing=1)]
    assert answers(rule, example(given, expected, "2027-01-01")) == ([], [])


def test_what_was_missed_and_made_up_counts_on_the_day_it_was_made_up():
    rule = duty('expects = { count = "lesson", at_least = 1 }', clock='every = "month"')
    given = [person("甲"), person("乙"), held("lesson", "2026-03-31", "", more=', absent = ["乙"], made_up = ["甲"]')]
    expected = [expects("甲", "missed", "2026-03"), expects("甲", "met", "2026-04"), expects("乙", "missed", "2026-04")]
    assert answers(rule, example(given, expected, "2026-05-01")) == ([], [])


def test_both_of_two_are_owed_and_one_alone_does_not_do():
    rule = duty('expects = [{ count = "lesson", at_least = 2 }, { count = "reading", at_least = 1 }]\ndue = "10 days after end"')
    given = [person(name) for name in "甲乙丙"]
    given += [held("lesson", "2026-03-01", "甲乙丙"), held("lesson", "2026-04-01", "甲乙丙"), held("reading", "2026-05-01", "甲"), held("reading", "2027-01-10", "乙")]
    expected = [expects("甲", "met", number=2, missing=0), expects("乙", "late", number=2), expects("丙", "missed", number=1, missing=1)]
    assert answers(rule, example(given, expected, "2027-01-11")) == ([], [])


def test_one_of_two_is_enough():
    rule = duty('expects_one_of = [{ count = "lesson", at_least = 2 }, { sum = "minutes", of = "reading", at_least = "2 hours" }]')
    given = [person(name) for name in "甲乙丙"]
    given += [held("lesson", "2026-03-01", "甲丙"), held("lesson", "2026-03-02", "甲"), held("reading", "2026-04-01", "乙", 120), held("reading", "2026-04-02", "丙", 119)]
    expected = [expects("甲", "met"), expects("乙", "met"), expects("丙", "missed", missing=1)]
    assert answers(rule, example(given, expected, "2027-01-01")) == ([], [])


def test_the_own_branch_is_where_one_is_a_member_and_its_party_group():
    rule = duty('expects = { count = "lesson", where = { by = "own branch" }, at_least = 1 }', "committee_member")
    seats = [person("甲", "乙支部", "committee_member"), person("丙", "乙支部", "committee_member"), person("丁", "乙支部", "committee_member")]
    given = [person("甲", group='"甲一组"'), person("丙"), person("丁"), *seats, held("lesson", "2026-03-01", "甲", by="甲一组"), held("lesson", "2026-03-02", "丙", by="乙支部"), held("lesson", "2026-03-03", "丁")]
    expected = [expects("甲", "met"), expects("丙", "missed", number=0), expects("丁", "met")]
    assert answers(rule, example(given, expected, "2027-01-01")) == ([], [])


def test_the_own_organization_is_where_one_owes_it():
    rule = duty('expects = { count = "lesson", where = { by = "own organization" }, at_least = 1 }')
    given = [person("甲"), person("乙"), held("lesson", "2026-03-01", "甲"), held("lesson", "2026-03-02", "乙", by="乙支部")]
    assert answers(rule, example(given, [expects("甲", "met"), expects("乙", "missed")], "2027-01-01")) == ([], [])


def test_every_pair_of_committee_members_of_one_branch_owes_a_talk():
    rule = duty('paired_with = "committee_member"\nexpects = { count = "talk", at_least = 1 }', "committee_member")
    given = [person(name) for name in "甲乙丙丁"] + [person(name, fact="committee_member") for name in "甲乙丙"]
    given += [held("talk", "2026-03-01", "甲乙"), held("talk", "2026-03-02", "丙甲"), held("talk", "2026-03-03", "丙丁")]
    expected = [expects("甲乙", "met"), expects("甲丙", "met"), expects("乙丙", "missed"), expects("甲丁", "not_applicable")]
    assert answers(rule, example(given, expected, "2027-01-01")) == ([], [])


def test_a_talk_with_a_committee_member_counts_only_together_with_one():
    rule = duty('expects = { count = "talk", together_with = "committee_member", at_least = 1 }')
    given = [person(name) for name in "甲乙丙"] + [person("甲", fact="committee_member", until="2026-06-01")]
    given += [held("talk", "2026-03-01", "甲乙"), held("talk", "2026-07-01", "甲丙"), held("talk", "2026-08-01", "乙丙")]
    expected = [expects("甲", "missed"), expects("乙", "met", number=1), expects("丙", "missed")]
    assert answers(rule, example(given, expected, "2027-01-01")) == ([], [])


def test_two_offices_of_one_person_are_one_holder():
    rule = duty('expects = { count = "lesson", at_least = 1 }', "committee_member")
    given = [person("甲"), person("甲", fact="committee_member", role='"secretary"'), person("甲", fact="committee_member"), held("lesson", "2026-03-01", "甲")]
    assert answers(rule, example(given, [expects("甲", "met", number=1), expects("甲支部", "not_applicable")], "2027-01-01")) == ([], [])


HALF_YEARS = duty('expects = { count = "lesson", at_least = 1 }', clock='every = "half-year"\ncounted_from = "since"')


def test_every_half_year_may_run_from_ones_own_day():
    given = [person("甲", since="2019-03-15"), person("乙", since="2026-08-31"), held("lesson", "2026-03-14", "甲"), held("lesson", "2026-09-14", "甲"), held("lesson", "2026-09-15", "乙")]
    expected = [
        expects("甲", "met", "2025-09-15"), expects("甲", "met", "2026-03-15"), expects("甲", "open", "2026-09-15"), expects("甲", "not_applicable", "2026-01-01"),
        expects("乙", "met", "2026-08-31"), expects("乙", "not_applicable", "2026-02-28"),
    ]  # fmt: skip
    assert answers(HALF_YEARS, example(given, expected, "2026-12-01")) == ([], [])


def test_organizations_have_own_clocks_too():
    rule = duty('expects = { count = "lesson", at_least = 1 }', "branch", 'every = "year"\ncounted_from = "since"')
    given = ['{ fact = "branch", name = "丙支部", since = 2020-05-20 }', '{ fact = "lesson", by = "丙支部", on = 2026-05-19 }']
    expected = [expects("丙支部", "met", "2025-05-20"), expects("丙支部", "open", "2026-05-20")]
    assert answers(rule, example(given, expected, "2026-12-01")) == ([], [])


TERMS = duty('must = { until = "given" }\ndue = "30 days after end"', "term_with_end", 'once = "ends_on"\nopens = "6 months before"')


@pytest.mark.parametrize(
    ("as_of", "until", "finding"),
    [
        ("2026-08-31", "", "not_applicable"), ("2026-09-01", "", "open"), ("2027-03-01", "", "open"), ("2027-03-31", "", "open"), ("2027-04-01", "", "missed"),
        ("2027-04-01", "2027-03-01", "met"), ("2027-04-01", "2027-03-02", "late"), ("2026-10-01", "2026-09-30", "met"),
    ],
)  # fmt: skip
def test_a_term_is_asked_for_six_months_before_it_ends(as_of, until, finding):
    ends = f", until = {until}" if until else ""
    given = [f'{{ fact = "term_with_end", at = "甲支部", since = 2022-03-01, ends_on = 2027-03-01{ends} }}']
    assert answers(TERMS, example(given, [expects("甲支部", finding, "2027-03-01")], as_of)) == ([], [])


def test_a_term_of_office_of_one_person_is_asked_for_too():
    rule = duty('must = { until = "given" }', "leader_with_term", 'once = "ends_on"\nopens = "6 months before"')
    given = [person("甲", "甲支部", "leader_with_term", role='"chief"', ends_on="2026-12-15"), person("乙", "乙支部", "leader_with_term", role='"chief"')]
    expected = [expects("甲", "open", "2026-12-15"), expects("乙", "not_applicable", "2026-12-15")]
    assert answers(rule, example(given, expected, "2026-07-01")) == ([], [])


@pytest.mark.parametrize(
    ("sort", "since", "until", "finding"),
    [("excused", "2026-01-01", "", "excused"), ("not_applicable", "2026-03-31", "", "not_applicable"), ("excused", "2026-04-01", "", "missed"), ("excused", "2026-01-01", "2026-03-31", "missed"), ("excused", "2026-01-01", "2026-04-01", "excused")],
)
def test_a_lifted_duty_is_excused_for_the_periods_whose_last_day_it_covers(sort, since, until, finding):
    rule = duty('expects = { count = "lesson", at_least = 1 }', "branch", 'every = "quarter"')
    ends = f", until = {until}" if until else ""
    given = [f'{{ exempt = "owed", at = "甲支部", sort = "{sort}", since = {since}{ends} }}']
    assert answers(rule, example(given, [expects("甲支部", finding, "2026-Q1"), expects("乙支部", "missed", "2026-Q1")], "2026-04-15")) == ([], [])


def test_one_persons_duty_is_lifted_without_touching_the_others_and_what_was_done_stays_done():
    given = [person("甲"), person("乙"), person("丙"), held("lesson", "2026-03-01", "丙", 120)]
    given += [f'{{ exempt = "owed", at = "甲支部", name = "{name}", since = 2026-01-01 }}' for name in "甲丙"]
    expected = [expects("甲", "excused", missing=0), expects("乙", "missed"), expects("丙", "met")]
    assert answers(HOURS, example(given, expected, "2027-01-01")) == ([], [])


def test_a_fixed_day_moves_to_the_next_day_that_is_worked():
    # 31 January 2026 is a Saturday without work; 14 February 2026 is a Saturday that is worked.
    rule = duty('expects = { count = "lesson", at_least = 1 }\ndue = "30 days after start, then next working day"', "branch")
    late = [f'{{ fact = "lesson", by = "甲支部", on = {day} }}' for day in ("2026-02-02",)]
    assert answers(rule, example(late, [expects("甲支部", "met")], "2026-12-31")) == ([], [])
    missed = [f'{{ fact = "lesson", by = "甲支部", on = {day} }}' for day in ("2026-02-03",)]
    assert answers(rule, example(missed, [expects("甲支部", "late")], "2026-12-31")) == ([], [])


@pytest.mark.parametrize(("on", "as_of", "finding"), [("", "2026-02-02", "open"), ("", "2026-02-03", "missed"), ("2026-02-03", "2026-02-03", "late"), ("2026-12-31", "2027-03-01", "late"), ("2027-01-01", "2027-03-01", "missed")])
def test_what_has_a_day_before_the_periods_end_is_missed_after_it_and_late_until_the_end(on, as_of, finding):
    rule = duty('expects = { count = "lesson", at_least = 1 }\ndue = "30 days after start, then next working day"', "branch")
    given = [f'{{ fact = "lesson", by = "甲支部", on = {on} }}'] if on else []
    assert answers(rule, example(given, [expects("甲支部", finding)], as_of)) == ([], [])


LIST = """
[[checklist]]
key = "numbered"
title = "三项清单"
basis = "local"
who = "branch"
every = "year"
items = [
  { number = "1-1", title = "讲课两次", expects = { count = "lesson", at_least = 2 } },
  { number = "1-2", title = "自学一次", expects = { count = "reading", at_least = 1 } },
  { number = "2-1", title = "每季度讲课", every = "quarter", expects = { count = "lesson", at_least = 1 } },
]
"""


def test_a_numbered_list_is_as_many_duties_as_it_has_lines():
    book = book_of(TALK + LIST)
    assert [(key, entry.latest.title, entry.latest.every) for key, entry in book.duties.items()] == [
        ("numbered_1", "1-1 讲课两次", "year"), ("numbered_2", "1-2 自学一次", "year"), ("numbered_3", "2-1 每季度讲课", "quarter"),
    ]  # fmt: skip
    given = [held("lesson", "2026-03-01", ""), held("lesson", "2026-05-01", "")]
    expected = [
        '{ duty = "numbered_1", of = "甲支部", period = "2026", finding = "met" }', '{ duty = "numbered_2", of = "甲支部", period = "2026", finding = "missed" }',
        '{ duty = "numbered_3", of = "甲支部", period = "2026-Q3", finding = "missed" }',
    ]  # fmt: skip
    assert answers(LIST, example(given, expected, "2027-01-01")) == ([], [])
