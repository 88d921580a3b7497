"""A ledger comes and goes as a table."""

import datetime as dt

import pytest

from tests.ledgers.rows import entered, site
from tests.world import NOW, TODAY
from zugong.door.scope import Scope
from zugong.ledgers.models import Row
from zugong.ledgers.rosters.ledger import LedgerRoster
from zugong.sheets.columns import Place
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, rosters

EVERYTHING = Scope(everything=True)


def ask(scope=EVERYTHING):
    return Ask(scope, TODAY, None, NOW)


def place(organization):
    return Place(organization.pk, organization.path, organization.name)


def line(at, place_=1, **values):
    return Line("表", place_, {"organization": place(at), "name": "活动室", "number": "1", "state": "open", "area": 60, "since": dt.date(2026, 1, 1)} | values)


@pytest.fixture
def roster(kept):
    return LedgerRoster(kept, "test_site")


def test_each_ledger_is_a_table(kept):
    assert [key for key in rosters() if key.startswith("test_")] == ["test_site", "test_key", "test_choir", "test_quota", "test_contact"]


def test_the_columns_are_the_organization_the_fields_and_the_span(roster):
    assert [(column.title, column.type, column.needed) for column in roster.columns()] == [
        ("所属党支部", "organization", True), ("名称", "text", True), ("编号", "text", True), ("使用情况", "code", True), ("面积", "count", True), ("座位", "count", False), ("启用时间", "partial_date", False),
        ("年租金", "money", False), ("管理人", "person", False), ("产权单位", "organization", False), ("电话", "phone", False), ("租期到", "date", False), ("起日", "date", False), ("止日", "date", False),
    ]  # fmt: skip


def test_lines_are_written_once_and_taken_back(here, kept, roster):
    ours = ask(Scope.exactly([here.plum.path, here.bamboo.path]))
    lines = [line(here.plum, 1), line(here.bamboo, 2, number="2", name="会议室", seats=20)]
    roster.resolve(lines, ours)
    assert [each.state for each in lines] == ["new", "new"]
    trace = roster.write(lines, ours, "导入")
    again = [line(here.plum, 1), line(here.bamboo, 2, number="2", name="会议室", seats=20)]
    roster.resolve(again, ours)
    assert [each.state for each in again] == ["same", "same"]
    assert roster.undo(trace, ours, "撤回") == []
    assert Row.objects.count() == 0


def test_a_changed_line_is_restored_as_it_was(here, kept, roster):
    row = site(kept, here.plum)
    ours = ask(Scope.exactly([here.plum.path]))
    changed = line(here.plum, area=80)
    roster.resolve([changed], ours)
    assert (changed.state, changed.changes) == ("changed", {"area": 80})
    trace = roster.write([changed], ours, "导入")
    assert Row.objects.get().fields == row.fields | {"area": 80}
    assert roster.undo(trace, ours, "撤回") == []
    assert Row.objects.get().fields == row.fields


def test_what_comes_out_goes_in_again_as_the_same(here, kept, roster):
    site(kept, here.plum, seats=30, rent=120050, keeper=here.person("梅一").pk, owner=here.root.pk, opened="2024-05", ends_on="2028-01-01")
    scope = Scope.exactly([here.plum.path])
    (row,) = roster.rows(scope, TODAY, {})
    values = dict(zip([column.key for column in roster.columns()], row, strict=True))
    back = Line("表", 1, values)
    roster.resolve([back], ask(scope))
    assert (back.state, {key: str(fault) for key, fault in back.faults.items()}) == ("same", {})


def test_what_is_masked_for_those_above_stays_empty_in_their_table(here, kept, roster):
    site(kept, here.plum, phone="0571-2345678")
    phone = [column.key for column in roster.columns()].index("phone")
    assert [row[phone] for row in roster.rows(EVERYTHING, TODAY, {})] == [None]
    assert [row[phone] for row in roster.rows(Scope.exactly([here.plum.path]), TODAY, {})] == ["0571-2345678"]


def test_a_list_of_the_own_organization_is_neither_read_nor_filled_from_above(here, kept):
    choir = LedgerRoster(kept, "test_choir")
    entered(kept, "test_choir", here.plum, told={"singer": "梅一"}, singer=here.person("梅一").pk)
    assert list(choir.rows(EVERYTHING, TODAY, {})) == []
    brought = Line("表", 1, {"organization": place(here.plum)})
    choir.resolve([brought], ask())
    assert brought.faults["organization"].code == "kept_own"


def test_faults_say_what_is_wrong_and_where(here, kept, roster):
    site(kept, here.far, "远", "9")
    lines = [line(here.plum, 1), line(here.bamboo, 2), line(here.plum, 3, number="3", seats=100), line(here.plum, 4, number="4", until=dt.date(2025, 1, 1)), line(here.plum, 5, number="9")]
    roster.resolve(lines, ask(Scope.exactly([here.plum.path, here.bamboo.path])))
    assert [{key: (fault.code, fault.is_error) for key, fault in each.faults.items()} for each in lines] == [
        {}, {"number": ("twice", True)}, {"seats": ("seats_within_area", False)}, {"until": ("reversed", True)}, {"organization": ("other_organization", True)},
    ]  # fmt: skip


def test_a_reference_that_is_not_there_or_there_twice_is_said(here, kept):
    keys = LedgerRoster(kept, "test_key")
    site(kept, here.bamboo, "重名", "1")
    site(kept, here.bamboo, "重名", "2")
    lines = [Line("表", number, {"organization": place(here.plum), "label": str(number), "site": name}) for number, name in ((1, "没有"), (2, "重名"))]
    keys.resolve(lines, ask(Scope.exactly([here.plum.path])))
    assert [each.faults["site"].code for each in lines] == ["reference_unknown", "reference_several"]


@pytest.mark.parametrize("number", [1, 3])
def test_lines_are_resolved_in_six_statements_however_many(here, kept, roster, django_assert_num_queries, number):
    for each in range(number):
        site(kept, here.plum, str(each), str(each), keeper=here.person("梅一").pk, owner=here.root.pk)
    lines = [line(here.plum, each, number=str(each), area=70) for each in range(number)]
    with django_assert_num_queries(6):
        roster.resolve(lines, ask(Scope.exactly([here.plum.path])))
    assert [each.state for each in lines] == ["changed"] * number
