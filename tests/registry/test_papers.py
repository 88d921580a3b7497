"""The roster of members on paper."""

import pytest

from tests.world import account, district, queries_of, signed_in, text_of
from zugong.journal.models import Reading
from zugong.registry.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return district()


def test_a_branch_prints_its_members_in_the_order_of_strokes_with_masked_telephones(here):
    Person.objects.filter(name="梅四").update(phone="13900000001", gender="female")
    lines = text_of(signed_in(account("branch_secretary", "below", here.plum)).get(f"/organizations/{here.plum.pk}/members/paper/")).split("\n")
    assert lines[:4] == ["党员名册", "梅园党支部\t截至2026年11月23日　共7人", "序号 | 姓名 | 性别 | 出生年月 | 类别 | 入党日期 | 党小组 | 联系电话", "1 | 梅一 |  |  | 正式党员 |  | 第一党小组 | "]
    assert [line.split(" | ")[1] for line in lines[3:]] == ["梅一", "梅二", "梅七", "梅三", "梅五", "梅六", "梅四"]
    assert lines[9] == "7 | 梅四 | 女 |  | 正式党员 |  | 第二党小组 | 139****0001"
    assert list(Reading.objects.values_list("address", flat=True)) == [f"organizations/{here.plum.pk}/members"]


def test_a_committee_prints_those_of_all_its_branches(here):
    lines = text_of(signed_in(account("committee_clerk", "below", here.east)).get(f"/organizations/{here.east.pk}/members/paper/")).split("\n")
    assert (lines[1], lines[2].split(" | ")[:3], len(lines[3:])) == ("东街党工委\t截至2026年11月23日　共10人", ["序号", "姓名", "党支部"], 10)


def test_a_party_group_prints_its_own(here):
    lines = text_of(signed_in(account("committee_clerk", "below", here.east)).get(f"/organizations/{here.groups[0].pk}/members/paper/")).split("\n")
    assert [line.split(" | ")[1] for line in lines[3:]] == ["梅一", "梅七", "梅三", "梅五"]


def test_no_identity_number_stands_on_it_and_none_outside_the_scope_is_there(here):
    far = signed_in(account("branch_secretary", "below", here.far))
    assert (far.get(f"/organizations/{here.plum.pk}/members/paper/").status_code, Reading.objects.count()) == (404, 0)
    own = text_of(far.get(f"/organizations/{here.far.pk}/members/paper/"))
    assert ("身份证" in own, "慕容近水" in own) == (False, True)


def test_a_member_prints_nobody(here):
    client = signed_in(account("member", "self", here.plum, person=here.person("梅一")))
    assert client.get(f"/organizations/{here.plum.pk}/members/paper/").status_code == 404


@pytest.mark.parametrize("branch", ["bamboo", "plum"])
def test_a_roster_sends_as_many_statements_for_seven_people_as_for_three(here, branch):
    place = getattr(here, branch)
    assert queries_of(signed_in(account("branch_secretary", "below", place)), f"/organizations/{place.pk}/members/paper/") == 7
