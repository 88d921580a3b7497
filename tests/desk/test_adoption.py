"""Adopting files: checked, tried, signed; a rule from another domain works without code."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from zugong.charter.reader import read_folder
from zugong.desk.adoption import adopt, try_out
from zugong.duties.models import Window
from zugong.library.models import AdoptedFile
from zugong.library.queries import book, texts

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
SHIPPED = read_folder(settings.MECHANISMS)


def sign(offered):
    return adopt(offered, today=TODAY, by=None, at=timezone.now())


def test_the_shipped_files_are_adopted_whole_and_a_second_time_changes_nothing():
    first, faults = sign(SHIPPED)
    again, _ = sign(SHIPPED)
    assert (len(first), faults, again, set(book().mechanisms)) == (len(SHIPPED), [], [], {Path(name).stem for name in SHIPPED})


def test_a_wrong_file_is_refused_with_its_faults_and_nothing_is_written():
    sign(SHIPPED)
    before = (AdoptedFile.objects.count(), Window.objects.count())
    wrong = SHIPPED["political/themed_party_day.toml"].replace('who     = "branch"', 'who     = "branches"')
    signed, faults = sign({"themed_party_day.toml": wrong})
    assert (signed, [fault.code for fault in faults], (AdoptedFile.objects.count(), Window.objects.count())) == ([], ["unknown_group"], before)


def test_a_failing_example_refuses_the_file():
    sign(SHIPPED)
    wrong = SHIPPED["political/party_group_meeting.toml"].replace('finding = "missed", missing = 1', 'finding = "late", missing = 1')
    _, faults = sign({"party_group_meeting.toml": wrong})
    assert [fault.code for fault in faults] == ["example_failed"]


def test_trying_out_shows_old_and_new_sentence_and_leaves_nothing_behind():
    sign(SHIPPED)
    before = list(Window.objects.values_list("id", flat=True))
    changed = SHIPPED["political/themed_party_day.toml"].replace('due     = "10 days after end"', 'due     = "20 days after end"')
    trial = try_out({"themed_party_day.toml": changed}, TODAY)
    assert [fault.code for fault in trial.faults] == ["example_failed"] * len(trial.faults)
    assert (texts()["political/themed_party_day.toml"], list(Window.objects.values_list("id", flat=True))) == (SHIPPED["political/themed_party_day.toml"], before)


def test_a_changed_title_replaces_the_file_in_its_place_and_keeps_the_former_text():
    sign(SHIPPED)
    changed = SHIPPED["political/themed_party_day.toml"].replace("“一月一主题”支部主题党日", "支部主题党日")
    signed, faults = sign({"themed_party_day.toml": changed})
    history = [(row.name, row.replaced_at is None) for row in AdoptedFile.objects.filter(key="themed_party_day").order_by("id")]
    assert (signed, faults, history) == (["themed_party_day"], [], [("political/themed_party_day.toml", False), ("political/themed_party_day.toml", True)])


def test_a_newly_named_field_gets_its_typed_column_filled_from_the_records_there_are():
    from tests.given import given
    from zugong.records.models import Record

    sign(SHIPPED)
    given(
        book(),
        [{"fact": "branch", "name": "甲", "members": 5}, {"fact": "organizational_life", "by": "甲", "on": dt.date(2026, 10, 9), "problems": 4, "measures": 6}],
        TODAY,
    )
    changed = SHIPPED["political/organizational_life_meeting.toml"].replace('value = { sum = "measures", of = "organizational_life" }', 'value = { sum = "problems", of = "organizational_life" }').replace(
        '{ indicator = "measures_taken", value = 7 }', '{ indicator = "measures_taken", value = 0 }'
    )
    signed, faults = sign({"organizational_life_meeting.toml": changed})
    slot = book().slots["organizational_life"]["problems"]
    assert (faults, Record.objects.values_list(slot, flat=True).get()) == ([], 4)


def test_a_rule_file_from_another_domain_is_adopted_and_judges():
    from tests.given import given
    from zugong.door.scope import Scope
    from zugong.facts.findings import Asked, findings

    sign(SHIPPED)
    signed, faults = sign({"grassroots/safety_inspection.toml": OTHER})
    named = given(
        book(),
        [{"fact": "firm", "name": "甲厂"}, {"fact": "firm", "name": "乙厂"}, {"fact": "safety_inspection", "by": "甲厂", "on": dt.date(2026, 8, 1), "passed": True}],
        TODAY,
    )
    asked = Asked(("safety_inspection_each_quarter",), Scope(everything=True).sql, dt.date(2026, 7, 1), dt.date(2026, 10, 1), TODAY)
    found = {row["organization"]: row["finding"] for row in findings(book(), asked)}
    assert (signed, faults, found) == (["safety_inspection"], [], {named["甲厂"].pk: "met", named["乙厂"].pk: "missed"})


OTHER = """
title = "企业安全检查"
owner = "safety_office"
since = 2024-01-01
checked = 2026-11-01

[[record]]
key = "safety_inspection"
title = "安全检查"
by = "firm"
seen_by = ["by", "above"]
keep = "5 years after on, then delete"
fields = { passed = "yes_no 合格", hazards = "count? 隐患数" }

[[duty]]
key = "safety_inspection_each_quarter"
title = "每季度一次安全检查"
basis = "local"
who = "firm"
every = "quarter"
expects = { count = "safety_inspection", where = { passed = true }, at_least = 1 }
due = "15 days after end"

[[example]]
name = "不合格的不算"
as_of = 2026-05-01
given = [{ fact = "firm", name = "甲厂" }, { fact = "safety_inspection", by = "甲厂", on = 2026-02-01, passed = false }]
expect = { duty = "safety_inspection_each_quarter", of = "甲厂", period = "2026-Q1", finding = "missed" }
"""
