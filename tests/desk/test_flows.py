"""What a branch secretary, a clerk and a leader do, through the addresses they use."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from tests.given import given
from zugong.charter.reader import read_folder
from zugong.desk.adoption import adopt
from zugong.door.actions.grant_role import grant_role
from zugong.door.actions.invite import invite
from zugong.library.queries import book
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.set_goal import set_goal
from zugong.plans.models import Sentence
from zugong.plans.outline import read_outline
from zugong.records.models import Attendance, Record
from zugong.registry.models import Membership

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
PLAN = "某区2026年工作要点\n一、抓支部。一是抓组织生活。坚持主题党日，每月一次。\n二、抓队伍。一是抓培训。办好培训班。\n"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = "2026-11-23"


@pytest.fixture
def district():
    assert adopt(read_folder(settings.MECHANISMS), today=TODAY, by=None, at=NOW)[1] == []
    rows = [
        {"fact": "party_committee_organization", "name": "东党委"},
        {"fact": "branch", "name": "甲支部", "members": 4, "probationary": 1, "under": "东党委"},
        {"fact": "branch", "name": "乙支部", "members": 3, "under": "东党委"},
        {"fact": "branch", "name": "丙支部", "members": 3, "under": "东党委"},
    ]
    return given(book(), rows, TODAY)


def signed_in(role, path="", reach="below", person=None):
    account = invite(f"{role}{path}{reach}", role, person=person, by=None, at=NOW)
    grant_role(account, role, reach if path else "all", path, since=dt.date(2020, 1, 1), by=None, at=NOW)
    client = Client()
    client.force_login(account)
    return client


def sheet(district, pick, key="k" * 32, **more):
    return {"key": key, "pick": pick, "on": "2026-10-20"} | more


def test_the_secretary_comes_home_to_the_branch_and_the_leader_to_the_cockpit(district):
    branch = district["甲支部"]
    assert [signed_in(*words).get("/").url for words in (("branch_secretary", branch.path), ("leader",), ("section_clerk",), ("member", branch.path, "self"))] == [
        f"/organizations/{branch.pk}/home/", "/cockpit/", "/my-day/", f"/organizations/{branch.pk}/home/",
    ]  # fmt: skip


def test_a_theme_day_of_last_month_turns_its_duty_from_missed_to_met_and_moves_the_plans_number(district):
    branch = district["甲支部"]
    plan = import_plan(read_outline(PLAN), book(), by=None, at=NOW).plan
    measure = Sentence.objects.get(plan=plan, text__contains="主题党日")
    set_goal(measure, "theme_days_on_time", target=95, baseline=None, book=book(), by=1, at=NOW)
    secretary, leader = signed_in("branch_secretary", branch.path), signed_in("leader")
    finding = f"/organizations/{branch.pk}/duties/theme_day_each_month/2026-10/"
    value = f"/plans/{plan.pk}/values/theme_days_on_time/"
    before = ("逾期" in secretary.get(finding).content.decode(), "0 / 30" in leader.get(value).content.decode())
    answer = secretary.post(f"/organizations/{branch.pk}/file/", sheet(district, [f"theme_day:{branch.pk}"]), follow=True)
    after = ("逾期，应有" in secretary.get(finding).content.decode(), "1 / 30" in leader.get(value).content.decode())
    assert (before, answer.redirect_chain[0][0], "2026年10月 每月开展一次主题党日" in answer.content.decode(), after) == ((True, True), f"/filed/{'k' * 32}/", True, (False, True))


def test_the_roll_is_everyone_of_that_day_and_absent_people_stand_with_their_code(district):
    branch = district["甲支部"]
    absent = Membership.objects.filter(organization=branch).order_by("id").first().person_id
    signed_in("branch_secretary", branch.path).post(f"/organizations/{branch.pk}/file/", sheet(district, [f"general_meeting:{branch.pk}"], **{f"absent-{absent}": "leave"}))
    record = Record.objects.get()
    assert (record.expected, record.present, record.entitled, record.entitled_present) == (5, 4, 4, 3)
    assert list(Attendance.objects.filter(present=False).values_list("person", "absence")) == [(absent, "leave")]


def test_the_same_form_sent_twice_files_one_session_and_shows_the_first(district):
    branch = district["甲支部"]
    client = signed_in("branch_secretary", branch.path)
    answers = [client.post(f"/organizations/{branch.pk}/file/", sheet(district, [f"theme_day:{branch.pk}", f"lecture:{branch.pk}"])).url for _ in range(2)]
    assert (answers[0] == answers[1], Record.objects.count()) == (True, 2)


@pytest.mark.parametrize(("on", "said"), [("2026-11-24", "还没有到"), ("1999-12-31", "还没有成立"), ("2026-13-45", "有效的日期"), ("", "必填")])
def test_a_wrong_day_is_said_and_the_typed_text_survives(district, on, said):
    branch = district["甲支部"]
    answer = signed_in("branch_secretary", branch.path).post(f"/organizations/{branch.pk}/file/", sheet(district, [f"theme_day:{branch.pk}"], on=on, **{"theme_day-theme": "重温誓词", "place": "二楼"}))
    page = answer.content.decode()
    assert (answer.status_code, said in page, "重温誓词" in page, "二楼" in page, Record.objects.count()) == (422, True, True, True, 0)


def test_filing_sends_twelve_statements_and_two_kinds_no_more_than_one(district, django_assert_num_queries):
    branch = district["甲支部"]
    client = signed_in("branch_secretary", branch.path)
    client.get("/me/")
    for key, kinds in (("k" * 32, ["theme_day"]), ("l" * 32, ["theme_day", "lecture"])):
        with django_assert_num_queries(12):  # who is it 3, what may be filed 3, beginning and end of the act 2, rows 4
            assert client.post(f"/organizations/{branch.pk}/file/", sheet(district, [f"{kind}:{branch.pk}" for kind in kinds], key=key)).status_code == 302
def test_a_kind_asks_for_its_own_fields_only_when_it_is_picked(district):
    branch = district["甲支部"]
    client, address = signed_in("branch_secretary", branch.path), f"/organizations/{branch.pk}/file/"
    day = client.post(address, sheet(district, [f"theme_day:{branch.pk}"]))
    bare = client.post(address, sheet(district, [f"dues_month:{branch.pk}"], key="d" * 32))
    told = client.post(address, sheet(district, [f"dues_month:{branch.pk}"], key="d" * 32, **{"dues_month-members_due": "5", "dues_month-members_paid": "5"}))
    assert (day.status_code, bare.status_code, sorted(bare.context["form"].errors), told.status_code) == (302, 422, ["dues_month-members_due", "dues_month-members_paid"], 302)
    assert list(Record.objects.order_by("id").values_list("kind", flat=True)) == ["theme_day", "dues_month"]


def test_the_sheet_of_a_branch_is_short_and_begins_with_gatherings(district):
    branch = district["甲支部"]
    page = signed_in("branch_secretary", branch.path).get(f"/organizations/{branch.pk}/file/")
    assert [choice.kind for choice in page.context["choices"]] == [
        "theme_day", "general_meeting", "lecture", "member_appraisal", "organizational_life", "ideals_education", "loyalty_education", "dues_month",
    ]  # fmt: skip
    needed = {kind: [field.name for field in fields if field.needed] for kind, _, fields, is_needed in page.context["details"] if is_needed}
    assert (needed, [kinds for kinds, said in page.context["bounds"] if "不公布谁没有缴。" in said]) == ({"dues_month": ["dues_month-members_due", "dues_month-members_paid"]}, ["dues_month"])


def test_a_joint_theme_day_of_three_branches_is_typed_once(district):
    first, *others = [district[name] for name in ("甲支部", "乙支部", "丙支部")]
    clerk = signed_in("committee_clerk", district["东党委"].path)
    data = sheet(district, [f"theme_day:{each.pk}" for each in (first, *others)]) | {"with": [each.pk for each in others]}
    page = clerk.post(f"/organizations/{first.pk}/file/", data, follow=True).content.decode()
    assert (Record.objects.count(), Record.objects.values("session").distinct().count(), page.count("2026年10月 每月开展一次主题党日")) == (3, 1, 3)


def test_a_secretary_cannot_file_for_a_branch_beside_the_own_one(district):
    own, other = district["甲支部"], district["乙支部"]
    client = signed_in("branch_secretary", own.path)
    alone = client.post(f"/organizations/{other.pk}/file/", sheet(district, [f"theme_day:{other.pk}"])).status_code
    smuggled = client.post(f"/organizations/{own.pk}/file/", sheet(district, [f"theme_day:{other.pk}"]) | {"with": [other.pk]}).status_code
    assert (alone, smuggled, Record.objects.count()) == (404, 422, 0)


def test_attendance_of_one_person_is_seen_by_that_person_and_the_branchs_secretary_only(district):
    branch = district["甲支部"]
    first, second = [row.person for row in Membership.objects.filter(organization=branch).order_by("id")[:2]]
    secretary = signed_in("branch_secretary", branch.path)
    secretary.post(f"/organizations/{branch.pk}/file/", sheet(district, [f"theme_day:{branch.pk}"]))
    record = Record.objects.get()
    viewers = {"secretary": secretary, "clerk": signed_in("committee_clerk", district["东党委"].path), "leader": signed_in("leader"), "self": signed_in("member", branch.path, "self", first.pk)}
    seen = {name: (first.name in (page := client.get(f"/records/{record.pk}/").content.decode()), second.name in page) for name, client in viewers.items()}
    assert seen == {"secretary": (True, True), "clerk": (False, False), "leader": (False, False), "self": (True, False)}


def test_the_cockpit_and_my_day_count_what_is_overdue(district):
    leader, clerk = signed_in("leader"), signed_in("section_clerk")
    cockpit, day = leader.get("/cockpit/").content.decode(), clerk.get("/my-day/").content.decode()
    assert ("还没有导入年度计划" in cockpit, "甲支部" in cockpit, "甲支部" in day) == (True, True, True)


def test_a_reader_of_a_part_sees_values_without_targets_and_lights(district):
    plan = import_plan(read_outline(PLAN), book(), by=None, at=NOW).plan
    measure = Sentence.objects.get(plan=plan, text__contains="主题党日")
    set_goal(measure, "theme_days_held", target=4321, baseline=None, book=book(), by=1, at=NOW)
    address = f"/plans/{plan.pk}/"
    part = signed_in("committee_clerk", district["东党委"].path).get(address).content.decode()
    whole = signed_in("leader").get(address).content.decode()
    assert ("4321" in part, "您范围内" in part, "4321" in whole, "预警" in part.split("灯的规则")[1].split("</p>", 1)[1]) == (False, True, True, False)


def test_another_day_with_other_people_comes_back_once_with_that_days_roll(district):
    branch = district["甲支部"]
    first, second = Membership.objects.filter(organization=branch).order_by("id")[:2]
    Membership.objects.filter(pk=second.pk).update(since=dt.date(2026, 11, 1))
    client = signed_in("branch_secretary", branch.path)
    data = sheet(district, [f"theme_day:{branch.pk}"], roll_day="2026-11-23", **{f"absent-{first.person_id}": "leave"})
    once = client.post(f"/organizations/{branch.pk}/file/", data)
    again = client.post(f"/organizations/{branch.pk}/file/", data | {"roll_day": "2026-10-20"})
    assert (once.status_code, "应到名单和刚才显示的不同" in once.content.decode(), again.status_code, Record.objects.get().expected) == (422, True, 302, 4)


def test_someone_absent_who_was_not_expected_that_day_is_refused_and_nothing_is_filed(district):
    branch = district["甲支部"]
    newcomer = Membership.objects.filter(organization=branch).order_by("id")[1]
    Membership.objects.filter(pk=newcomer.pk).update(since=dt.date(2026, 11, 1))
    answer = signed_in("branch_secretary", branch.path).post(f"/organizations/{branch.pk}/file/", sheet(district, [f"theme_day:{branch.pk}"], **{f"absent-{newcomer.person_id}": "leave"}))
    assert (answer.status_code, "不在应到名单里" in answer.content.decode(), Record.objects.count()) == (422, True, 0)
