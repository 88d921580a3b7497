"""Two entries of one human become one: nothing that happened is lost, counted twice or left behind."""

import datetime as dt

import pytest
from django.db.models import ProtectedError

from tests.registry.test_id_numbers import SOUND, number
from tests.registry.test_numbered import enter
from tests.world import FOUNDED, NOW, TODAY, account, checking_in, district, filed, member, rulebook, signed_in
from zugong.desk.actions.merge_people import merge_people
from zugong.door.models import Account
from zugong.door.refusal import Refused
from zugong.duties.actions.ask_exemption import ask_exemption
from zugong.journal.models import Line
from zugong.records.models import Attendance, CheckInMark, FormerVersion, Record
from zugong.registry.actions.appoint import appoint
from zugong.registry.actions.send_off import send_off
from zugong.registry.models import Person

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here():
    return district()


@pytest.fixture
def twice(here):
    """Entered by plum, and again by plum: both stand in its rolls."""
    return here.person("梅四"), member("梅四", here.plum)


def merge(kept: Person, dropped: Person, reason: str = "同一张身份证") -> int:
    return merge_people(kept, dropped, reason=reason, by=None, at=NOW)


def refused(kept: Person, dropped: Person, **more) -> str:
    with pytest.raises(Refused) as found:
        merge(kept, dropped, **more)
    return str(found.value)


def test_everything_of_the_one_becomes_the_others_and_the_one_is_no_more(here, twice):
    kept, again = twice
    dropped = again.person
    appoint(dropped, here.department, "staff", since=FOUNDED, by=None, at=NOW)
    own = account("member", "self", here.plum, person=dropped)
    lifted = ask_exemption(rulebook(), here.plum, "theme_day_each_month", sort="excused", since=TODAY, reason="试", by=None, at=NOW)
    type(lifted).objects.filter(pk=lifted.pk).update(person=dropped)
    enter(dropped)
    merge(kept, dropped)
    kept.refresh_from_db()
    assert (Person.objects.filter(pk=dropped.pk).exists(), kept.masked_id_number[-4:], kept.memberships.count(), kept.posts.get().organization) == (False, SOUND[14:], 2, here.department)
    assert (type(lifted).objects.get().person_id, Account.objects.get(pk=own.pk).person) == (kept.pk, kept.pk)
    said = f"people/{dropped.pk} 并入 people/{kept.pk}：同一张身份证"
    assert list(Line.objects.filter(verb="merge_people").order_by("id").values_list("address", "reason")) == [(f"accounts/{own.pk}", ""), (f"people/{kept.pk}", said), (f"people/{dropped.pk}", said)]


@pytest.mark.parametrize(("away", "present", "absence"), [((), True, ""), ("kept", True, ""), ("dropped", True, ""), (("kept", "dropped"), False, "leave")])
def test_whoever_stood_twice_in_one_roll_stands_there_once_present_if_either_was(here, twice, away, present, absence):
    kept, again = twice
    people = {"kept": kept.pk, "dropped": again.person_id}
    absent = {people[who]: "leave" for who in ([away] if isinstance(away, str) else away)}
    record = filed(rulebook(), "theme_day", here.plum, LATER, absent=absent).records.get()
    assert merge(kept, again.person) == 1
    record.refresh_from_db()
    row = Attendance.objects.get(record=record, person=kept)
    assert (row.present, row.absence, record.expected, record.present, record.entitled, record.version) == (present, absence, 7, 7 - (not present), 6, 2)
    former = FormerVersion.objects.get(record=record)
    assert (former.version, len(former.values["absent"]), Line.objects.get(address=record.address, verb="join_people").fields) == (1, len(absent), "roll")


def test_rolls_in_which_only_the_one_stood_are_the_others(here, twice):
    kept, _ = twice
    other = member("梅四", here.bamboo)
    record = filed(rulebook(), "theme_day", here.bamboo, LATER).records.get()
    assert merge(kept, other.person) == 0
    assert (Attendance.objects.filter(record=record, person=kept).count(), Record.objects.get(pk=record.pk).version) == (1, 1)


def test_marks_of_a_check_in_are_not_doubled(here, twice):
    kept, again = twice
    opened = checking_in(rulebook(), here.plum, "theme_day")
    CheckInMark.objects.bulk_create(CheckInMark(check_in=opened, person=each, at=NOW, way="qr") for each in (kept, again.person))
    merge(kept, again.person)
    assert [mark.person_id for mark in CheckInMark.objects.all()] == [kept.pk]


def test_what_says_that_they_are_two_is_refused(here, twice):
    kept, again = twice
    dropped = again.person
    assert [refused(kept, kept), refused(kept, dropped, reason=" ")] == ["这就是同一份资料，请填另一份的编号", "请写明怎么核对出是同一个人"]
    for each in (kept, dropped):
        appoint(each, here.department, "staff", since=FOUNDED, by=None, at=NOW)
    assert refused(kept, dropped) == "两份资料都担任云川区委组织部的同一职务，请先结束其中一个，再合并"
    dropped.posts.update(until=TODAY)
    enter(kept), enter(dropped, number("10000119850101234"))
    assert refused(kept, dropped) == "两份资料登记了不同的身份证号码，不是同一个人；有一个登错的，请先更正"


def test_of_two_memberships_the_kept_persons_goes_on_with_its_offices(here, twice):
    kept, _ = twice
    other = member("梅四", here.bamboo)
    post = appoint(other.person, here.bamboo, "committee_member", since=FOUNDED, by=None, at=NOW) or other.person.posts.get()
    merge(kept, other.person)
    assert sorted(kept.memberships.values_list("organization__name", "until", "ended_for")) == [("梅园党支部", None, ""), ("竹苑党支部", TODAY, "entered_wrongly")]
    assert (kept.posts.get().pk, kept.posts.get().until) == (post.pk, TODAY)


def test_who_is_on_the_way_is_not_merged(here, twice):
    kept, again = twice
    send_off(again, here.bamboo, on=TODAY, by=None, at=NOW)
    assert refused(kept, again.person) == "此人正在转接途中，请等对方接收或退回"


def test_of_two_accounts_one_must_be_closed_and_is_then_nobodys(here, twice):
    kept, again = twice
    dropped = again.person
    first, second = (account("member", "self", here.plum, person=each) for each in (kept, dropped))
    assert refused(kept, dropped) == "两份资料各有一个在用的账号，请安全保密管理员先停用一个，再合并"
    Account.objects.filter(pk=first.pk).update(is_active=False)
    merge(kept, dropped)
    assert list(Account.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk").values_list("person", flat=True)) == [None, kept.pk]


def test_a_refused_merge_has_moved_nothing(here, twice):
    kept, again = twice
    dropped, client = again.person, signed_in(account("section_clerk"))
    filed(rulebook(), "theme_day", here.plum, LATER)
    for each in (kept, dropped):
        appoint(each, here.department, "staff", since=FOUNDED, by=None, at=NOW)
    answer = client.post(f"/people/{kept.pk}/merge/", {"other": dropped.pk, "name": "梅四", "reason": "同一张身份证"})
    assert (answer.status_code, dropped.memberships.count(), dropped.posts.count(), FormerVersion.objects.count()) == (422, 1, 1, 0)
    with pytest.raises(ProtectedError):
        dropped.delete()


def test_a_clerk_merges_by_id_and_name_inside_the_scope_only(here, twice):
    kept, again = twice
    dropped = again.person
    clerk = signed_in(account("committee_clerk", "below", here.east))
    form = {"other": dropped.pk, "name": "梅四", "reason": "同一张身份证"}
    tried = [form | {"other": 10**30}, form | {"other": here.person("慕容远山").pk, "name": "慕容远山"}, form | {"name": "梅五"}, form | {"reason": ""}]
    answers = [clerk.post(f"/people/{kept.pk}/merge/", each) for each in tried]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert ["没有这个编号，或不在您的范围里" in answer.text for answer in answers] == [True, True, False, False]
    assert ("合并重复资料" in clerk.get(f"/people/{kept.pk}/").text, clerk.post(f"/people/{kept.pk}/merge/", form).status_code, Person.objects.filter(pk=dropped.pk).exists()) == (True, 302, False)
    assert signed_in(account("branch_secretary", "below", here.plum)).get(f"/people/{kept.pk}/merge/").status_code == 403
