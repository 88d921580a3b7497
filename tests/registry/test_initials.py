"""Names get their pinyin initials on every way into the tables."""

import datetime as dt
import random
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from tests.world import NOW, TODAY, member, organization, rulebook
from zugong.charter.mechanism import Example
from zugong.desk.demo.people import settle
from zugong.desk.demo.places import places
from zugong.desk.demo.storing import Saving
from zugong.desk.example_facts import lay_out
from zugong.registry.actions.mend_person import mend_person
from zugong.registry.actions.rename import rename
from zugong.registry.actions.take_in import take_in
from zugong.registry.initials import after, initials_of, initials_of_person
from zugong.registry.models import Organization, Person

pytestmark = pytest.mark.django_db
SURNAMES = {
    "欧阳建国": "oyjg", "单田芳": "stf", "解晓东": "xxd", "仇英": "qy", "查良镛": "zly", "曾国藩": "zgf", "区伟民": "owm", "盖丽丽": "gll", "朴志明": "pzm", "尉迟敬德": "ycjd", "尉文": "ww",
    "万俟卨": "mqx", "长孙无忌": "zswj", "乐嘉": "yj", "翟志刚": "zzg", "单于明": "cym", "澹台明": "ttm", "單雄信": "sxx", "张重阳": "zcy", "曾": "z",
}  # fmt: skip
ODD_NAMES = {"阿依古丽·买买提": "ayglmmt", "王䶮": "wy", "李𠮷": "l", "John Smith": "johnsmith", "ＡＢ": "ab", "王 芳": "wf", "王　芳": "wf", "": "", "·": "", "é·Ö": "eo", "1号": "1h"}
PLACES = {"重庆银行党支部": "cqyhdzb", "乐山区党支部": "lsqdzb", "单位党支部": "dwdzb", "音乐学院第3党支部": "yyxyd3dzb", "中共云桥街道党工委": "zgyqjddgw", "（机关）党委": "jgdw"}


@pytest.mark.parametrize("name", SURNAMES | ODD_NAMES)
def test_a_persons_surname_is_read_as_a_surname(name):
    assert initials_of_person(name) == (SURNAMES | ODD_NAMES)[name]


@pytest.mark.parametrize("name", PLACES)
def test_an_organizations_words_are_read_in_their_context(name):
    assert initials_of(name) == PLACES[name]


NAMES = st.text(max_size=60) | st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=8) | st.text("单于尉迟万俟長孫·• 嗯呣〇々a", max_size=8)


@given(NAMES)
@example("ﷺ㍿½Ǆİẞ\u0301")
@example("\ufa0e\U0002f800")
def test_any_name_gives_plain_letters_and_no_more_than_it_has_characters(name):
    for read in (initials_of, initials_of_person):
        assert re.fullmatch("[0-9a-z]*", read(name))
        assert len(read(name)) <= len(name)


@given(st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6), st.text("0123456789abcdefghijklmnopqrstuvwxyz", max_size=6))
def test_a_half_open_range_holds_exactly_what_begins_so(letters, other):
    behind = after(letters)
    assert (letters <= other and (not behind or other < behind)) == other.startswith(letters)
    assert [after("wjg"), after("wz"), after("w9"), after("zz")] == ["wjh", "x", "wa", ""]


def wrong() -> list[str]:
    """Whose initials are not those of the name."""
    people = [row.name for row in Person.objects.all() if row.initials != initials_of_person(row.name)]
    return people + [row.name for row in Organization.objects.all() if row.initials != initials_of(row.name)]


def test_founding_and_renaming_write_them():
    branch = organization("梅园党支部")
    assert Organization.objects.get().initials == "mydzb"
    rename(branch, "长安街党支部", on=TODAY, by=None, at=NOW)
    assert (Organization.objects.get().initials, wrong()) == ("cajdzb", [])


def test_taking_in_and_mending_write_them_and_a_mended_phone_leaves_them():
    person = Person(name="曾晓明")
    take_in(person, organization("支部"), "full", since=TODAY, by=None, at=NOW)
    first = Person.objects.get().initials
    mend_person(person, {"phone": "13800000000"}, version=1, reason="换号", by=None, at=NOW)
    second = Person.objects.get().initials
    mend_person(person, {"name": "解晓明"}, version=2, reason="改名", by=None, at=NOW)
    assert (first, second, Person.objects.get().initials, wrong()) == ("zxm", "zxm", "xxm", [])


def test_the_demo_and_an_example_write_them_in_bulk():
    settle(places(16), 60, random.Random(1), Saving())
    lay_out(rulebook(), Example(name="例", as_of=TODAY, given=[{"fact": "branch", "name": "一支部", "members": 3, "groups": 1}], expect={}), "default")
    assert (Person.objects.count(), Person.objects.filter(initials="").count(), Organization.objects.filter(initials="").count(), wrong()) == (63, 0, 0, [])


def test_the_migration_fills_rows_that_were_there_before_in_batches(monkeypatch):
    migration = import_module("zugong.registry.migrations.0002_initials")
    monkeypatch.setattr(migration, "BATCH", 2)
    branch = organization("梅园党支部")
    for name in ("欧阳建国", "单晓", "阿依古丽·买买提", "王䶮", "李强"):
        member(name, branch, since=dt.date(2026, 1, 1))
    Person.objects.update(initials="")
    Organization.objects.update(initials="")
    migration.fill(apps, connection.schema_editor())
    assert (list(Person.objects.order_by("pk").values_list("initials", flat=True)), wrong()) == (["oyjg", "sx", "ayglmmt", "wy", "lq"], [])
