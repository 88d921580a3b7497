"""Papers of a record: who is named, who gets numbers, and the department's own template."""

import datetime as dt

import pytest

from tests.world import NOW, account, district, filed, queries_of, rulebook, signed_in, text_of, uploaded_template
from zugong.journal.models import Reading
from zugong.library.actions.adopt_template import adopt_template

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 8)


@pytest.fixture
def here():
    rulebook()
    return district()


@pytest.fixture
def meeting(here):
    """Six of seven came to the meeting; 梅四 is on leave."""
    fields = {"topic": "选举委员\n通过决议", "chair": "梅一", "resolution": "一致同意。"}
    session = filed(rulebook(), "general_meeting", here.plum, DAY, absent={here.person("梅四").pk: "leave"}, fields=fields, begins=dt.time(14, 30), place="会议室")
    session.records.update(guests=2)
    return session.records.get()


def secretary(here):
    return signed_in(account("branch_secretary", "below", here.plum))


def test_the_own_secretary_prints_the_meeting_with_who_was_absent(here, meeting):
    text = text_of(secretary(here).get(f"/records/{meeting.pk}/papers/general_meeting_record/"))
    assert text.split("\n") == [
        "党员大会会议记录", "组织 | 梅园党支部", "时间 | 2026年6月8日14:30", "地点 | 会议室", "主持人 | 梅一 | 记录人 | ", "应到人数 | 7人 | 实到人数 | 6人", "缺席人员", "及原因 | 梅四（请假）",
        "列席人员 | 2人", "会议议题 | 1. 选举委员", "2. 通过决议", "会议内容", "和发言 | ", "会议决议 | 一致同意。", "主持人", "签名 |  | 记录人", "签名 | ",
    ]  # fmt: skip
    assert list(Reading.objects.values_list("address", flat=True)) == [meeting.address]


def test_those_above_print_numbers_and_no_names(here, meeting):
    client = signed_in(account("committee_clerk", "below", here.east))
    text = text_of(client.get(f"/records/{meeting.pk}/papers/general_meeting_record/"))
    assert ("梅四" in text, "及原因 | 1人" in text, Reading.objects.count()) == (False, True, 0)


def test_the_sheet_to_sign_is_for_who_sees_the_roll_and_in_the_order_of_strokes(here, meeting):
    address = f"/records/{meeting.pk}/papers/general_meeting_sign_in/"
    above = signed_in(account("committee_clerk", "below", here.east))
    assert (above.get(address).status_code, "签到表" in above.get(f"/records/{meeting.pk}/").text) == (404, False)
    lines = text_of(secretary(here).get(address)).split("\n")
    assert lines[:2] == ["党员大会签到表", "时间：2026年6月8日14:30　　地点：会议室"]
    assert [line.split(" | ")[1] for line in lines[2:]] == ["姓名", "梅一", "梅二", "梅七", "梅三", "梅五", "梅六", "梅四", "", "", ""]


def test_the_page_of_a_record_offers_its_papers(here, meeting):
    page = secretary(here).get(f"/records/{meeting.pk}/")
    assert [key for key, _ in page.context["papers"]] == ["general_meeting_record", "general_meeting_sign_in"]
    assert 'href="papers/general_meeting_record/"' in page.text


def test_a_paper_of_another_kind_or_an_unknown_one_is_not_there(here, meeting):
    client = secretary(here)
    assert [client.get(f"/records/{meeting.pk}/papers/{key}/").status_code for key in ("lecture_record", "honour_roster", "nothing")] == [404, 404, 404]


def test_outside_the_scope_there_is_no_paper(here, meeting):
    assert signed_in(account("branch_secretary", "below", here.far)).get(f"/records/{meeting.pk}/papers/general_meeting_record/").status_code == 404


def test_minutes_are_filled_sentences_dated_by_the_day_they_were_issued(here):
    fields = {"topic": "分工", "units_invited": 9, "units_attending": 8, "decisions": 2, "minutes_on": "2026-04-20", "summary": "一是甲。\n二是乙。"}
    record = filed(rulebook(), "joint_conference", here.department, dt.date(2026, 4, 15), fields=fields).records.get()
    lines = [line for line in text_of(signed_in(account("section_clerk")).get(f"/records/{record.pk}/papers/joint_conference_paper/")).split("\n") if line]
    assert lines == [
        "党员教育联席会议纪要", "　云川区委组织部\t2026年4月20日", "2026年4月15日会议纪要",
        "2026年4月15日，云川区委组织部召开党员教育联席会议，应到单位9个，到会8个。会议议题：分工。", "会议议定事项2项：", "一是甲。", "二是乙。", "云川区委组织部\t2026年4月20日印发",
    ]  # fmt: skip


def test_the_departments_template_takes_the_place_of_our_layout(here, meeting):
    template = uploaded_template("{{ unit }}：{{ topic }}，{{ on }}", "{% for each in people %}{{ each.name }}{{ each.attendance }}；{% endfor %}", "记录人{{ recorder }}")
    adopt_template("general_meeting_record", template, by=None, at=NOW)
    address = f"/records/{meeting.pk}/papers/general_meeting_record/"
    assert text_of(secretary(here).get(address)).split("\n") == [
        "梅园党支部：选举委员", "通过决议，2026年6月8日", "梅一到会；梅二到会；梅七到会；梅三到会；梅五到会；梅六到会；梅四请假；", "记录人",
    ]  # fmt: skip
    above = text_of(signed_in(account("committee_clerk", "below", here.east)).get(address))
    assert ("梅一" in above, "到会；" in above) == (False, False)


def test_a_template_that_no_longer_fits_is_said_on_the_record(here, meeting):
    adopt_template("general_meeting_record", uploaded_template("{{ gone }}"), by=None, at=NOW)
    answer = secretary(here).get(f"/records/{meeting.pk}/papers/general_meeting_record/", follow=True)
    assert (answer.redirect_chain[0][0], "“党员大会会议记录”没有印成" in answer.text, "“gone”不是可用的字段" in answer.text) == (f"/records/{meeting.pk}/", True, True)


@pytest.mark.parametrize("people", [1, 3])
def test_a_paper_sends_as_many_statements_for_three_people_as_for_one(here, people):
    members = [here.plum, here.bamboo][people == 1]
    record = filed(rulebook(), "lecture", members, DAY).records.get()
    client = signed_in(account("branch_secretary", "below", members))
    assert (queries_of(client, f"/records/{record.pk}/papers/lecture_record/"), queries_of(client, f"/records/{record.pk}/papers/lecture_sign_in/")) == (10, 10)
