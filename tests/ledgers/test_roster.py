"""A ledger comes and goes as a table."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.ledgers.rows import entered, site
from tests.sheets.odd_files import workbook
from tests.world import NOW, TODAY, member
from zugong.door.scope import Scope
from zugong.ledgers.actions.attach import attach
from zugong.ledgers.models import Row
from zugong.ledgers.rosters.ledger import LedgerRoster
from zugong.registry.rosters.names import people_named
from zugong.sheets.actions.bring_in import bring_in
from zugong.sheets.actions.undo import Conflicts, undo
from zugong.sheets.columns import Place
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, rosters
from zugong.sheets.twice import Twice

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
        ("年租金", "money", False), ("管理人", "person", False), ("产权单位", "organization", False), ("电话", "phone", False), ("租期到", "date", False), ("起日", "date", False), ("止日", "date", False), ("台账行号", "count", False),
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
    site(kept, here.plum, "重名", "1")
    site(kept, here.plum, "重名", "2")
    site(kept, here.bamboo, "别家的", "3")
    lines = [Line("表", number, {"organization": place(here.plum), "label": str(number), "site": name}) for number, name in ((1, "没有"), (2, "重名"), (3, "别家的"))]
    keys.resolve(lines, ask(Scope.exactly([here.plum.path])))
    assert [each.faults["site"].code for each in lines] == ["reference_unknown", "reference_several", "reference_unknown"]


@pytest.mark.parametrize("number", [1, 3])
def test_lines_are_resolved_in_six_statements_however_many(here, kept, roster, django_assert_num_queries, number):
    for each in range(number):
        site(kept, here.plum, str(each), str(each), keeper=here.person("梅一").pk, owner=here.root.pk)
    lines = [line(here.plum, each, number=str(each), area=70) for each in range(number)]
    with django_assert_num_queries(6):
        roster.resolve(lines, ask(Scope.exactly([here.plum.path])))
    assert [each.state for each in lines] == ["changed"] * number


def test_a_line_with_its_number_changes_that_row_and_one_without_is_added(here, kept):
    contacts, ours = LedgerRoster(kept, "test_contact"), ask(Scope.exactly([here.plum.path]))
    first, second = (entered(kept, "test_contact", here.plum, person="王五", room=room) for room in ("101", "102"))
    lines = [Line("表", at, {"organization": place(here.plum), "person": "王五", "room": room, "row": row}) for at, (room, row) in enumerate((("101", None), ("103", None), ("104", second.pk), ("105", 999_999)), 1)]
    lines[2].values["person"] = None
    contacts.resolve(lines, ours)
    assert [(each.target, each.state, {key: fault.code for key, fault in each.faults.items()}) for each in lines] == [
        (first.pk, "same", {}), (None, "new", {"person": "alike"}), (second.pk, "changed", {}), (None, "error", {"row": "row_unknown"}),
    ]  # fmt: skip
    contacts.write(lines[1:3], ours, "导入")
    assert sorted((row.name, row.fields["room"]) for row in Row.objects.filter(ledger="test_contact")) == [("王五", "101"), ("王五", "103"), ("王五", "104")]


def test_the_number_of_a_row_elsewhere_is_no_number(here, kept):
    contacts = LedgerRoster(kept, "test_contact")
    far = entered(kept, "test_contact", here.far, person="王五")
    brought = Line("表", 1, {"organization": place(here.plum), "person": "王五", "row": far.pk})
    contacts.resolve([brought], ask())
    assert (brought.target, brought.faults["row"].code, brought.former) == (None, "row_unknown", {})


def test_those_above_change_what_they_see_and_leave_what_is_masked(here, kept, roster):
    row = site(kept, here.plum, phone="0571-2345678")
    open_, masked = line(here.plum, area=80, phone=None), line(here.plum, phone="0571-7654321")
    roster.resolve([open_], ask())
    roster.resolve([masked], ask())
    assert (open_.state, open_.faults, "phone" in open_.former) == ("changed", {}, False)
    assert (masked.state, masked.faults["phone"].code) == ("error", "guarded")
    roster.write([open_], ask(), "导入")
    assert Row.objects.get().fields == row.fields | {"area": 80}


def test_namesakes_leave_the_house_with_where_they_are_and_are_read_back(here, kept, roster):
    other = member("梅一", here.bamboo).person
    site(kept, here.plum, keeper=here.person("梅一").pk)
    site(kept, here.bamboo, number="2", keeper=other.pk)
    keeper = [column.key for column in roster.columns()].index("keeper")
    told = [row[keeper].name for row in roster.rows(EVERYTHING, TODAY, {})]
    assert told == ["梅一（梅园党支部）", "梅一（竹苑党支部）"]
    assert [who.pk for who in map(people_named(set(told), EVERYTHING, TODAY).get, told)] == [here.person("梅一").pk, other.pk]


def test_a_reference_to_an_ended_row_is_found_where_none_is_in_force(here, kept):
    keys = LedgerRoster(kept, "test_key")
    ended = site(kept, here.plum, until=dt.date(2026, 6, 1))
    lines = [Line("表", 1, {"organization": place(here.plum), "label": "1", "site": "活动室"})]
    keys.resolve(lines, ask(Scope.exactly([here.plum.path])))
    assert lines[0].faults == {}
    keys.write(lines, ask(Scope.exactly([here.plum.path])), "导入")
    assert Row.objects.get(ledger="test_key").fields["site"] == ended.pk


def test_lines_that_are_alike_in_every_cell_are_told_where_a_name_may_repeat(here, kept):
    contacts = LedgerRoster(kept, "test_contact")
    lines = [Line("表", at, {"organization": place(here.plum), "person": "王五", "room": room}) for at, room in enumerate(("101", "102", "101"), 1)]
    Twice(contacts.identities, {column.key: column.title for column in contacts.columns()}, contacts.repeats).look(lines)
    assert [{key: (fault.code, fault.is_error, fault.message) for key, fault in each.faults.items()} for each in lines] == [{}, {}, {"person": ("alike_in_file", False, "和第 1 行每一格都相同")}]


def test_two_lines_that_mean_one_row_are_not_both_taken(here, kept, tmp_path):
    """One by its number gives away what the other is known by."""
    row = site(kept, here.plum, "甲", "1")
    path = workbook(tmp_path / "x.xlsx", ("所属党支部", "名称", "编号", "使用情况", "面积", "台账行号"), (here.plum.name, "甲", "2", "开放", 60, row.pk), (here.plum.name, "乙", "1", "开放", 99, None))
    with bring_in(LedgerRoster(kept, "test_site"), path, ask(), dry=True) as made:
        found = [(line.row, {key: fault.code for key, fault in line.faults.items()}) for piece in made.staged.pieces("error", "changed", "new") for line in piece]
    assert found == [(2, {}), (3, {"row": "twice_in_file"})]


def test_what_was_attached_since_keeps_a_batch(here, kept, tmp_path):
    roster = LedgerRoster(kept, "test_site")
    path = workbook(tmp_path / "x.xlsx", ("所属党支部", "名称", "编号", "使用情况", "面积"), (here.plum.name, "甲", "1", "开放", 60))
    with bring_in(roster, path, ask()) as made:
        batch = made.batch
    attach(Row.objects.get(), [SimpleUploadedFile("图纸.txt", b"x")], by=None, at=NOW)
    with pytest.raises(Conflicts, match="已经添加了附件"):
        undo(batch, roster, ask())
