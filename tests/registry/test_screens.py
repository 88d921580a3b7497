"""The registry's acts as forms: what is done, what is refused with all that was typed, and who may."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.html import escape

from tests.world import NOW, TODAY, District, account, district, member, organization, signed_in
from zugong.door.scope import Scope
from zugong.registry.actions.send_off import send_off
from zugong.registry.id_numbers import check_character
from zugong.registry.models import Committee, Membership, Organization, Person, Post, Transfer
from zugong.registry.queries import members_of
from zugong.registry.rosters.names import people_named, places_of_namesakes

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)


def clerk(here: District) -> Client:
    """Of the eastern committee."""
    return signed_in(account("committee_clerk", "below", here.east))


def secretary(place: Organization) -> Client:
    return signed_in(account("branch_secretary", "below", place))


def said(answer) -> list[str]:
    """All errors of the form on a page."""
    return [text for errors in answer.context["form"].errors.values() for text in errors]


def refused(answer, *texts: str) -> bool:
    """The form came back with these errors and nothing else."""
    return (answer.status_code, said(answer)) == (422, list(texts))


def test_a_clerk_takes_a_new_member_in():
    here = district()
    client, address = clerk(here), f"/organizations/{here.plum.pk}/take-in/"
    answer = client.post(address, {"name": "梅新", "gender": "female", "born_on": "1990-02", "standing": "probationary", "since": "2026-06-01", "joined_on": "2026-05-04"})
    made = Membership.objects.get(person__name="梅新")
    assert (answer.status_code, answer.url) == (302, f"/organizations/{here.plum.pk}/members/")
    assert (made.organization, made.standing, made.since, made.joined_on, made.person.born_on) == (here.plum, "probationary", JUNE, dt.date(2026, 5, 4), dt.date(1990, 2, 1))


def test_a_day_that_has_not_come_and_a_month_that_is_none_are_refused_and_the_text_stays():
    here = district()
    client, address = clerk(here), f"/organizations/{here.plum.pk}/take-in/"
    answer = client.post(address, {"name": "梅新", "born_on": "1990年2月", "standing": "full", "since": "2026-11-24"})
    assert refused(answer, "请写成 1990-01 这样的年月", "日期还没有到，请填今天或以前的日期")
    assert ('value="梅新"' in answer.text, Person.objects.filter(name="梅新").exists()) == (True, False)


def test_an_organization_is_founded_only_below_one_in_the_own_scope():
    here = district()
    client = clerk(here)
    form = {"name": "新支部", "code": "DJ-9", "kind": "branch", "since": "2026-06-01", "parent": here.west.name}
    assert refused(client.post("/organizations/found/", form), "没有找到“西岭党委”，请填准确的组织代码或全称")
    assert refused(client.post("/organizations/found/", form | {"parent": ""}), "这个字段是必填项。")
    assert client.post("/organizations/found/", form | {"parent": here.east.code}).status_code == 302
    assert Organization.objects.get(code="DJ-9").parent == here.east


def test_codes_are_used_once():
    here = district()
    Organization.objects.filter(pk=here.far.pk).update(credit_code="11330000MB0000000X")
    form = {"name": "新支部", "code": here.far.code, "kind": "branch", "since": "2026-06-01", "parent": here.east.code, "credit_code": "11330000MB0000000X"}
    answer = clerk(here).post("/organizations/found/", form)
    assert refused(answer, "这个组织代码已经用过，请换一个", "这个信用代码已登记在另一个组织名下，请核对")


def test_two_organizations_of_one_name_are_told_apart_by_code():
    here = district()
    twins = [organization("同名党总支", "general_branch", here.east) for _ in "12"]
    client, form = clerk(here), {"name": "新支部", "code": "DJ-9", "kind": "branch", "since": "2026-06-01"}
    assert refused(client.post("/organizations/found/", form | {"parent": "同名党总支"}), "有几个同名的组织，请填组织代码")
    assert client.post("/organizations/found/", form | {"parent": twins[1].code}).status_code == 302


def test_renaming_moving_and_dissolving_are_done_from_the_organizations_page():
    here = district()
    other = organization("东街企业党总支", "general_branch", here.east)
    empty = organization("空支部", "branch", here.east)
    client = clerk(here)
    client.post(f"/organizations/{empty.pk}/rename/", {"name": "待撤支部", "on": "2026-06-01"})
    client.post(f"/organizations/{empty.pk}/move/", {"parent": other.code, "on": "2026-07-01"})
    client.post(f"/organizations/{empty.pk}/dissolve/", {"reason": "撤并", "on": "2026-08-01"})
    done = Organization.objects.get(pk=empty.pk)
    assert (done.name, done.parent, done.path, done.until) == ("待撤支部", other, other.path + "00001", dt.date(2026, 8, 1))


def test_an_organization_moved_under_itself_is_refused_on_the_form():
    here = district()
    answer = clerk(here).post(f"/organizations/{here.plum.pk}/move/", {"parent": here.groups[0].code, "on": "2026-06-01"})
    assert refused(answer, "不能把组织移到自己或自己的下级之下，请另选上级")
    assert Organization.objects.get(pk=here.plum.pk).path == here.plum.path


def test_both_sides_see_a_transfer_and_only_the_target_may_receive_it_once():
    here = district()
    origin, target, other = secretary(here.plum), secretary(here.far), secretary(here.bamboo)
    answer = origin.post(f"/memberships/{here.members['梅四'].pk}/send-off/", {"target": here.far.code, "on": "2026-06-01", "reason": "工作调动"})
    sent = Transfer.objects.get()
    link = f"/transfers/{sent.pk}/receive/"
    seen = [("梅四" in page, link in page) for page in (client.get("/transfers/").text for client in (origin, target, other))]
    assert (answer.status_code, seen) == (302, [(True, False), (True, True), (False, False)])
    assert [client.get(link).status_code for client in (origin, target, other)] == [404, 200, 404]
    assert [target.post(link, {"on": "2026-06-05"}).status_code for _ in "12"] == [302, 404]
    assert Membership.objects.get(person=here.person("梅四"), until__isnull=True).organization == here.far
    assert [origin.get(f"/people/{here.person('梅四').pk}/").status_code, target.get(f"/people/{here.person('梅四').pk}/").status_code] == [404, 200]


def test_a_returned_transfer_tells_why():
    here = district()
    sent = send_off(here.members["梅四"], here.far, on=JUNE, by=None, at=NOW)
    answer = secretary(here.far).post(f"/transfers/{sent.pk}/return/", {"on": "2026-06-05", "reason": "介绍信有误"})
    done = Transfer.objects.get()
    assert (answer.status_code, done.state, done.reason) == (302, "sent_back", "介绍信有误")


def test_conversion_group_and_end_are_registered_for_the_own_members_only():
    here = district()
    client = secretary(here.plum)
    seventh, fourth, far = here.members["梅七"], here.members["梅四"], here.members["慕容远山"]
    client.post(f"/memberships/{seventh.pk}/convert/", {"on": "2026-06-01"})
    client.post(f"/memberships/{fourth.pk}/group/", {"on": "2026-06-01", "group": here.groups[0].pk})
    client.post(f"/memberships/{here.members['梅五'].pk}/end/", {"on": "2026-06-01", "reason": "moved_outside"})
    assert client.post(f"/memberships/{far.pk}/end/", {"on": "2026-06-01", "reason": "left"}).status_code == 404
    rows = {row.person.name: (row.standing, row.group.name if row.group else "") for row in members_of(here.plum, TODAY)}
    assert (rows["梅七"], rows["梅四"], "梅五" in rows) == (("full", here.groups[0].name), ("full", here.groups[0].name), False)
    assert Membership.objects.get(pk=far.pk).until is None


def test_a_member_cannot_be_put_into_another_branchs_group():
    here = district()
    foreign = organization("海棠湾党支部第一党小组", "party_group", here.far)
    answer = secretary(here.plum).post(f"/memberships/{here.members['梅四'].pk}/group/", {"on": "2026-06-01", "group": foreign.pk})
    assert (answer.status_code, Membership.objects.get(pk=here.members["梅四"].pk).group) == (422, here.groups[1])


def test_a_person_mended_by_two_is_refused_to_the_second():
    here = district()
    client, address = secretary(here.plum), f"/people/{here.person('梅四').pk}/mend/"
    form = {"name": "梅思", "gender": "", "born_on": "", "phone": "", "reason": "错别字", "version": "1"}
    assert client.post(address, form).status_code == 302
    answer = client.post(address, form | {"name": "梅寺"})
    assert refused(answer, "别人刚刚改过这个人的资料，请核对后再存")
    assert ('value="梅寺"' in answer.text, Person.objects.get(pk=here.person("梅四").pk).name) == (True, "梅思")


def test_a_committee_is_appointed_from_the_list_of_members():
    here = district()
    client, address = clerk(here), f"/organizations/{here.plum.pk}/committee/"
    seats = {f"role_{here.person(name).pk}": role for name, role in (("梅四", "secretary"), ("梅五", "committee_member"))}
    assert refused(client.post(address, {"since": "2026-06-01", **seats}), "委员会由 3 至 11 人组成，请增减名单；不设委员会的支部请用“任命职务”")
    answer = client.post(address, {"since": "2026-06-01", "ends_on": "2029-06-01", **seats, f"role_{here.person('梅六').pk}": "committee_member"})
    assert (answer.status_code, Committee.objects.get(organization=here.plum, until__isnull=True).ends_on) == (302, dt.date(2029, 6, 1))


def test_groups_and_units_have_no_committee():
    here = district()
    unit = organization("云川区水利局", "organ", here.east)
    client = clerk(here)
    assert [client.get(f"/organizations/{each.pk}/committee/").status_code for each in (here.plum, here.groups[0], unit)] == [200, 403, 403]


def test_offices_are_given_to_people_in_scope_and_ended():
    here = district()
    client, address = clerk(here), f"/organizations/{here.bamboo.pk}/appoint/"
    form = {"role": "deputy_secretary", "on": "2026-06-01"}
    assert client.post(address, form | {"person": "慕容远山"}).status_code == 422
    assert client.post(address, form | {"person": "竹二"}).status_code == 302
    post = Post.objects.get(organization=here.bamboo, role="deputy_secretary")
    client.post(f"/posts/{post.pk}/end/", {"on": "2026-07-01"})
    assert Post.objects.get(pk=post.pk).until == dt.date(2026, 7, 1)


def test_who_is_no_member_here_comes_in_with_an_office():
    here = district()
    unit = organization("云川区水利局", "organ", here.east)
    client, address = clerk(here), f"/organizations/{unit.pk}/engage/"
    form = {"name": "兰亭", "born_on": "1985-04", "role": "chief", "title": "局长", "since": "2026-06-01"}
    assert refused(client.post(address, form | {"born_on": ""}), "这个字段是必填项。")
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 422]
    assert refused(client.post(address, form), "系统里已经有同名、同年同月生的兰亭（云川区水利局），请选是不是同一个人")
    assert refused(client.post(address, form | {"same": "same"}), "此人已经担任这个职务")
    post = Post.objects.get(organization=unit)
    assert (post.person.name, post.role, post.title, Person.objects.filter(name="兰亭").count()) == ("兰亭", "chief", "局长", 1)
    pages = [f"/organizations/{unit.pk}/", f"/organizations/{unit.pk}/posts/", f"/people/{post.person_id}/"]
    assert ["兰亭" in client.get(page).content.decode() for page in pages] == [True, True, True]
    assert client.get(f"/people/{post.person_id}/").context["may_change"] is True
    assert client.post(f"/people/{post.person_id}/mend/", {"name": "兰汀", "born_on": "1985-04", "reason": "登错一个字", "version": 1}).status_code == 302
    assert Person.objects.get(pk=post.person_id).name == "兰汀"


def test_who_left_comes_back_as_the_same_and_a_namesake_as_another():
    here = district()
    unit, other = (organization(name, "organ", here.east) for name in ("云川区水利局", "云川区林业局"))
    client = clerk(here)
    number = "00990019850412001"
    number += check_character(number)
    form = {"name": "兰 亭", "born_on": "1985-04", "role": "staff", "since": "2026-06-01", "id_number": number}
    assert client.post(f"/organizations/{unit.pk}/engage/", form).status_code == 302
    client.post(f"/posts/{Post.objects.get(organization=unit).pk}/end/", {"on": "2026-07-01"})
    assert client.post(f"/organizations/{other.pk}/engage/", form | {"since": "2026-07-01"}).status_code == 302
    assert list(Post.objects.filter(organization__in=(unit, other)).order_by("pk").values_list("person__name", "person")) == [("兰亭", Person.objects.get(name="兰亭").pk)] * 2
    unknown = form | {"id_number": ""}
    assert [client.post(f"/organizations/{unit.pk}/engage/", unknown | same).status_code for same in ({}, {"same": "other"})] == [422, 302]
    assert Person.objects.filter(name="兰亭").count() == 2
    assert refused(client.post(f"/organizations/{unit.pk}/engage/", form | {"name": "苏北", "id_number": "", "since": "1985-01-01"}), f"“云川区水利局”从 {unit.since} 才有，请改任职日期或组织")


def test_a_person_is_named_with_the_organization_however_many_are_called_so():
    here = district()
    for each in range(25):
        member("张伟", organization(f"园区第{each + 1}党支部", "branch", here.east))
    odd = member("李雷", organization("退休党支部（临时）", "branch", here.east))
    member("李雷", here.plum)
    client, address = clerk(here), f"/organizations/{here.east.pk}/appoint/"
    form = {"role": "staff", "on": "2026-06-01"}
    assert [client.post(address, form | {"person": name}).status_code for name in ("张伟", "张伟（园区第24党支部）", "李雷", "李雷（退休党支部（临时））")] == [422, 302, 422, 302]
    assert Post.objects.filter(organization=here.east, person=odd.person).exists()


def test_the_days_of_admission_and_conversion_are_corrected_on_a_page():
    here = district()
    client, row = secretary(here.plum), here.members["梅一"]
    address = f"/memberships/{row.pk}/dates/"
    assert refused(client.post(address, {"joined_on": "2001-07-01", "converted_on": "2000-07-01", "reason": "照志愿书"}), "转正日期早于入党日期 2001-07-01")
    assert client.post(address, {"joined_on": "2001-07-01", "converted_on": "2002-07-01", "reason": "照志愿书"}).status_code == 302
    assert "2001年7月1日 入党，2002年7月1日 转正" in client.get(f"/people/{row.person_id}/").content.decode()


def test_namesakes_of_one_branch_are_told_apart_by_their_birth():
    here = district()
    twins = [member("阿依古丽·买买提", here.plum).person for _ in range(2)]
    client, address = clerk(here), f"/organizations/{here.plum.pk}/appoint/"
    form = {"role": "staff", "on": "2026-06-01", "person": "阿依古丽·买买提（梅园党支部）"}
    assert refused(client.post(address, form), "“梅园党支部”里有 2 个人叫“阿依古丽·买买提”，请先在他们的个人页面补上出生年月")
    for person, month in zip(twins, (4, 5), strict=True):
        Person.objects.filter(pk=person.pk).update(born_on=dt.date(1980, month, 1))
    assert refused(client.post(address, form), "“梅园党支部”里有 2 个人叫“阿依古丽·买买提”，请加上出生年月，例如 阿依古丽·买买提（梅园党支部，1980-04）")
    offered = client.get("/people/suggest/?person=阿依古丽").content.decode()
    assert ["，1980-04）" in offered, "，1980-05）" in offered] == [True, True]
    assert client.post(address, form | {"person": "阿依古丽·买买提（梅园党支部，1980-05）"}).status_code == 302
    assert Post.objects.get(role="staff", organization=here.plum).person == twins[1]
    texts = {"阿依古丽·买买提（梅园党支部）", "阿依古丽·买买提（梅园党支部，1980-04）"}
    assert {text: getattr(found, "code", getattr(found, "pk", None)) for text, found in people_named(texts, Scope(everything=True), TODAY).items()} == {
        "阿依古丽·买买提（梅园党支部）": "several_people", "阿依古丽·买买提（梅园党支部，1980-04）": twins[0].pk,
    }  # fmt: skip
    assert [places_of_namesakes({each.pk}, TODAY) for each in twins] == [{each.pk: f"梅园党支部，1980-0{4 + number}"} for number, each in enumerate(twins)]


def test_an_office_written_wrong_is_corrected_or_taken_out():
    here = district()
    unit = organization("云川区水利局", "organ", here.east)
    client = clerk(here)
    client.post(f"/organizations/{unit.pk}/engage/", {"name": "兰亭", "born_on": "1985-04", "role": "chief", "title": "局张", "since": "2026-06-01"})
    post = Post.objects.get(organization=unit)
    assert refused(client.post(f"/posts/{post.pk}/mend/", {"title": "局长", "since": "2026-05-01", "ends_on": "2026-04-01", "reason": "错字"}), "任期届满日要晚于任职日期")
    assert client.post(f"/posts/{post.pk}/mend/", {"title": "局长", "since": "2026-05-01", "reason": "错字"}).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.since, post.anchor) == ("局长", dt.date(2026, 5, 1), 501)
    seat = Post.objects.filter(committee__isnull=False).first()
    assert refused(client.post(f"/posts/{seat.pk}/remove/", {"reason": "登错"}), "这是选举产生的职务，或有授权随它，不能移除；不再担任的，请办“结束”")
    assert (client.post(f"/posts/{post.pk}/remove/", {"reason": "登错了人"}).status_code, Post.objects.filter(pk=post.pk).exists()) == (302, False)


def test_suggestions_hold_ten_names_of_the_own_scope():
    here = district()
    for number in range(12):
        organization(f"园区第{number + 1}党支部", "branch", here.east)
    client = clerk(here)
    assert client.get("/organizations/suggest/", {"parent": "园"}).text.count("<option") == 10
    assert client.get("/organizations/suggest/", {"parent": "党支部"}).text.count("海棠") == 0
    assert client.get("/organizations/suggest/", {"parent": ""}).text.strip() == ""


def test_lists_speak_of_the_asked_day_and_never_of_a_later_one():
    here = district()
    member("梅新", here.plum, since=JUNE)
    client = secretary(here.plum)
    pages = [client.get("/people/", {"q": "梅新", "as_of": day}).context["page"].paginator.count for day in ("2026-05-31", "2026-06-01", "2030-01-01", "not a day")]
    assert pages == [0, 1, 1, 1]
    assert client.get("/people/", {"as_of": "2030-01-01"}).context["as_of"] == TODAY


def test_names_are_shown_escaped():
    here = district()
    member("<b>梅</b>", here.plum)
    page = secretary(here.plum).get(f"/organizations/{here.plum.pk}/members/").text
    assert ("<b>梅</b>" in page, escape("<b>梅</b>") in page) == (False, True)
