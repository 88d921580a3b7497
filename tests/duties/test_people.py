"""What each person owes: seen by name by the person and the own branch's secretary, as a number by everyone above."""

import datetime as dt

import pytest

from tests.world import NOW, TODAY, account, district, filed, queries_of, rulebook, signed_in
from zugong.door.refusal import Refused
from zugong.duties.queries import grid
from zugong.records.actions.file import Part, file
from zugong.records.actions.make_up import make_up
from zugong.records.models import Attendance, Record

pytestmark = pytest.mark.django_db
PAGE = "/organizations/{}/duties/talk_committee_with_each_member/2026/"


@pytest.fixture
def here():
    rulebook()
    return district()


def talk(here, *names, on=dt.date(2026, 5, 6), key=""):
    return file(rulebook(), [Part(here.plum, "heart_to_heart_talk", there=[here.person(name).pk for name in names])], key=key or f"{on}{''.join(names)}".ljust(20, "k"), on=on, today=TODAY, by=None, at=NOW)


def test_a_talk_names_the_two_who_talked_and_nobody_else(here):
    talk(here, "梅一", "梅四")
    record = Record.objects.get()
    assert (record.expected, record.present, sorted(record.roll.values_list("person__name", flat=True))) == (2, 2, ["梅一", "梅四"])


@pytest.mark.parametrize(("names", "said"), [(("梅一",), "“谈心谈话”要选出参加的 2 人，现在选了 1 人"), (("梅一", "梅二", "梅三"), "“谈心谈话”要选出参加的 2 人，现在选了 3 人"), (("梅一", "竹一"), "所选的人里有的那天不在梅园党支部的名单里，请重选")])
def test_a_wrong_number_or_a_stranger_is_refused(here, names, said):
    with pytest.raises(Refused) as refused:
        talk(here, *names)
    assert (str(refused.value), Record.objects.count()) == (said, 0)


def test_a_branchs_people_are_one_row_of_its_year(here):
    talk(here, "梅一", "梅四")
    rows = {row.duty: row for row in grid(rulebook(), here.plum.pk, "branch", here.plum.path, 2026, TODAY)}
    cell = next(cell for cell in rows["talk_committee_with_each_member"].cells if cell.period == "2026")
    assert (cell.state, cell.counted, cell.required) == ("open", 1, 7)


def test_the_secretary_sees_names_and_those_above_see_numbers(here):
    talk(here, "梅一", "梅四")
    pages = {role: signed_in(account(role, "below", place)).get(PAGE.format(here.plum.pk)).text for role, place in (("branch_secretary", here.plum), ("committee_clerk", here.east))}
    assert {role: ("1 / 7 已做到" in page, "梅五" in page, "姓名只给本人和本支部书记看" in page) for role, page in pages.items()} == {"branch_secretary": (True, True, False), "committee_clerk": (True, False, True)}


def test_a_member_sees_the_own_line_and_its_reasons(here):
    talk(here, "梅一", "梅四")
    client = signed_in(account("member", "self", here.plum, person=here.person("梅四")))
    page = client.get(PAGE.format(here.plum.pk)).text
    own, other = (PAGE.format(here.plum.pk) + f"of/{here.person(name).pk}/" for name in ("梅四", "梅五"))
    assert ("梅四" in page, "梅五" in page, client.get(own).status_code, client.get(other).status_code) == (True, False, 200, 404)
    assert "“委员和每名党员每年谈心谈话一次”正常" in client.get(own).text


def test_ones_own_page_lists_what_one_owes(here):
    client = signed_in(account("branch_secretary", "below", here.plum, person=here.person("梅一")))
    assert "2026 年本人应做" in client.get(f"/people/{here.person('梅四').pk}/").text


def test_what_was_missed_may_be_made_up_and_leaves_the_meetings_numbers_alone(here):
    session = filed(rulebook(), "theme_day", here.plum, dt.date(2026, 6, 8), absent={here.person("梅四").pk: "leave"})
    record = session.records.get()
    client = signed_in(account("branch_secretary", "below", here.plum))
    answer = client.post(f"/records/{record.pk}/make-up/", {"people": [here.person("梅四").pk], "on": "2026-06-20"})
    record.refresh_from_db()
    row = Attendance.objects.get(person=here.person("梅四"))
    assert (answer.status_code, record.present, row.present, row.made_up_on) == (302, 6, False, dt.date(2026, 6, 20))


@pytest.mark.parametrize(("name", "on", "said"), [("梅五", TODAY, "所选的人里有的当时到了会，或不在应到名单里，请刷新后重选"), ("梅四", dt.date(2026, 6, 7), "补上的日期不能早于活动的 2026-06-08"), ("梅四", dt.date(2026, 12, 1), "日期还没有到，请在补上以后再记")])
def test_what_cannot_have_been_made_up_is_refused(here, name, on, said):
    record = filed(rulebook(), "theme_day", here.plum, dt.date(2026, 6, 8), absent={here.person("梅四").pk: "leave"}).records.get()
    with pytest.raises(Refused) as refused:
        make_up(record, [here.person(name).pk], on=on, today=TODAY, by=None, at=NOW)
    assert str(refused.value) == said


def test_a_talk_is_recorded_on_a_page_of_its_own_once_whatever_is_pressed_twice(here):
    client, address = signed_in(account("branch_secretary", "below", here.plum)), f"/organizations/{here.plum.pk}/note/heart_to_heart_talk/"
    form = {"key": "t" * 32, "on": "2026-06-08", "heart_to_heart_talk-there": [here.person("梅一").pk, here.person("梅四").pk], "heart_to_heart_talk-trigger": "regular"}
    answers = [client.post(address, form) for _ in range(2)]
    assert ([(answer.status_code, answer.url) for answer in answers], Record.objects.count()) == ([(302, f"/filed/{'t' * 32}/")] * 2, 1)
    refused = client.post(address, form | {"key": "u" * 32, "heart_to_heart_talk-there": [here.person("梅一").pk]})
    assert (refused.status_code, "要选出参加的 2 人" in refused.text, Record.objects.count()) == (422, True, 1)


def test_talks_do_not_stand_among_the_meetings_of_the_sheet(here):
    page = signed_in(account("branch_secretary", "below", here.plum)).get(f"/organizations/{here.plum.pk}/file/").text
    assert (f'value="heart_to_heart_talk:{here.plum.pk}"' in page, f"/organizations/{here.plum.pk}/note/heart_to_heart_talk/" in page) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_a_finding_of_people_asks_the_same_questions_for_one_talk_and_for_three(here, number):
    for name in ("梅四", "梅五", "梅六")[:number]:
        talk(here, "梅一", name)
    assert queries_of(signed_in(account("branch_secretary", "below", here.plum)), PAGE.format(here.plum.pk)) == 9
