"""Checking in as pages: opened, marked, taken to the sheet; who sees it, and how many statements it takes."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import world
from tests.world import NOW, TODAY, account, district, queries_of, rulebook, signed_in
from zugong.door import clock
from zugong.journal.models import Line, Reading
from zugong.records.actions.mark_present import mark_present
from zugong.records.models import CheckIn, CheckInMark, Record, WrongCode
from zugong.records.tokens import token_at

pytestmark = pytest.mark.django_db
MIDNIGHT = dt.datetime(2026, 11, 23, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here():
    rulebook()
    return district()


def secretary(here):
    return signed_in(account("branch_secretary", "below", here.plum))


def member(here, name):
    return signed_in(account("member", "self", here.plum, person=here.person(name)))


def checking_in(organizations, kinds="theme_day", **more):
    """A check-in that is open all day, whenever the tests run."""
    return world.checking_in(rulebook(), organizations, kinds, opens_at=MIDNIGHT, closes_at=MIDNIGHT + dt.timedelta(days=1), **more)


def marked(here, check_in, *names):
    """These people have scanned."""
    for name in names:
        mark_present(rulebook(), check_in, here.person(name).pk, way="qr", by=None, at=NOW)


def marks(check_in):
    return sorted(check_in.marks.values_list("person__name", "way"))


# --- the recorder ---


def test_opening_shows_the_code_and_a_second_press_shows_the_same(here):
    client = secretary(here)
    form = {"key": "k" * 32, "pick": f"theme_day:{here.plum.pk}", "on": "2026-11-23", "begins": "", "ends": ""}
    before = clock.now()
    answers = [client.post(f"/organizations/{here.plum.pk}/check-in/", form) for _ in range(2)]
    check_in = CheckIn.objects.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"/check-ins/{check_in.pk}/screen/")] * 2
    assert (before <= check_in.opens_at <= clock.now(), check_in.closes_at) == (True, MIDNIGHT + dt.timedelta(days=1))
    page = client.get(f"/check-ins/{check_in.pk}/screen/").text
    assert (f"{check_in.code[:3]} {check_in.code[3:]}" in page, "已签到 0 / 应到 7" in page, "梅一" in page) == (True, True, False)
    assert ("style=" in page.split("<main")[1], page.count('class="zg-qr"'), 'hx-trigger="every 15s"' in page) == (False, 1, True)


def test_a_day_to_come_begins_at_midnight_or_when_it_is_said_and_ends_with_the_day(here):
    client, address = secretary(here), f"/organizations/{here.plum.pk}/check-in/"
    for number, begins in enumerate(("", "14:00")):
        client.post(address, {"key": str(number) * 32, "pick": f"theme_day:{here.plum.pk}", "on": "2026-11-25", "begins": begins, "ends": ""})
    shown = [(each.opens_at.astimezone(clock.SHANGHAI).isoformat()[:16], each.closes_at.astimezone(clock.SHANGHAI).isoformat()[:16]) for each in CheckIn.objects.order_by("id")]
    assert shown == [("2026-11-25T00:00", "2026-11-26T00:00"), ("2026-11-25T14:00", "2026-11-26T00:00")]
    assert "11月25日 14:00 开始签到" in client.get(f"/check-ins/{CheckIn.objects.last().pk}/screen/").text


def test_what_is_refused_keeps_what_was_chosen(here):
    client, address = secretary(here), f"/organizations/{here.plum.pk}/check-in/"
    nothing = client.post(address, {"key": "k" * 32, "on": "2026-11-23", "ends": ""})
    over = client.post(address, {"key": "k" * 32, "pick": f"theme_day:{here.plum.pk}", "on": "2026-11-23", "begins": "23:30", "ends": "23:00"})
    assert (nothing.status_code, "请选择开了什么会" in nothing.text) == (422, True)
    assert (over.status_code, "也要晚于现在" in over.text, 'value="23:00"' in over.text, bool(re.search(rf'value="theme_day:{here.plum.pk}" checked', over.text))) == (422, True, True, True)
    assert CheckIn.objects.count() == 0


def test_only_kinds_with_a_roll_and_people_may_be_chosen(here):
    shown = secretary(here).get(f"/organizations/{here.plum.pk}/check-in/").context["choices"]
    assert (all(choice.circle for choice in shown), {"theme_day", "committee_meeting", "group_meeting"} <= {choice.kind for choice in shown}) == (True, True)


def test_a_branch_outside_is_never_taken_along(here):
    form = {"key": "k" * 32, "with": here.far.pk, "pick": [f"theme_day:{here.plum.pk}", f"theme_day:{here.far.pk}"], "on": "2026-11-23", "ends": ""}
    secretary(here).post(f"/organizations/{here.plum.pk}/check-in/", form)
    assert [part.organization for part in CheckIn.objects.get().parts.all()] == [here.plum]


def test_a_joint_gathering_is_chosen_once_and_its_sheet_knows_all_branches(here):
    who = account("committee_clerk", "below", here.east)
    client = signed_in(who)
    there = client.get("/joint/go/", {"with": [here.plum.pk, here.bamboo.pk], "check_in": "1"}).url
    assert there == f"/organizations/{here.plum.pk}/check-in/?with={here.bamboo.pk}"
    client.post(there.split("?")[0], {"key": "k" * 32, "with": here.bamboo.pk, "pick": [f"theme_day:{each.pk}" for each in (here.plum, here.bamboo)], "on": "2026-11-23", "begins": "00:00", "ends": ""})
    check_in = CheckIn.objects.get()
    marked(here, check_in, "竹二")
    sheet = client.get(client.get(f"/check-ins/{check_in.pk}/").context["sheet"])
    assert (sheet.context["check_in"].here, sheet.context["check_in"].not_yet, len(sheet.context["picked"]), sheet.context["key"]) == (1, 9, 2, check_in.key)


def test_who_is_there_is_named_to_the_own_branch_and_to_the_one_who_opened_it_and_to_nobody_else(here):
    clerk = account("committee_clerk", "below", here.east)
    branchs, clerks = checking_in(here.plum), checking_in([here.plum, here.bamboo], by=clerk.pk)
    readers = {
        "own": secretary(here), "unit": signed_in(account("unit_recorder", "own", here.plum)), "clerk": signed_in(clerk), "section": signed_in(account("section_clerk")),
        "beside": signed_in(account("branch_secretary", "below", here.bamboo)), "member": member(here, "梅一"), "leader": signed_in(account("leader")),
    }  # fmt: skip
    seen = {name: [client.get(f"/check-ins/{each.pk}/").status_code for each in (branchs, clerks)] for name, client in readers.items()}
    assert seen == {"own": [200, 404], "unit": [200, 404], "clerk": [404, 200], "section": [404, 404], "beside": [404, 404], "member": [403, 403], "leader": [403, 403]}
    sheet = readers["section"].get(f"/organizations/{here.plum.pk}/file/", {"check_in": branchs.pk, "pick": f"theme_day:{here.plum.pk}"})
    assert (sheet.context["check_in"], "已签到" in sheet.text) == (None, False)


def test_another_is_marked_by_name_and_reason(here):
    check_in, client = checking_in(here.plum), secretary(here)
    address = f"/check-ins/{check_in.pk}/mark/"
    marked(here, check_in, "梅一")
    page = client.get(address).text
    refused = client.post(address, {"person": here.person("梅二").pk, "reason": ""})
    done = client.post(address, {"person": here.person("梅二").pk, "reason": "no_account"})
    again = client.post(address, {"person": here.person("梅二").pk, "reason": "no_account"})
    assert ("梅一" in page, "梅二" in page, refused.status_code, done.url, again.status_code) == (False, True, 422, f"/check-ins/{check_in.pk}/", 422)
    assert (marks(check_in), "代签：没有账号" in client.get(f"/check-ins/{check_in.pk}/").text) == ([("梅一", "qr"), ("梅二", "by_recorder")], True)


def test_closing_ends_it_and_pressing_again_is_no_error(here):
    check_in, client = checking_in(here.plum), secretary(here)
    said = [client.post(f"/check-ins/{check_in.pk}/close/", follow=True).text for _ in range(2)]
    assert ["签到已结束，可以记这次活动了。" in said[0], "签到已经结束，不用再点" in said[1]] == [True, True]
    screen = client.get(f"/check-ins/{check_in.pk}/screen/").text
    assert ("签到已结束，已签到 0 / 应到 7" in screen, "zg-qr" in screen, "hx-get" in screen) == (True, False, False)


# --- whoever is there ---


def test_a_typed_code_marks_in_any_case_and_with_spaces(here):
    check_in, client = checking_in(here.plum), member(here, "梅二")
    answer = client.post("/check-in/", {"code": f" {check_in.code[:3].lower()} {check_in.code[3:]} "}, follow=True)
    assert (answer.redirect_chain, "梅园党支部主题党日" in answer.text, marks(check_in)) == ([("/check-in/done/", 302)], True, [("梅二", "code")])


def test_a_code_that_is_wrong_or_used_or_of_another_session_is_said_and_stays_typed(here):
    check_in, other, client = checking_in(here.plum), checking_in(here.bamboo), member(here, "梅二")
    answers = [client.post("/check-in/", {"code": code}) for code in ("ABC", "AB!234", "ZZZZ99", other.code)]
    client.post("/check-in/", {"code": check_in.code})
    answers.append(client.post("/check-in/", {"code": check_in.code}))
    said = ["请对着屏幕再看一遍", "签到码是六位字母和数字", "没有这个签到码", "您不在竹苑党支部主题党日的应到名单里", "已经签到过（"]
    assert [(answer.status_code, words in answer.text) for answer, words in zip(answers, said, strict=True)] == [(422, True)] * 5
    assert ('value="ZZZZ99"' in answers[2].text, WrongCode.objects.count(), CheckInMark.objects.count()) == (True, 1, 1)


def test_guessing_ends_after_ten_wrong_codes_although_each_was_refused(here):
    check_in, client = checking_in(here.plum), member(here, "梅二")
    for _ in range(10):
        client.post("/check-in/", {"code": "ZZZZ99"})
    answer = client.post("/check-in/", {"code": check_in.code})
    assert (answer.status_code, "请过 15 分钟再试" in answer.text, WrongCode.objects.count(), marks(check_in)) == (422, True, 10, [])


def scan(check_in, at=None):
    return f"/check-in/{check_in.pk}/{token_at(check_in, at or clock.now())}/"


def test_a_scanned_qr_shows_one_button_and_marks(here):
    check_in, client = checking_in(here.plum), member(here, "梅二")
    page = client.get(scan(check_in))
    answer = client.post(scan(check_in))
    assert (page.text.count("确认到会"), marks(check_in), answer.url, client.get(scan(check_in)).url) == (1, [("梅二", "qr")], "/check-in/done/", "/check-in/done/")


def test_of_two_tabs_the_second_hears_that_it_is_done(here):
    check_in, client = checking_in(here.plum), member(here, "梅二")
    shown = [client.get(scan(check_in)).status_code for _ in range(2)]
    answers = [client.post(scan(check_in)) for _ in range(2)]
    assert (shown, [answer.status_code for answer in answers], "已经签到过（" in answers[1].text, marks(check_in)) == ([200, 200], [302, 422], True, [("梅二", "qr")])


def test_a_stale_token_and_one_of_another_check_in_show_nothing_of_the_gathering(here):
    check_in, other, client = checking_in(here.plum), checking_in(here.plum, "lecture"), member(here, "梅二")
    addresses = [scan(check_in, clock.now() - dt.timedelta(minutes=1)), scan(check_in, clock.now() + dt.timedelta(minutes=1)), f"/check-in/{check_in.pk}/{token_at(other, clock.now())}/", f"/check-in/99/{'0' * 20}/"]
    pages = [(page.status_code, "再扫一次" in page.text, "主题党日" in page.text, "确认到会" in page.text) for page in map(client.get, addresses)]
    assert pages == [(200, True, False, False)] * 4
    assert ([client.post(address).status_code for address in addresses], marks(check_in)) == ([422] * 4, [])


def test_a_visitor_is_asked_to_sign_in_first(here, client):
    check_in = checking_in(here.plum)
    assert client.get(scan(check_in)).url == f"/accounts/login/?next={scan(check_in)}"


def test_an_account_without_a_person_is_told_so_and_marks_nothing(here):
    check_in, client = checking_in(here.plum), secretary(here)
    pages = [client.get("/check-in/"), client.get(scan(check_in)), client.get("/check-in/done/")]
    assert ["没有对应到人员本人" in page.text for page in pages] == [True, True, False]
    answers = [client.post("/check-in/", {"code": check_in.code}), client.post(scan(check_in))]
    assert ([answer.status_code for answer in answers], marks(check_in)) == ([422, 422], [])


def test_a_second_account_on_the_same_phone_may_check_in_too(here):
    check_in = checking_in(here.plum)
    client = member(here, "梅二")
    client.post("/check-in/", {"code": check_in.code})
    client.post("/accounts/logout/")
    client.force_login(account("member", "self", here.plum, person=here.person("梅三")), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/check-in/", {"code": check_in.code})
    assert marks(check_in) == [("梅三", "code"), ("梅二", "code")]


def test_the_home_of_a_member_offers_to_type_a_code_and_that_of_a_recorder_to_open_one(here):
    home = f"/organizations/{here.plum.pk}/home/"
    pages = [client.get(home).text for client in (member(here, "梅二"), secretary(here))]
    assert [("输入签到码" in page, "现场签到" in page) for page in pages] == [(True, False), (False, True)]


# --- the sheet ---


def sheet_of(client, check_in):
    return client.get(client.get(f"/check-ins/{check_in.pk}/").context["sheet"])


def test_the_sheet_marks_who_checked_in_leaves_the_rest_present_and_counts(here):
    check_in, client = checking_in(here.plum), secretary(here)
    marked(here, check_in, "梅一", "梅三")
    sheet = sheet_of(client, check_in)
    assert [row["name"] for row in sheet.context["people"] if row.get("marked")] == ["梅一", "梅三"]
    assert ({row["absence"] for row in sheet.context["people"]}, "已签到 2，未签到 5" in sheet.text, sheet.context["picked"]) == ({""}, True, [f"theme_day:{here.plum.pk}"])


def test_one_press_chooses_an_absence_for_all_who_did_not_check_in_and_keeps_what_was_chosen(here):
    check_in, client = checking_in(here.plum), secretary(here)
    marked(here, check_in, "梅一", "梅三")
    form = {"key": check_in.key, "check_in": check_in.pk, "pick": f"theme_day:{here.plum.pk}", "on": "2026-11-23", "refresh": "leave", "place": "礼堂", f"absent-{here.person('梅二').pk}": "mobile"}
    sheet = client.post(f"/organizations/{here.plum.pk}/file/", form)
    assert {row["name"]: row["absence"] for row in sheet.context["people"]} == {"梅一": "", "梅二": "mobile", "梅三": "", "梅四": "leave", "梅五": "leave", "梅六": "leave", "梅七": "leave"}
    assert ('value="礼堂"' in sheet.text, Record.objects.count(), sheet.status_code) == (True, 0, 200)


def test_the_recorder_confirms_the_saved_roll_is_the_fact_and_checking_in_is_over(here):
    check_in, client = checking_in(here.plum), secretary(here)
    marked(here, check_in, "梅一")
    form = {"key": check_in.key, "check_in": check_in.pk, "pick": f"theme_day:{here.plum.pk}", "on": "2026-11-23", f"absent-{here.person('梅一').pk}": "other"}
    answers = [client.post(f"/organizations/{here.plum.pk}/file/", form) for _ in range(2)]
    record = Record.objects.get()
    assert ([answer.url for answer in answers], record.present, record.roll.get(person=here.person("梅一")).absence) == ([f"/filed/{check_in.key}/"] * 2, 6, "other")
    check_in.refresh_from_db()
    page = client.get(f"/check-ins/{check_in.pk}/").text
    assert (check_in.closed_at is None, "看记好的纪实" in page, "代签、补签" in page, "还没有记的签到" in client.get(f"/organizations/{here.plum.pk}/check-in/").text) == (False, True, False, False)
    assert member(here, "梅二").post("/check-in/", {"code": check_in.code}).status_code == 422


def test_filing_without_a_check_in_is_as_it_was(here):
    sheet = secretary(here).get(f"/organizations/{here.plum.pk}/file/")
    assert ("已签到" in sheet.text, "未签到" in sheet.text, 'name="check_in"' in sheet.text) == (False, False, False)


def test_no_line_of_the_journal_names_who_was_there(here):
    check_in, who = checking_in(here.plum), account("member", "self", here.plum, person=here.person("梅二"))
    before = Line.objects.count()
    signed_in(who).post("/check-in/", {"code": check_in.code})
    assert list(Line.objects.order_by("id")[before:].values_list("address", "verb", "by")) == [(check_in.address, "mark_present", None)]


# --- statements ---


@pytest.mark.parametrize("rows", [1, 3])
def test_every_page_sends_as_many_statements_for_three_marks_as_for_one(here, rows):
    check_ins = [checking_in(here.plum, ["theme_day", "lecture"]) for _ in range(rows)]
    for check_in in check_ins:
        marked(here, check_in, *("梅一", "梅二", "梅三")[:rows])
    client, own = secretary(here), member(here, "梅一")
    sheet = client.get(f"/check-ins/{check_ins[0].pk}/").context["sheet"]
    address = f"/check-ins/{check_ins[0].pk}/"
    sent = [queries_of(client, each) for each in (f"/organizations/{here.plum.pk}/check-in/", address, f"{address}screen/", f"{address}mark/", sheet)]
    sent += [queries_of(own, each) for each in ("/check-in/", "/check-in/done/")]
    late = member(here, "梅四")
    with CaptureQueriesContext(connection) as queries:
        assert late.post("/check-in/", {"code": check_ins[0].code}).status_code == 302
    assert [*sent, len(queries)] == [10, 10, 8, 8, 11, 3, 6, 18]


def test_a_blank_sheet_of_those_expected_is_for_who_keeps_the_check_in(here):
    check_in = world.checking_in(rulebook(), here.plum, "theme_day")
    address = f"/check-ins/{check_in.pk}/sheet/"
    assert [signed_in(account(*who)).get(address).status_code for who in (("committee_clerk", "below", here.east), ("branch_secretary", "below", here.far))] == [404, 404]
    lines = world.text_of(secretary(here).get(address)).split("\n")
    assert (lines[0], [line.split(" | ")[1] for line in lines[3:]]) == ("梅园党支部主题党日签到表", ["梅一", "梅二", "梅七", "梅三", "梅五", "梅六", "梅四", "", "", ""])
    assert list(Reading.objects.values_list("address", flat=True)) == [check_in.address]
    assert address in secretary(here).get(f"/check-ins/{check_in.pk}/").text
