"""What duties, indicators and checks read from what is kept."""

import datetime as dt

import pytest

from tests.ledgers.rows import entered, site
from tests.ledgers.texts import KEPT
from tests.world import NOW, TODAY
from zugong.door.scope import Scope
from zugong.duties.actions.fill_windows import fill_windows
from zugong.facts import kept as facts
from zugong.facts.findings import Asked, findings
from zugong.facts.indicators import Span, values
from zugong.ledgers.actions.end import end
from zugong.ledgers.models import Row
from zugong.ledgers.refit import refit
from zugong.library.actions.sign import sign
from zugong.library.queries import book

EVERYTHING = Scope(everything=True)


def asked(duty, *, by_person=True, as_of=TODAY):
    return Asked((duty,), EVERYTHING.sql, dt.date(2026, 1, 1), dt.date(2027, 12, 31), as_of, by_person=by_person)


@pytest.fixture
def sites(here, kept):
    """Leases that end in a month, in half a year, and one ended before its day; a closed one."""
    fill_windows(kept, TODAY)
    soon = site(kept, here.plum, "近", "1", ends_on="2026-12-20")
    far = site(kept, here.plum, "远", "2", ends_on="2027-06-30")
    done = site(kept, here.bamboo, "完", "3", ends_on="2026-11-30")
    end(kept, "test_site", [done.pk], on=dt.date(2026, 11, 20), reason="退租", today=TODAY, by=None, at=NOW)
    over = site(kept, here.bamboo, "过", "4", state="closed", ends_on="2026-11-01")
    return {"soon": soon, "far": far, "done": done, "over": over}


def test_each_row_owes_until_its_day(here, kept, sites):
    rows = findings(kept, asked("lease_decided"))
    assert {(row["person"], row["period"], row["finding"]) for row in rows} == {
        (sites["soon"].pk, "2026-12-20", "open"), (sites["done"].pk, "2026-11-30", "met"), (sites["over"].pk, "2026-11-01", "missed"),
    }  # fmt: skip


def test_the_rows_of_an_organization_fold_to_one_finding_a_day(here, kept, sites):
    site(kept, here.plum, "又", "5", ends_on="2026-12-20")
    rows = [row for row in findings(kept, asked("lease_decided", by_person=False)) if row["organization"] == here.plum.pk]
    assert [(row["period"], row["counted"], row["required"], row["finding"]) for row in rows] == [("2026-12-20", 0, 2, "open")]


def test_a_duty_of_organizations_counts_the_rows_in_force(here, kept, sites):
    found = {row["name"]: row["finding"] for row in findings(kept, asked("site_in_each_branch"))}
    assert (found["梅园党支部"], found["竹苑党支部"]) == ("met", "open")


def test_indicators_count_and_add_what_is_in_force_and_what_began(here, kept, sites):
    site(kept, here.far, "新", "6", opened="2026-03", area=40)
    site(kept, here.far, "旧", "7", opened="2020-03", area=5)
    span = Span(EVERYTHING.sql, dt.date(2026, 1, 1), TODAY)
    assert values(kept, ["sites_open", "area_open", "sites_opened"], span) == {"sites_open": (4, None), "area_open": (165, None), "sites_opened": (1, None)}
    part = Span(Scope.below(here.far.path).sql, dt.date(2026, 1, 1), TODAY)
    assert values(kept, ["sites_open"], part) == {"sites_open": (2, None)}


def test_a_broken_count_is_listed_with_the_row_and_the_number(here, kept):
    quota = entered(kept, "test_quota", here.plum, document="一号", most=1)
    room = site(kept, here.plum)
    for number in range(2):
        Row.objects.create(ledger="test_key", organization=here.plum, name=str(number), since=dt.date(2026, 1, 1), row_1=room, entered_at=NOW)
    check = kept.checks["keys_within_quota"].latest
    lines = facts.broken(kept, [("keys_within_quota", check)], EVERYTHING.sql, TODAY)
    assert [(line["check_key"], line["row"], line["counted"], line["place"]) for line in lines] == [("keys_within_quota", quota.pk, 2, "梅园党支部")]
    assert facts.broken(kept, [("keys_within_quota", check)], Scope.below(here.west.path).sql, TODAY) == []


def test_rows_follow_a_key_that_the_adopted_rules_change_and_the_first_of_two_holds_it(here, kept):
    first, second = site(kept, here.plum, "活动室", "1"), site(kept, here.plum, "活动室", "2")
    sign({"kept_things.toml": KEPT.replace('unique  = ["number"]', 'unique  = ["name"]')}, note="", by=None, at=NOW)
    refit(kept, book(), TODAY)
    assert [row.unique_key for row in (Row.objects.get(pk=first.pk), Row.objects.get(pk=second.pk))] == ["活动室", None]
    refit(book(), kept, TODAY)
    assert [row.unique_key for row in (Row.objects.get(pk=first.pk), Row.objects.get(pk=second.pk))] == ["1", "2"]
