"""A tiny city, built by the bulk path of the real one on this run's database; and one that was killed half-way, as a process of its own."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, models, transaction
from django.test import Client

from zugong.desk.demo.build import NotADemo, size_built
from zugong.desk.demo.city import Broken, build_city, clear_away
from zugong.desk.demo.city_places import city_places
from zugong.desk.demo.loading import Loading
from zugong.desk.demo.storing import Saving
from zugong.desk.demo.tables import Table
from zugong.door.models import Account, Installation
from zugong.door.scope import Scope
from zugong.duties.queries import year_of
from zugong.library.queries import book, forget
from zugong.plans.models import Goal
from zugong.records.models import Attendance, Record, Session
from zugong.registry.models import Committee, Membership, Organization, Person, Placement, Post

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
TABLES = (Organization, Placement, Person, Membership, Committee, Post, Session, Record, Attendance)
SIZES = {"Organization": 52, "Placement": 52, "Person": 240, "Membership": 240, "Committee": 17, "Post": 79}


class Killed(Exception):
    """Thrown into a build by what should print its lines."""


@pytest.fixture(autouse=True)
def _another_book(settings):
    settings.TODAY = "2026-11-23"
    forget()
    yield
    forget()


def build(say) -> None:
    """Two districts with two committees each, three branches below every committee."""
    build_city(TODAY, NOW, say, branches=12, districts=2, committees=2)


def sizes() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES[:6]}


def happened() -> tuple[int, int, int]:
    """Sessions, records, rows of rolls."""
    return Session.objects.count(), Record.objects.count(), Attendance.objects.count()


def theme_days_by_hand(branch: Organization) -> dict[str, str]:
    """period -> finding of the months of 2026 whose days of grace are over, worked out from the records alone."""
    days = list(Record.objects.filter(organization=branch, kind="theme_day").values_list("happened_on", flat=True))
    found = {}
    for month in range(1, 11):
        first, after = dt.date(2026, month, 1), dt.date(2026, month + 1, 1)
        late = any(after <= day < after + dt.timedelta(days=10) for day in days)
        found[f"2026-{month:02}"] = "met" if any(first <= day < after for day in days) else "late" if late else "missed"
    return found


def schema() -> list[tuple]:
    """Every index and constraint of the tables whose indexes are set aside."""
    tables = [model._meta.db_table for model in (Session, Record, Attendance)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name IN (%s, %s, %s) ORDER BY name", tables)
            return cursor.fetchall()
        found = []
        for table in tables:
            cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND convalidated ORDER BY conname", [table])
            found += cursor.fetchall()
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s ORDER BY indexname", [table])
            found += cursor.fetchall()
        return found


@pytest.mark.django_db(transaction=True)
def test_a_tiny_city_is_whole_and_its_branches_are_judged_like_any_other():
    lines, before = [], schema()
    build(lines.append)
    assert (sizes(), size_built(), schema() == before, len(before) > 10) == (SIZES, "city", True, True)
    assert [line.split("，")[0] for line in lines if "核对" not in line] == ["组织 34/34 个", "人员 12/12 个党支部", "纪实 4/4 个党委", "纪实的索引", "统计信息"]
    assert [line for line in lines if "应为" in line] == []
    branch = Organization.objects.get(code="D01-01-001")
    assert (branch.name, branch.path, branch.parent.parent.name) == ("云桥镇柳溪村党支部", "00001000020000200002", "中共澄溪区委员会")
    sessions, _, rows = happened()
    assert (Record.objects.aggregate(sum=models.Sum("expected"))["sum"], Record.objects.values("session").distinct().count()) == (rows, sessions)
    assert sorted(set(Session.objects.values_list("happened_on__year", "happened_on__month"))) == [(2025 + number // 12, number % 12 + 1) for number in range(8, 23)]
    judged = {each.code: theme_days_by_hand(each) for each in Organization.objects.filter(kind="branch", since__lt="2026-01-01")}
    rows_of_duty = year_of(book(), Scope(everything=True), 2026, TODAY, ("theme_day_each_month",))
    assert {code: {row["period"]: row["finding"] for row in rows_of_duty if row["code"] == code and row["closes_on"] < TODAY} for code in judged} == judged
    assert {finding for found in judged.values() for finding in found.values()} == {"met", "late", "missed"}
    assert (Session.objects.create(key="next", happened_on=TODAY).pk, Person.objects.create(name="后来者").pk) == (sessions + 1, 241)
    with pytest.raises(NotADemo):
        Installation.objects.all().delete()
        size_built()


@pytest.mark.django_db(transaction=True)
def test_every_role_of_a_city_signs_in_with_one_click_and_finds_its_part_and_the_plan_is_the_citys():
    build(lambda line: None)
    found = {}
    for account in Account.objects.order_by("id"):
        client = Client()
        client.post("/demo/sign-in/", {"account": account.username})
        found[account.username] = (account.name, client.get("/", follow=True).status_code, "云桥镇柳溪村党支部" in client.get("/organizations/?q=柳溪村党支部").text)
    assert found == {
        "demo-secretary": ("齐泽敏（云桥镇柳溪村党支部书记）", 200, True), "demo-member": ("奚家（云桥镇柳溪村党支部党员）", 200, True), "demo-committee": ("云桥镇党委组织员", 200, True),
        "demo-clerk": ("市委组织部组织科经办", 200, True), "demo-leader": ("市委组织部部领导", 200, True), "demo-district": ("澄溪区委组织部经办", 200, True),
        "demo-system": ("系统管理员", 200, False), "demo-security": ("安全保密管理员", 200, False), "demo-audit": ("安全审计员", 200, False),
    }  # fmt: skip
    assert dict(Goal.objects.filter(indicator__in=("theme_days_held", "theme_days_on_time")).values_list("indicator", "target")) == {"theme_days_held": 142, "theme_days_on_time": 95}


@pytest.mark.django_db(transaction=True)
def test_a_city_that_stopped_half_way_is_cleared_away_and_begun_again():
    def stop(line):
        raise Killed

    with pytest.raises(Killed):
        build(stop)
    assert (size_built(), Organization.objects.count()) == ("half", 52)
    assert (clear_away(), size_built(), sizes()) == ("组织", "", dict.fromkeys(SIZES, 0))
    forget()
    build(lambda line: None)
    assert (size_built(), sizes(), happened()[2]) == ("city", SIZES, Record.objects.aggregate(sum=models.Sum("expected"))["sum"])


@pytest.mark.django_db(transaction=True)
def test_a_city_that_does_not_hold_together_is_not_called_finished():
    def meddle(line):
        if line.startswith("统计信息"):
            Attendance.objects.filter(pk__in=[1, 2]).delete()

    with pytest.raises(Broken, match="到会名单行数与应到人数"):
        build(meddle)
    assert size_built() == "half"


@pytest.mark.django_db
def test_rows_written_in_bulk_are_those_the_orm_writes():
    def written(store) -> list[list[tuple]]:
        with transaction.atomic():
            branch = Organization(code="B", name="甲支部", kind="branch", path="00001", since=TODAY)
            store.rows([branch])
            group = Organization(code="G", name="甲支部第一党小组", kind="party_group", parent=branch, path="0000100001", since=TODAY)
            store.rows([group])
            person = Person(name="张䶮", born_on=dt.date(1990, 1, 1))
            store.rows([person])
            store.rows([Membership(person=person, organization=branch, group=group, standing="full", since=TODAY, path=branch.path)])
            session, record = store.next_id(Session), store.next_id(Record)
            store.values(Session, [{"id": session, "key": "k", "happened_on": TODAY, "begins": dt.time(14, 30)}])
            store.values(Record, [{"id": record, "session_id": session, "organization_id": branch.pk, "kind": "theme_day", "happened_on": TODAY, "expected": 1, "fields": {"theme": "引号\"和\\\t制表"}, "number_1": 3, "filed_at": NOW}])
            store.values(Attendance, [{"record_id": record, "person_id": person.pk, "may_vote": True, "present": False, "absence": "leave"}])
            found = [list(model.objects.order_by("pk").values_list(*[field.attname for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation])) for model in TABLES]
            linked = [list(Membership.objects.values_list("person__name", "organization__code", "group__code", "group__parent__code")), list(Attendance.objects.values_list("person__name", "record__session__key"))]
            transaction.set_rollback(True)
        return [*found, *linked]

    assert written(Loading()) == written(Saving())


class Initial(models.CharField):
    """A column that makes its value while it is saved."""

    def pre_save(self, model_instance, add):
        return model_instance.title[:1]


class Word(models.Model):
    """A table as other rooms may have it: made values, a default that is a function, an own conversion."""

    title = models.CharField(max_length=10)
    initial = Initial(max_length=1)
    notes = models.JSONField(default=list)
    shown = models.BooleanField(default=True)

    class Meta:
        app_label = "tests_of_a_city"
        managed = False


@pytest.mark.django_db(transaction=True)
def test_columns_that_fill_themselves_are_filled_in_bulk_too():
    with connection.schema_editor() as editor:
        editor.create_model(Word)
    store = Loading()
    store.rows([Word(title="甲乙")])
    store.values(Word, [{"title": "丙丁"}, {"title": "戊己", "initial": "", "notes": [1], "shown": False}])
    found = list(Word.objects.order_by("pk").values_list("pk", "title", "initial", "notes", "shown"))
    with connection.schema_editor() as editor:
        editor.delete_model(Word)
    assert (found, Table(Person).columns[0]) == ([(1, "甲乙", "甲", [], True), (2, "丙丁", "丙", [], True), (3, "戊己", "戊", [1], False)], "id")


def test_the_real_city_has_its_branches_in_three_hundred_committees_of_fifty_and_every_code_once():
    places = city_places(15_000)
    kinds = {kind: sum(place.kind == kind for place in places) for kind in ("party_committee", "department", "primary_committee", "branch")}
    assert (kinds, len({place.code for place in places}) == len(places), {sum(branch.under == code for branch in places if branch.kind == "branch") for code in ("D01-01", "D12-25")}) == (
        {"party_committee": 13, "department": 13, "primary_committee": 300, "branch": 15_000}, True, {50},
    )  # fmt: skip
    assert len({place.name for place in places if place.kind == "primary_committee"}) == 300


def test_a_process_that_was_killed_is_begun_again_and_the_finished_city_is_taken_as_it_is(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "ZUGONG_EXPECT_VENDOR", "ZUGONG_TODAY")} | {"ZUGONG_VAR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "zugong", "demo", "--no-serve", "--size"]
    options = {"cwd": ROOT, "env": environment, "text": True}
    first = subprocess.Popen([*command, "city", "--branches", "24", "--today", "2026-11-23"], stdout=subprocess.PIPE, **options)
    for line in first.stdout:
        if line.startswith("人员"):
            break
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = subprocess.run([*command, "city", "--branches", "24", "--today", "2026-11-23"], capture_output=True, timeout=300, **options)
    third = subprocess.run([*command, "city"], capture_output=True, timeout=120, **options)
    said = second.stdout.splitlines()
    assert (first.returncode, second.returncode, second.stderr, "上次没有建完（停在“" in said[0], "已清空，重新开始" in said[0]) == (-signal.SIGKILL, 0, "", True, True)
    assert said[-1].split("，用时")[0] == "全市演示数据已建好：24 个党支部、480 名党员，截至 2026-11-23"
    assert (third.returncode, third.stdout) == (0, "以建库的那天（2026-11-23）为今天打开；要换一天用 --today\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["city.sqlite3", "keys"]
    (tmp_path / "city.sqlite3").rename(tmp_path / "demo.sqlite3")
    refused = subprocess.run([*command, "district"], capture_output=True, timeout=120, **options)
    assert (refused.returncode, "另一种规模的演示" in refused.stderr) == (1, True)
