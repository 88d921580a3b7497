"""Findings as SQL: what they say, in one statement, along indexes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.given import given, shipped
from zugong.door.scope import Scope
from zugong.facts.findings import Asked, findings, statement
from zugong.facts.roll_ups import roll_up, soonest, soonest_of_each, totals

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 4, 11)
YEAR = (dt.date(2026, 1, 1), dt.date(2027, 1, 1))


def asked(book, scope, *duties, as_of=TODAY):
    return Asked(duties or tuple(book.duties), scope.sql, *YEAR, as_of)


def test_a_day_in_the_grace_makes_the_finding_late_and_the_day_after_it_does_not():
    book = shipped()
    named = given(
        book,
        [
            {"fact": "branch", "name": "甲", "members": 5},
            {"fact": "branch", "name": "乙", "members": 5},
            {"fact": "branch", "name": "丙", "members": 5},
            {"fact": "theme_day", "by": "甲", "on": dt.date(2026, 3, 31), "expected": 5},
            {"fact": "theme_day", "by": "乙", "on": dt.date(2026, 4, 10), "expected": 5},
            {"fact": "theme_day", "by": "丙", "on": dt.date(2026, 4, 11), "expected": 5},
        ],
        TODAY,
    )
    rows = findings(book, asked(book, Scope(everything=True), "theme_day_each_month"))
    march = {row["organization"]: (row["finding"], row["counted"]) for row in rows if row["period"] == "2026-03"}
    assert march == {named["甲"].pk: ("met", 1), named["乙"].pk: ("late", 1), named["丙"].pk: ("missed", 0)}


def test_as_of_hides_what_happened_later():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 5}, {"fact": "theme_day", "by": "甲", "on": dt.date(2026, 3, 20), "expected": 5}], TODAY)
    scope = Scope.exactly([named["甲"].path])

    def march(day):
        return [row["finding"] for row in findings(book, asked(book, scope, "theme_day_each_month", as_of=day)) if row["period"] == "2026-03"]

    assert (march(dt.date(2026, 3, 19)), march(dt.date(2026, 3, 20))) == (["open"], ["met"])


def test_a_branch_that_was_founded_or_dissolved_inside_the_period_is_not_judged():
    book = shipped()
    rows = [
        {"fact": "branch", "name": "全月", "members": 5, "since": dt.date(2026, 3, 1)},
        {"fact": "branch", "name": "新设", "members": 5, "since": dt.date(2026, 3, 2)},
        {"fact": "branch", "name": "撤销", "members": 5, "until": dt.date(2026, 3, 31)},
        {"fact": "branch", "name": "月后撤销", "members": 5, "until": dt.date(2026, 4, 1)},
    ]
    given(book, rows, TODAY)
    found = findings(book, asked(book, Scope(everything=True), "theme_day_each_month"))
    march = {row["name"]: row["finding"] for row in found if row["period"] == "2026-03"}
    assert march == {"全月": "missed", "新设": "not_applicable", "撤销": "not_applicable", "月后撤销": "missed"}


def test_only_organizations_in_scope_are_judged_and_none_without_a_grant():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 5}, {"fact": "branch", "name": "乙", "members": 5}], TODAY)
    own = findings(book, asked(book, Scope.below(named["甲"].path)))
    assert ({row["organization"] for row in own}, findings(book, asked(book, Scope()))) == ({named["甲"].pk}, [])


@pytest.mark.parametrize("branches", [1, 3])
def test_all_duties_of_a_year_are_one_statement_whatever_the_number_of_branches(branches):
    book = shipped()
    given(book, [{"fact": "branch", "name": f"支部{number}", "members": 9, "committee": 3, "groups": 2} for number in range(branches)], TODAY)
    with CaptureQueriesContext(connection, ) as queries:
        findings(book, asked(book, Scope(everything=True)))
    assert len(queries) == 1


def test_one_branchs_year_reads_every_big_table_along_an_index():
    book = shipped()
    named = given(book, [{"fact": "branch", "name": "甲", "members": 9, "committee": 3, "groups": 2}], TODAY)
    sql = statement(book, asked(book, Scope.below(named["甲"].path)))
    scans = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + sql.text, list(sql.params))
            steps = [row[3].split() for row in cursor.fetchall()]
            derived = {step[1] for step in steps if step[0] in ("MATERIALIZE", "CO-ROUTINE")}
            scans = [" ".join(step) for step in steps if step[0] == "SCAN" and step[1] not in derived]
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + sql.text, list(sql.params))
            scans = [row[0] for row in cursor.fetchall() if "Seq Scan on" in row[0]]
    assert scans == []


def test_counts_of_the_holder_are_taken_on_the_periods_last_day_and_today_while_it_runs():
    book = shipped()
    given(book, [{"fact": "branch", "name": "甲", "members": 7}], TODAY)
    rows = findings(book, asked(book, Scope(everything=True), "committee_where_seven_members"))
    assert [(row["period"], row["finding"], row["required"]) for row in rows] == [("2026", "open", 1)]


def test_roll_ups_use_the_tree_of_the_periods_last_day():
    from zugong.registry.actions.move import move

    book = shipped()
    named = given(
        book,
        [
            {"fact": "party_committee_organization", "name": "东党委"},
            {"fact": "party_committee_organization", "name": "西党委"},
            {"fact": "branch", "name": "甲", "members": 5, "under": "东党委"},
        ],
        TODAY,
    )
    moved = dt.date(2026, 3, 15)
    move(named["甲"], named["西党委"], on=moved, by=None, at=dt.datetime(2026, 3, 15, tzinfo=dt.UTC))
    rows = roll_up(book, asked(book, Scope(everything=True), "theme_day_each_month"), len(named["东党委"].path))
    places = {(row["place"], row["period"]) for row in rows if row["number"]}
    east, west = named["东党委"].path, named["西党委"].path
    assert places == {(east, "2026-01"), (east, "2026-02"), (west, "2026-03"), (west, "2026-04")}


def test_who_turns_red_next_comes_in_the_order_of_the_closing_days():
    book = shipped()
    given(book, [{"fact": "branch", "name": "甲", "members": 5}], dt.date(2026, 4, 5))
    rows = soonest(book, asked(book, Scope(everything=True), as_of=dt.date(2026, 4, 5)), "open", 5)
    assert [(row["duty"], row["period"], row["closes_on"]) for row in rows] == [
        ("dues_each_month", "2026-03", dt.date(2026, 4, 10)),
        ("general_meeting_each_quarter", "2026-Q1", dt.date(2026, 4, 10)),
        ("lecture_each_quarter", "2026-Q1", dt.date(2026, 4, 10)),
        ("theme_day_each_month", "2026-03", dt.date(2026, 4, 10)),
        ("dues_each_month", "2026-04", dt.date(2026, 5, 10)),
    ]
    wide = asked(book, Scope(everything=True), as_of=dt.date(2026, 4, 5))
    assert soonest_of_each(book, wide, {"missed": 3, "open": 5}) == {"missed": soonest(book, wide, "missed", 3), "open": rows}


def test_totals_count_every_finding_once():
    book = shipped()
    given(book, [{"fact": "branch", "name": "甲", "members": 5}, {"fact": "branch", "name": "乙", "members": 5}], TODAY)
    everything = asked(book, Scope(everything=True))
    assert sum(totals(book, everything).values()) == len(findings(book, everything))
