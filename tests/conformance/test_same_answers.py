"""The same question on every engine: examples on the database of this run and on a SQLite in memory."""

import datetime as dt

import pytest

from tests.given import given, shipped
from zugong.desk.workbench import run_examples
from zugong.door.scope import Scope
from zugong.facts.findings import Asked, findings
from zugong.facts.indicators import Span, values

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def test_every_example_holds_on_this_runs_database_and_in_memory():
    book = shipped()
    assert (run_examples(book), run_examples(book, using="default")) == ([], [])


def test_a_small_district_is_judged_alike_by_literal_answers():
    book = shipped()
    rows = [{"fact": "party_committee_organization", "name": "党委", "committee": 5}]
    for number in range(6):
        rows.append({"fact": "branch", "name": f"支部{number}", "members": 4 + 3 * number, "probationary": number % 2, "committee": 3 if number > 2 else 0, "groups": number // 3, "under": "党委"})
        for month in range(1, 12):
            if (month + number) % 5:
                rows.append({"fact": "theme_day", "by": f"支部{number}", "on": dt.date(2026, month, 5 + number), "expected": 4 + number})
        rows.append({"fact": "general_meeting", "by": f"支部{number}", "on": dt.date(2026, 2, 3 + number), "entitled": 10, "present": 3 + number})
    given(book, rows, TODAY)
    scope = Scope(everything=True)
    found = findings(book, Asked(tuple(book.duties), scope.sql, dt.date(2026, 1, 1), dt.date(2027, 1, 1), TODAY))
    counts: dict[tuple, int] = {}
    for row in found:
        counts[row["duty"], row["finding"]] = counts.get((row["duty"], row["finding"]), 0) + 1
    assert counts == EXPECTED
    assert values(book, ["theme_days_on_time", "theme_days_held", "organizational_life_held"], Span(scope.sql, dt.date(2026, 1, 1), TODAY)) == {
        "theme_days_on_time": (65, 65), "theme_days_held": (53, None), "organizational_life_held": (0, 6),
    }  # fmt: skip


# Worked out by hand: branches 3, 4 and 5 have a committee and one group each; 1 and 2 have seven members and no committee;
# a theme day is left out when month + number divides by five, and the next month's day is never after the tenth.
EXPECTED = {
    ("committee_meeting_each_month", "missed"): 30,
    ("committee_meeting_each_month", "not_applicable"): 33,
    ("committee_meeting_each_month", "open"): 3,
    ("committee_secretary_lectures_each_year", "open"): 1,
    ("committee_where_seven_members", "met"): 3,
    ("committee_where_seven_members", "not_applicable"): 1,
    ("committee_where_seven_members", "open"): 2,
    ("democratic_life_meeting_each_year", "open"): 1,
    ("democratic_life_report_each_year", "open"): 1,
    ("dual_life_each_year", "open"): 1,
    ("dues_each_month", "missed"): 60,
    ("dues_each_month", "open"): 6,
    ("general_meeting_each_quarter", "met"): 4,
    ("general_meeting_each_quarter", "missed"): 14,
    ("general_meeting_each_quarter", "open"): 6,
    ("group_meeting_each_month", "missed"): 30,
    ("group_meeting_each_month", "open"): 3,
    ("lecture_each_quarter", "missed"): 18,
    ("lecture_each_quarter", "open"): 6,
    ("member_appraisal_each_year", "open"): 6,
    ("organizational_life_each_year", "open"): 6,
    ("report_and_evaluation_each_year", "open"): 1,
    ("responsibility_225_1", "open"): 1,
    ("responsibility_225_2", "open"): 1,
    ("responsibility_225_3", "open"): 1,
    ("responsibility_225_4", "open"): 1,
    ("responsibility_225_5", "missed"): 1,
    ("responsibility_225_5", "open"): 1,
    ("responsibility_225_6", "missed"): 1,
    ("responsibility_225_6", "open"): 1,
    ("responsibility_225_7", "open"): 1,
    ("responsibility_225_8", "open"): 1,
    ("responsibility_225_9", "open"): 1,
    ("study_group_each_quarter", "missed"): 3,
    ("study_group_each_quarter", "open"): 1,
    ("study_hours_each_year", "open"): 6,
    ("study_hours_of_committee_each_year", "open"): 3,
    ("talk_committee_with_each_member", "open"): 6,
    ("talk_each_committee_pair", "open"): 3,
    ("talk_member_with_member", "open"): 6,
    ("theme_day_each_month", "late"): 12,
    ("theme_day_each_month", "met"): 53,
    ("theme_day_each_month", "open"): 1,
}
