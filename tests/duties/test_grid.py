"""The month grid, the reasons and the windows."""

import datetime as dt

import pytest

from tests.given import given, shipped
from zugong.door.scope import Scope
from zugong.duties.actions.fill_windows import fill_windows
from zugong.duties.models import Window
from zugong.duties.queries import by_place, due_now, grid, short_title
from zugong.duties.reasons import reasons

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def test_every_row_of_the_grid_is_twelve_months_wide():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 20, "committee": 3, "groups": 2}], TODAY)
    rows = grid(book, named["甲"].pk, "branch", named["甲"].path, 2026, TODAY)
    assert {sum(cell.months for cell in row.cells) for row in rows} == {12}
    assert [(row.duty, row.own) for row in rows].count(("group_meeting_each_month", False)) == 2


def test_an_open_finding_is_shown_as_soon_in_its_last_seven_days():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 5}], TODAY)

    def october(day):
        rows = {row.duty: row for row in grid(book, named["甲"].pk, "branch", named["甲"].path, 2026, day)}
        return next(cell.state for cell in rows["theme_day_each_month"].cells if cell.period == "2026-10")

    days = [dt.date(2026, 11, 3), dt.date(2026, 11, 4), dt.date(2026, 11, 10), dt.date(2026, 11, 11)]
    assert [october(day) for day in days] == ["open", "soon", "soon", "missed"]


def test_a_duty_without_groups_or_committee_does_not_stand_in_the_grid():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 5}], TODAY)
    duties = {row.duty for row in grid(book, named["甲"].pk, "branch", named["甲"].path, 2026, TODAY)}
    assert duties == {
        "dues_each_month", "general_meeting_each_quarter", "lecture_each_quarter", "member_appraisal_each_year", "organizational_life_each_year", "theme_day_each_month",
        "study_hours_each_year", "talk_committee_with_each_member", "talk_member_with_member",
    }  # fmt: skip


def test_the_reasons_name_rule_source_window_what_counts_what_does_not_and_what_is_missing():
    book = shipped()
    named = given(
        book,
        [
            {"fact": "branch", "name": "甲支部", "members": 21},
            {"fact": "general_meeting", "by": "甲支部", "on": dt.date(2026, 8, 3), "entitled": 21, "present": 10},
        ],
        TODAY,
    )
    made = reasons(book, named["甲支部"].pk, named["甲支部"].path, "general_meeting_each_quarter", "2026-Q3", TODAY)
    assert (made.row["finding"], made.missing, made.source, made.proof, made.edition_since) == (
        "missed", 1, "《中国共产党支部工作条例（试行）》第十一条", "已核对原文", dt.date(2018, 10, 28),
    )  # fmt: skip
    assert (len(made.counted), [row["unmet"] for row in made.not_counted]) == (0, [["有表决权实到人数不少于有表决权应到人数的1/2"]])
    assert made.sentence == (
        "甲支部：2026年第三季度“每季度召开一次党员大会”逾期，应有 1，已有 0，还差 1；1 次不符合要求（2026-08-03：有表决权实到人数不少于有表决权应到人数的1/2未达到）"
        "，截止 2026年10月10日。依据：《中国共产党支部工作条例（试行）》第十一条。"
    )


def test_a_not_applicable_finding_says_which_condition_does_not_hold():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 5}], TODAY)
    made = reasons(book, named["甲"].pk, named["甲"].path, "committee_meeting_each_month", "2026-09", TODAY)
    assert (made.row["finding"], "设有委员会：是" in made.why_not_applicable) == ("not_applicable", True)


def test_there_are_no_reasons_for_a_period_that_is_none():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 5}], TODAY)
    assert reasons(book, named["甲"].pk, named["甲"].path, "theme_day_each_month", "2026-Q1", TODAY) is None


def test_what_is_due_in_january_includes_decembers_grace():
    book = shipped()
    day = dt.date(2027, 1, 5)
    named = given(book, [{"fact": "branch", "name": "甲", "members": 5}], day)
    rows = due_now(book, "branch", named["甲"].path, day)
    assert ("theme_day_each_month", "2026-12", "soon") in [(row["duty"], row["period"], row["state"]) for row in rows]


def test_counts_of_places_add_up_to_the_findings():
    book = shipped()
    named = given(
        book,
        [{"fact": "party_committee_organization", "name": "党委"}, {"fact": "branch", "name": "甲", "members": 5, "under": "党委"}, {"fact": "branch", "name": "乙", "members": 5, "under": "党委"}],
        TODAY,
    )
    length = len(named["党委"].path)
    places = by_place(book, Scope(everything=True), length, 2026, TODAY, ("theme_day_each_month",))
    assert (places[named["党委"].path].numbers, places[named["党委"].path].judged) == ({"missed": 20, "open": 2}, 20)


def test_windows_are_refilled_not_added():
    book = shipped()
    first = fill_windows(book, TODAY)
    second = fill_windows(book, TODAY)
    assert (first == second == Window.objects.count(), Window.objects.filter(clock=book.duties["theme_day_each_month"].latest.clock, period="2026-03").count()) == (True, 1)


def test_short_titles_leave_the_period_out():
    book = shipped()
    assert [short_title(book, key) for key in ("general_meeting_each_quarter", "theme_day_each_month", "committee_where_seven_members")] == ["党员大会", "主题党日", "正式党员七人以上设支部委员会"]
