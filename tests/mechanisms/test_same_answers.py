"""Every comparison, head and amount that links can be asked of the database, and this run's engine answers like the one in memory."""

import itertools

import pytest

from tests.charter.books import MEETING, book_of, duty, indicator
from zugong.desk.workbench import run_examples

pytestmark = pytest.mark.django_db
GIVEN = """
[[example]]
name = "例"
as_of = 2026-05-01
given = [
  { fact = "branch", name = "甲", members = 5, committee = 3, groups = 2, domain = "village" },
  { fact = "branch", name = "乙", members = 2 },
  { fact = "meeting", by = "甲", on = 2026-01-05, form = "together", decisions = 3, open_to_all = true, mended_on = 2026-01-31, expected = 5, present = 4, minutes = 45 },
  { fact = "meeting", by = ["甲", "乙"], on = 2026-03-05 },
]
"""
# Numbers that nothing has, so that every answer stands in a fault.
OWED = GIVEN + 'expect = [{ duty = "meet", of = "甲", period = "2026-Q1", finding = "excused", number = 999, missing = 999 }, { duty = "meet", of = "乙", period = "2026-Q1", finding = "excused", number = 999 }]\n'
COUNTED = GIVEN + 'expect = [{ indicator = "number", value = 999 }, { indicator = "number", of = "甲", value = 999 }]\n'
CONDITIONS = [
    'form = "together"', 'form = ["together", "apart"]', 'form = "not apart"', 'form = "given"', 'form = "empty"', "decisions = 3", 'decisions = ">= 1 and <= 9"', 'decisions = "!= 0"',
    'decisions = ">= 1/3 of expected"', 'present = ">= 80% of expected"', 'present = "= expected"', 'guests = "<= 2 times expected"', 'minutes = "given"', "open_to_all = true", "open_to_all = false",
    'open_to_all = "given"', "mended_on = 2026-01-31", 'mended_on = "<= today"', 'mended_on = "empty"', 'on = "< 2026-01-31"', 'on = "!= today"', 'present = { 2018-10-28 = ">= 1", 2026-01-01 = ">= 3" }',
]  # fmt: skip
HOLDERS = [
    'members = ">= 3"', 'full_members = ">= 1/2 of members"', "has_committee = true", "has_groups = false", 'domain = "village"', 'domain = "not village"', 'domain = ["village", "organ"]',
    'groups = "< 2 times committee_members"', 'members = "!= 5"',
]  # fmt: skip
HEADS = ['count = "meeting"', *(f'sum = "{column}", of = "meeting"' for column in ("decisions", "present")), *(f'distinct = "{column}", of = "meeting"' for column in ("form", "by", "on", "mended_on", "open_to_all", "minutes"))]
BOUNDS = ["at_least = 1", "at_most = 3", "exactly = 2", 'at_least = "own members"', 'at_most = "1/2 of own members"', 'exactly = "2/3 of own committee_members"', 'at_least = "0/2 of own groups"']


def answers(text):
    """What the examples get on this run's database and in memory, as the faults say."""
    book = book_of(MEETING + text)
    here, memory = ([fault.message for fault in run_examples(book, ["tried"], using=using)] for using in ("default", None))
    assert here == memory and here
    return here


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_on_records(condition):
    answers(duty(f'expects = {{ count = "meeting", where = {{ {condition} }}, at_least = 1 }}') + OWED)
    answers(indicator(f'value = {{ count = "meeting", where = {{ {condition} }} }}') + COUNTED)


@pytest.mark.parametrize("condition", HOLDERS)
def test_conditions_on_organizations(condition):
    answers(duty('expects = { count = "meeting", at_least = 1 }', where=f"{{ {condition} }}") + OWED)
    answers(duty(f"must = {{ {condition} }}") + OWED)
    answers(indicator(f'value = {{ count = "branch", where = {{ {condition} }} }}') + COUNTED)


@pytest.mark.parametrize(("head", "bound"), [*itertools.product(HEADS, BOUNDS[:1]), *itertools.product(HEADS[:4:2], BOUNDS[1:])])
def test_heads_and_amounts(head, bound):
    answers(duty(f"expects = {{ {head}, {bound} }}") + OWED)


@pytest.mark.parametrize("head", HEADS)
def test_heads_of_indicators(head):
    answers(indicator(f"value = {{ {head} }}") + COUNTED)
