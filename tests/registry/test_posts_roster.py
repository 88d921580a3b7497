"""Offices as a table: who is new comes in with the office, who is there is met, and nothing is guessed about namesakes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registry.test_rosters import ASK, EVERYTHING, brought
from tests.world import NOW, TODAY, District, district, organization
from zugong.door.actions.grant_role import grant_role
from zugong.door.actions.invite import invite
from zugong.door.scope import Scope
from zugong.journal.models import Line as JournalLine
from zugong.registry.id_numbers import check_character
from zugong.registry.models import Membership, Person, Post
from zugong.registry.numbered import people_numbered
from zugong.registry.rosters.posts import Posts
from zugong.sheets.actions.undo import Conflicts, undo
from zugong.sheets.rosters import Ask
from zugong.sheets.workbooks import write_table

pytestmark = pytest.mark.django_db
HEADS = ("单位", "姓名", "出生年月", "身份证号", "职务类别", "职务", "到岗日期")


@pytest.fixture
def here() -> District:
    return district()


def number(start: str) -> str:
    return start + check_character(start)


LAN = number("00990019850412001")


def test_people_who_are_new_come_in_with_their_offices_once_and_go_again(here, tmp_path):
    school = organization("云川区第二小学", "institution", here.root)
    rows = [
        (school.name, "兰亭", "1985-04", LAN, "行政正职", "校长", "2024-08-01"), (school.name, "兰亭", "1985-04", None, "书记", None, "2024-08-01"),
        (school.name, "苏北", "1990-11", None, None, "教师", None), (school.name, "梅一", None, None, "行政副职", "副校长", None),
    ]  # fmt: skip
    before = Person.objects.count()
    assert brought(tmp_path, Posts(), HEADS, *rows, dry=True)[:2] == ({"new": 3, "error": 1}, {(5, "born_on"): "needs_birth"})
    counts, faults, batch = brought(tmp_path, Posts(), HEADS, *rows[:3])
    assert (counts, faults, Person.objects.count() - before, people_numbered(LAN).get().name) == ({"new": 3}, {}, 2, "兰亭")
    assert list(Post.objects.filter(organization=school).order_by("pk").values_list("person__name", "role", "title", "since")) == [
        ("兰亭", "chief", "校长", dt.date(2024, 8, 1)), ("兰亭", "secretary", "", dt.date(2024, 8, 1)), ("苏北", "staff", "教师", TODAY),
    ]  # fmt: skip
    assert [line.verb for line in JournalLine.objects.filter(reason__startswith="表格导入").order_by("pk")] == ["engage"] * 2 + ["appoint"] * 3
    assert brought(tmp_path, Posts(), HEADS, *rows[:3])[0] == {"same": 3}
    undo(batch, Posts(), ASK)
    assert (Person.objects.count(), Post.objects.filter(organization=school).count()) == (before, 0)


def test_somebody_who_is_there_gets_the_office_and_a_title_is_corrected(here, tmp_path):
    plum = here.person("梅一")
    Person.objects.filter(pk=plum.pk).update(born_on=dt.date(1980, 5, 1))
    school = organization("云川区第二小学", "institution", here.root)
    first = brought(tmp_path, Posts(), HEADS, (school.name, "梅一", "1980-05", None, "行政副职", "副校长", "2025-01-01"))
    assert (first[1], first[0], list(Post.objects.filter(organization=school).values_list("person", "title"))) == ({(2, "name"): "known_person"}, {"new": 1, "warning": 1}, [(plum.pk, "副校长")])
    counts, faults, batch = brought(tmp_path, Posts(), HEADS, (school.name, "梅一", "1980-05", None, "行政副职", "分管教学副校长", "2025-03-01"))
    assert (counts, faults, Post.objects.get(organization=school).title) == ({"changed": 1, "warning": 1}, {(2, "since"): "not_changed_here"}, "分管教学副校长")
    undo(batch, Posts(), ASK)
    assert Post.objects.get(organization=school).title == "副校长"


def test_what_a_table_says_wrong_of_offices_is_named(here, tmp_path):
    school, plum = organization("云川区第二小学", "institution", here.root, since=dt.date(2024, 1, 1)), here.person("梅二")
    Post.objects.create(person=plum, organization=school, role="secretary", since=TODAY)
    rows = [
        (school.name, "兰亭", "1985-04", None, "书记", None, None), (school.name, "苏北", "1990", None, None, None, None), (school.name, "苏南", "1990-11", None, None, None, "2023-05-01"),
        (school.name, "苏西", "1990-11", None, None, None, "2099-05-01"), (school.name, "苏东", "1990-11", None, None, None, None), (school.name, "苏东", "1990-11", None, None, "教师", None),
        ("没有的学校", "苏中", "1990-11", None, None, None, None), (school.name, "慕容", "1985-04", LAN, None, None, None), (school.name, "慕容白", "1985-04", LAN, None, None, None),
    ]  # fmt: skip
    counts, faults, _ = brought(tmp_path, Posts(), HEADS, *rows, dry=True)
    assert (counts, faults) == ({"new": 2, "error": 7}, {
        (2, "role"): "seat_taken", (3, "born_on"): "date_not_whole", (4, "since"): "before_organization", (5, "since"): "future", (7, "name"): "twice_in_file",
        (8, "organization"): "no_organization", (10, "id_number"): "number_differs",
    })  # fmt: skip


def test_two_sheets_are_judged_together(here, tmp_path):
    from openpyxl import Workbook

    school, book = organization("云川区第二小学", "institution", here.root), Workbook()
    book.remove(book.active)
    for name, person in (("甲", "兰亭"), ("乙", "苏北")):
        sheet = book.create_sheet(name)
        for row in (HEADS, (school.name, person, "1985-04", None, "书记", None, None)):
            sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    from zugong.sheets.actions.bring_in import bring_in

    with bring_in(Posts(), tmp_path / "two.xlsx", ASK, dry=True) as made:
        assert (dict(made.found.counts), [list(line.faults) for piece in made.staged.pieces("error") for line in piece]) == ({"new": 1, "error": 1}, [["role"]])


def test_nobody_is_overwritten_and_namesakes_stay_apart(here, tmp_path):
    plum = here.person("梅一")
    Person.objects.filter(pk=plum.pk).update(born_on=dt.date(1980, 5, 21), gender="female")
    heads, school = (*HEADS, "性别"), organization("云川区第二小学", "institution", here.root)
    rows = [
        (school.name, "梅一", "1980-05-03", None, None, "教师", None, "男"), (school.name, "梅一", "1980-05-21", None, None, "会计", None, "男"),
        (school.name, "兰亭", "1985-04", LAN, None, "教师", None, "男"), (school.name, "兰亭", "1985-04", number("00990019850418003"), None, "教师", None, "男"),
    ]  # fmt: skip
    counts, faults, _ = brought(tmp_path, Posts(), heads, *rows)
    assert (counts, faults) == ({"new": 4, "warning": 1}, {(3, "name"): "known_person", (3, "gender"): "not_changed_here"})
    assert list(Person.objects.filter(name__in=("梅一", "兰亭")).order_by("-name", "pk").values_list("name", "born_on", "gender")) == [
        ("梅一", dt.date(1980, 5, 21), "female"), ("梅一", dt.date(1980, 5, 3), "male"), ("兰亭", dt.date(1985, 4, 1), "male"), ("兰亭", dt.date(1985, 4, 1), "male"),
    ]  # fmt: skip
    assert brought(tmp_path, Posts(), heads, *rows[2:])[0] == {"same": 2}


def test_who_left_one_school_comes_to_the_next(here, tmp_path):
    first, second = (organization(name, "institution", here.root) for name in ("云川区第一小学", "云川区第二小学"))
    brought(tmp_path, Posts(), HEADS, (first.name, "兰亭", "1985-04", LAN, None, "教师", None), (first.name, "苏北", "1990-11", None, None, "教师", None))
    Post.objects.filter(organization=first).update(until=TODAY)
    counts, faults, _ = brought(tmp_path, Posts(), HEADS, (second.name, "兰亭", None, LAN, None, "教师", None), (second.name, "苏北", "1990-11", None, None, "教师", None))
    assert (counts, faults, Person.objects.filter(name__in=("兰亭", "苏北")).count()) == ({"new": 2, "warning": 2}, {(2, "name"): "known_person", (3, "name"): "known_person"}, 2)


def test_whoever_stands_outside_the_scope_is_not_found_by_name(here, tmp_path):
    ask = Ask(Scope.below(here.east.path), TODAY, None, NOW)
    assert brought(tmp_path, Posts(), HEADS, (here.east.name, "慕容远山", None, None, None, "干事", None), (here.root.name, "苏北", "1990-11", None, None, None, None), ask=ask, dry=True)[:2] == (
        {"new": 1, "error": 1}, {(3, "organization"): "no_organization"},
    )  # fmt: skip


def test_an_office_that_carries_a_grant_keeps_the_batch(here, tmp_path):
    _, _, batch = brought(tmp_path, Posts(), HEADS, (here.east.name, "苏北", "1990-11", None, None, "干事", None))
    post = Post.objects.get(person__name="苏北")
    grant_role(invite("subei", "苏北", person=None, by=None, at=NOW), "committee_clerk", "below", here.east.path, since=TODAY, because=post.address, by=None, at=NOW)
    with pytest.raises(Conflicts, match="已经有授权随这个职务"):
        undo(batch, Posts(), ASK)
    assert Post.objects.filter(pk=post.pk).exists()


def test_what_goes_out_comes_back_as_the_same(here, tmp_path):
    Post.objects.create(person=here.person("梅一"), organization=here.east, role="staff", title="组织员", since=TODAY, ends_on=dt.date(2029, 1, 1))
    rows = list(Posts().rows(EVERYTHING, TODAY, {}))
    path = tmp_path / "out.xlsx"
    write_table(path, Posts(), rows)
    from zugong.sheets.actions.bring_in import bring_in

    with bring_in(Posts(), path, ASK, dry=True) as made:
        assert (dict(made.found.counts), len(rows), Membership.objects.count() > 0) == ({"same": len(rows)}, Post.objects.filter(until__isnull=True).count(), True)


def test_a_check_asks_as_often_for_three_new_people_as_for_one(here, tmp_path):
    asked = []
    for count in (1, 3):
        with CaptureQueriesContext(connection, ) as seen:
            brought(tmp_path, Posts(), HEADS, *[(here.east.name, f"苏{'一二三'[each]}", f"199{each}-11", None, None, "干事", None) for each in range(count)], dry=True)
        asked.append(len(seen))
    assert asked[0] == asked[1]
