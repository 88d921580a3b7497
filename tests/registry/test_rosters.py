"""Organizations and people as tables: how names are resolved, what a table may change and what needs its own act."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sheets.odd_files import workbook
from tests.world import NOW, TODAY, District, district, member, organization
from zugong.door.scope import Scope
from zugong.registry.id_numbers import check_character
from zugong.registry.models import Membership, Organization, Person, Placement
from zugong.registry.numbered import people_numbered
from zugong.registry.rosters.names import organizations_named, people_named
from zugong.registry.rosters.organizations import Organizations
from zugong.registry.rosters.people import People
from zugong.sheets.actions.bring_in import bring_in
from zugong.sheets.actions.undo import Conflicts, undo
from zugong.sheets.columns import Place, shown
from zugong.sheets.faults import Fault
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask
from zugong.sheets.workbooks import write_table

pytestmark = pytest.mark.django_db
EVERYTHING = Scope(everything=True)
ASK = Ask(EVERYTHING, TODAY, None, NOW)
HEADS = ("组织代码", "组织名称", "类型", "上级组织", "设在单位", "成立日期")
PEOPLE = ("姓名", "出生日期", "所在支部", "党员类别", "入党日期", "转正日期", "转入本支部日期")


@pytest.fixture
def here() -> District:
    return district()


def brought(tmp_path, roster, *rows, ask=ASK, dry=False):
    """Counts, faults by row and column, and the batch."""
    path = workbook(tmp_path / "x.xlsx", *rows)
    with bring_in(roster, path, ask, dry=dry) as made:
        faults = {(line.row, key): fault.code for piece in made.staged.pieces("error", "new", "changed", "same") for line in piece for key, fault in line.faults.items()}
        return dict(made.found.counts), faults, made.batch


def said(found: dict) -> dict:
    return {text: value.code if isinstance(value, Fault) else value.name for text, value in found.items()}


def test_an_organization_is_meant_by_code_whole_name_or_the_way_to_it_inside_the_scope(here):
    first, second = organization("老干部党支部", "branch", here.east), organization("老干部党支部", "branch", here.west)
    texts = {here.plum.code, here.plum.code.lower(), "梅园党支部", "老干部党支部", "东街党工委/老干部党支部", "云川区委／西岭党委／老干部党支部", "东街党工委/海棠湾党支部", "没有的"}
    found = organizations_named(texts, EVERYTHING, TODAY)
    assert said(found) == {
        here.plum.code: "梅园党支部", here.plum.code.lower(): "梅园党支部", "梅园党支部": "梅园党支部", "老干部党支部": "several_organizations", "东街党工委/老干部党支部": "老干部党支部",
        "云川区委／西岭党委／老干部党支部": "老干部党支部", "东街党工委/海棠湾党支部": "no_organization", "没有的": "no_organization",
    }  # fmt: skip
    assert (found["东街党工委/老干部党支部"].pk, found["云川区委／西岭党委／老干部党支部"].pk) == (first.pk, second.pk)
    assert said(organizations_named({"老干部党支部", "梅园党支部", here.far.code}, Scope.below(here.west.path), TODAY)) == {"老干部党支部": "老干部党支部", "梅园党支部": "no_organization", here.far.code: "海棠湾党支部"}


def test_a_part_of_one_name_is_answered_with_that_name(here):
    found = organizations_named({"中共梅园党支部", "梅园党", "党支部", "海棠湾党"}, Scope.below(here.east.path), TODAY)
    assert {text: fault.fix for text, fault in found.items()} == {
        "中共梅园党支部": "是不是“梅园党支部”？", "梅园党": "是不是“梅园党支部”？", "党支部": "填准确的全称或组织代码；还没有登记的，先导入组织", "海棠湾党": "填准确的全称或组织代码；还没有登记的，先导入组织",
    }  # fmt: skip


def test_a_person_is_meant_by_name_or_with_the_branch(here):
    member("梅一", here.bamboo)
    found = people_named({"梅一", "梅一（竹苑党支部）", "梅二", "慕容远山", "没有"}, Scope.below(here.east.path), TODAY)
    assert said(found) == {"梅一": "several_people", "梅一（竹苑党支部）": "梅一", "梅二": "梅二", "慕容远山": "no_person", "没有": "no_person"}


def test_a_tree_comes_in_in_any_order_with_parents_of_the_same_table_and_goes_again(here, tmp_path):
    before = list(Organization.objects.order_by("pk").values())
    rows = [("N-2", "新街第一党支部", "党支部", "新街党委", "N-9", "2025-01-01"), ("N-1", "新街党委", "基层党委（党工委）", here.root.code, None, "2024-05-01"), ("N-9", "新街社区", "社区", here.root.code, None, None)]
    counts, faults, batch = brought(tmp_path, Organizations(), HEADS, *rows)
    branch = Organization.objects.select_related("parent", "unit").get(code="N-2")
    assert (counts, faults, branch.parent.name, branch.parent.parent_id, branch.unit.name, str(branch.since)) == ({"new": 3}, {}, "新街党委", here.root.pk, "新街社区", "2025-01-01")
    assert (branch.path[:10] == branch.parent.path, Placement.objects.get(organization=branch).path, branch.initials) == (True, branch.path, "xjdydzb")
    assert brought(tmp_path, Organizations(), HEADS, *rows)[0] == {"same": 3}
    undo(batch, Organizations(), ASK)
    assert (list(Organization.objects.order_by("pk").values()), Placement.objects.filter(organization__code__startswith="N-").count()) == (before, 0)


def test_what_a_table_says_wrong_of_organizations_is_named(here, tmp_path):
    _, faults, _ = brought(
        tmp_path, Organizations(), HEADS,
        (here.plum.code, "改了名的", "党支部", None, None, None), ("A-1", "甲", "党支部", "A-2", None, None), ("A-2", "乙", "党支部", "A-1", None, None), ("A-3", "丙", "党小组", here.east.code, None, None),
        ("A-4", "丁", "党支部", "没有的", None, None), ("A-5", "戊", "党支部", here.plum.code, None, "2020-01-01"), ("A 6!", "己", "党支部", here.root.code, None, None), ("A-4", "庚", "党支部", here.root.code, None, None),
    )  # fmt: skip
    assert faults == {
        (2, "name"): "needs_its_act", (3, "parent"): "circle", (4, "parent"): "circle", (5, "parent"): "group_outside_branch", (6, "parent"): "no_organization", (7, "since"): "before_parent",
        (8, "code"): "organization_code", (9, "code"): "twice_in_file",
    }  # fmt: skip


def test_a_clerk_of_a_part_founds_only_below_it(here, tmp_path):
    ask = Ask(Scope.below(here.east.path), TODAY, None, NOW)
    _, faults, _ = brought(tmp_path, Organizations(), HEADS, ("B-1", "甲", "党支部", here.west.code, None, None), ("B-2", "乙", "党支部", None, None, None), ("B-3", "丙", "党支部", "东街党工委", None, None), (here.far.code, "海棠湾党支部", "党支部", "东街党工委", None, None), ask=ask)
    assert faults == {(2, "parent"): "no_organization", (3, "parent"): "empty", (5, "code"): "code_taken"}


def test_organizations_that_are_used_by_now_stay(here, tmp_path):
    _, _, batch = brought(tmp_path, Organizations(), HEADS, ("C-1", "甲支部", "党支部", here.root.code, None, "2024-05-01"))
    member("新来的", Organization.objects.get(code="C-1"), since=TODAY)
    with pytest.raises(Conflicts, match="用到了这一批里的内容"):
        undo(batch, Organizations(), ASK)
    assert Organization.objects.filter(code="C-1").exists()


def test_a_conversion_in_the_table_ends_the_probationary_membership_and_comes_back_whole(here, tmp_path):
    before = list(Membership.objects.order_by("pk").values())
    rows = [PEOPLE, ("梅七", None, "梅园党支部", "正式党员", None, dt.date(2026, 6, 1), None)]
    _, faults, batch = brought(tmp_path, People(), *rows)
    spans = list(Membership.objects.filter(person=here.person("梅七")).order_by("since").values_list("standing", "may_vote", "until", "ended_for", "group__name"))
    assert (faults, spans) == ({}, [("probationary", False, dt.date(2026, 6, 1), "converted", "梅园党支部第一党小组"), ("full", True, None, "", "梅园党支部第一党小组")])
    assert brought(tmp_path, People(), *rows)[0] == {"same": 1}
    undo(batch, People(), ASK)
    assert list(Membership.objects.order_by("pk").values()) == before


def test_what_needs_its_own_act_is_not_done_by_a_table(here, tmp_path):
    _, faults, _ = brought(
        tmp_path, People(), PEOPLE, ("竹一", None, "竹苑党支部", "预备党员", None, None, None), ("梅七", None, "梅园党支部", "正式党员", None, None, None),
        ("梅二", None, "竹苑党支部", "正式党员", None, None, None), ("竹二", "1970-01", "竹苑党支部", "正式党员", None, None, dt.date(2025, 1, 1)), dry=True,
    )  # fmt: skip
    assert faults == {(2, "standing"): "not_back", (3, "converted_on"): "empty", (5, "since"): "not_changed_here"}


def test_who_was_converted_in_this_branch_has_two_memberships_and_is_exported_alike(here, tmp_path):
    rows = [PEOPLE, ("王一", "1990-05", "梅园党支部", "正式党员", dt.date(2024, 6, 1), dt.date(2025, 6, 1), dt.date(2024, 3, 1))]
    brought(tmp_path, People(), *rows)
    told = [row for row in People().rows(EVERYTHING, TODAY, {}) if row[0] == "王一"]
    words = [[shown(column, value) for column, value in zip(People().columns(), row, strict=True)] for row in told]
    assert words == [["王一", "", "1990-05", "", "梅园党支部", "正式党员", "2024-06-01", "2025-06-01", "2024-03-01", ""]]
    assert brought(tmp_path, People(), *rows)[0] == {"same": 1}


@pytest.mark.parametrize("roster", [Organizations(), People()], ids=["organizations", "people"])
def test_what_is_exported_is_read_back_as_the_same_also_names_that_two_have(here, tmp_path, roster):
    organization("老干部党支部", "branch", here.east), member("甲", organization("老干部党支部", "branch", here.west))
    path = tmp_path / "x.xlsx"
    count = write_table(path, roster, roster.rows(EVERYTHING, TODAY, {}))
    with bring_in(roster, path, ASK) as made:
        assert (dict(made.found.counts), made.batch) == ({"same": count}, None)


def test_writing_and_taking_back_ask_as_often_for_many_as_for_few(here, tmp_path):
    counts = []
    for number in (2, 90):  # the ORM deletes a hundred at a time
        rows = [(f"王{chr(0x4E00 + number + each)}", "1980-05", "梅园党支部", "正式党员", None, None, None) for each in range(number)]
        with CaptureQueriesContext(connection) as writing:
            _, faults, batch = brought(tmp_path, People(), PEOPLE, *rows)
        with CaptureQueriesContext(connection) as taking_back:
            undo(batch, People(), ASK)
        counts.append((faults, len(writing), len(taking_back)))
    assert (counts[0] == counts[1], Person.objects.filter(name__startswith="王").count()) == (True, 0)


def numbered(place: Organization, name: str, number: str, born_on: str = "1985-07-03") -> Line:
    """A line of someone with an invented number; the area was never assigned."""
    return Line("表", 1, {"name": name, "gender": "male", "born_on": born_on, "id_number": number, "branch": Place(place.pk, place.path, place.name), "standing": "full", "since": dt.date(2024, 1, 1)})


def test_a_number_is_sealed_on_the_way_in_finds_its_person_and_stays_empty_on_the_way_out(here):
    number, people = "99000019850703001" + check_character("99000019850703001"), People()
    first = numbered(here.plum, "梅新", number)
    people.resolve([first], ASK)
    assert (first.state, first.faults) == ("new", {})
    trace = people.write([first], ASK, "导入")
    person = people_numbered(number).get()
    assert (person.name, number in person.id_number) == ("梅新", False)
    again, renamed, other = numbered(here.plum, "梅新", number), numbered(here.plum, "梅改", number), numbered(here.plum, "梅新", "99000019850703003" + check_character("99000019850703003"))
    people.resolve([again, renamed, other], ASK)
    assert (again.state, renamed.faults["id_number"].code, other.faults["id_number"].code) == ("same", "number_taken", "number_differs")
    column = [each.key for each in people.columns()].index("id_number")
    assert {row[column] for row in people.rows(EVERYTHING, TODAY, {})} == {None}
    assert (people.undo(trace, ASK, "撤回"), people_numbered(number).count()) == ([], 0)


def test_a_number_given_to_who_had_none_is_taken_back_with_the_batch(here):
    number, people, person = "99000019850703001" + check_character("99000019850703001"), People(), here.members["梅一"].person
    line = numbered(here.plum, "梅一", number)
    line.values |= {"born_on": None, "gender": None, "since": None}
    people.resolve([line], ASK)
    assert (line.state, line.changes) == ("changed", {"id_number": number})
    trace = people.write([line], ASK, "导入")
    assert people_numbered(number).get() == person
    people.undo(trace, ASK, "撤回")
    person.refresh_from_db()
    assert (person.id_number, person.id_number_index) == ("", None)


def test_the_days_of_admission_and_conversion_are_kept_and_come_back(here, tmp_path):
    """Also of a conversion before the member came to the branch; who is there without one is given it."""
    rows = [("王一", "1980-05", "梅园党支部", "正式党员", "2010-07-01", "2011-07-01", "2025-01-01"), ("梅一", None, "梅园党支部", "正式党员", "2001-07-01", "2002-07-01", None)]
    counts, faults, batch = brought(tmp_path, People(), PEOPLE, *rows)
    open_ = Membership.objects.filter(until__isnull=True, person__name__in=("王一", "梅一")).order_by("-pk")
    assert (counts, faults, [(str(row.joined_on), str(row.converted_on)) for row in open_]) == ({"new": 1, "changed": 1}, {}, [("2010-07-01", "2011-07-01"), ("2001-07-01", "2002-07-01")])
    out = {row[0]: [str(day) for day in row[6:8]] for row in People().rows(EVERYTHING, TODAY, {}) if row[0] in ("王一", "梅一")}
    assert (out, brought(tmp_path, People(), PEOPLE, *rows)[0]) == ({"王一": ["2010-07-01", "2011-07-01"], "梅一": ["2001-07-01", "2002-07-01"]}, {"same": 2})
    undo(batch, People(), ASK)
    assert [(row.joined_on, row.converted_on) for row in open_.all()] == [(None, None)]
