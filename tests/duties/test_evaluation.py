"""The kept evaluation says what judging on reading says, and pages say when it was made."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.world import NOW, TODAY, account, district, filed, rulebook, signed_in
from zugong.door.scope import Scope
from zugong.duties import kept, queries
from zugong.duties.actions.evaluate import evaluate
from zugong.duties.models import Evaluation, KeptFinding, KeptTally
from zugong.facts.indicators import Span, values
from zugong.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    book, made = rulebook(), district()
    filed(book, "theme_day", made.plum, dt.date(2026, 6, 8))
    filed(book, "lecture", [made.plum, made.far], dt.date(2026, 8, 8), fields={"lectured_by": "secretary"})
    return made


@pytest.fixture
def large(settings):
    """Pages judge live up to no organization at all."""
    settings.LIVE_ORGANIZATIONS = 0


def keep(today=TODAY, engine=""):
    return evaluate(rulebook(), "stamp", today=today, at=NOW, with_engine=engine)


ENGINES = ["", pytest.param("duckdb", marks=pytest.mark.analytics)]


@pytest.mark.parametrize("engine", [""])
def test_counts_lists_and_values_are_those_of_judging_on_reading(here, engine):
    book, everything, made = rulebook(), Scope(everything=True), keep(engine=engine)
    for scope, lengths in ((everything, (5, 10, 15)), (Scope.below(here.east.path), (10, 15))):
        for length in lengths:
            live, stored = queries.by_place(book, scope, length, 2026, TODAY), queries.by_place(book, scope, length, 2026, TODAY, evaluation=made)
            assert {place: each.numbers for place, each in live.items()} == {place: each.numbers for place, each in stored.items()}
        for ask in (queries.overdue, queries.next_red):
            live, stored = ask(book, scope, TODAY, 50), ask(book, scope, TODAY, 50, evaluation=made)
            assert [(row["duty"], row["organization"], row["name"], row["period"]) for row in live] == [(row["duty"], row["organization"], row["name"], row["period"]) for row in stored]
    keys = list(book.indicators)
    assert kept.values(made, keys) == values(book, keys, Span(everything.sql, dt.date(2026, 1, 1), TODAY))


@pytest.mark.analytics
@pytest.mark.django_db(transaction=True)
def test_duckdb_keeps_the_same():
    book, made = rulebook(), district()
    filed(book, "theme_day", made.plum, dt.date(2026, 6, 8))

    def rows(evaluation):
        tallies = set(KeptTally.objects.filter(evaluation=evaluation).values_list("length", "place", "duty", "period", "finding", "number"))
        return tallies, set(KeptFinding.objects.filter(evaluation=evaluation).values_list("duty", "organization", "period", "closes_on", "finding")), set(evaluation.values.values_list("indicator", "part", "whole"))

    assert rows(keep()) == rows(keep(engine="duckdb"))


def test_only_the_newest_two_are_kept(here):
    made = [keep() for _ in range(4)]
    assert (list(Evaluation.objects.order_by("id").values_list("pk", flat=True)), KeptTally.objects.filter(evaluation__in=made[:2]).count()) == ([each.pk for each in made[2:]], 0)


def test_a_large_installation_reads_it_and_says_of_when_it_is(here, large):
    keep()
    filed(rulebook(), "theme_day", here.plum, dt.date(2026, 9, 8))
    pages = {address: signed_in(account("section_clerk")).get(address).text for address in ("/duties/", "/cockpit/", "/my-day/")}
    assert {address: "应做事项按 2026年11月23日 10:00 的计算结果显示" in page for address, page in pages.items()} == dict.fromkeys(pages, True)


def test_a_value_of_findings_shows_its_kept_number_and_leads_into_the_parts(here, settings):
    plan = Plan.objects.create(year=2026, title="要点", imported_at=NOW)
    settings.LIVE_ORGANIZATIONS = 5
    made, client = keep(), signed_in(account("leader"))
    part, whole = kept.values(made, ["theme_days_on_time"])["theme_days_on_time"]
    page = client.get(f"/plans/{plan.pk}/values/theme_days_on_time/").text
    inside = client.get(f"/plans/{plan.pk}/values/theme_days_on_time/?organization={here.plum.pk}&rows=whole").text
    assert (f"{part} / {whole}</h1>" in page, "范围大，逐条明细请进到下面的组织里看" in page, "/duties/theme_day_each_month/" in page, f"organization={here.east.pk}" in page) == (True, True, False, True)
    assert ("范围大" in inside, f"/organizations/{here.plum.pk}/duties/theme_day_each_month/" in inside, f"只算{here.plum.name}及以下的" in inside) == (False, True, True)


def test_another_day_and_a_small_scope_are_judged_live(here):
    keep()
    everything = Scope(everything=True)
    settings_then, settings.LIVE_ORGANIZATIONS = settings.LIVE_ORGANIZATIONS, 5
    try:
        found = [kept.for_scope(everything, TODAY), kept.for_scope(everything, TODAY - dt.timedelta(days=1)), kept.for_scope(everything, TODAY + dt.timedelta(days=4)), kept.for_scope(Scope.below(here.plum.path), TODAY)]
    finally:
        settings.LIVE_ORGANIZATIONS = settings_then
    assert [each is not None for each in found] == [True, False, False, False]


def test_who_may_recalculates_and_others_may_not(here, large):
    keep()
    clerk, leader = signed_in(account("section_clerk")), signed_in(account("leader"))
    assert (leader.post("/duties/evaluate/").status_code, "重新计算" in leader.get("/cockpit/").text, "重新计算" in clerk.get("/cockpit/").text) == (403, False, True)
    settings.LIVE_ORGANIZATIONS = 2000
    assert (clerk.post("/duties/evaluate/", {"back": "/cockpit/"}).url, clerk.post("/duties/evaluate/", {"back": "//elsewhere.example/"}).url, Evaluation.objects.count()) == ("/cockpit/", "/duties/", 2)


def test_an_empty_installation_is_evaluated_too():
    call_command("check", verbosity=0)
    made = keep()
    assert (made.findings, KeptTally.objects.count()) == (0, 0)
