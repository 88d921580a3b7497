"""Filing: who was expected on that day, who was there, typed once for every kind and organization."""

import datetime as dt
import time
import uuid
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.world import NOW, TODAY, district, filed, member, organization, rulebook
from zugong.door.refusal import Refused
from zugong.records.actions.file import Part, file
from zugong.records.models import Attendance, Record, Session
from zugong.records.queries import attendance_of, roll_of, standing_of
from zugong.registry.actions.convert import convert
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.receive import receive
from zugong.registry.actions.send_off import send_off

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
NOBODY = {"by": None, "at": NOW}


def counts(record: Record) -> tuple[int, ...]:
    """expected, present, entitled, entitled_present."""
    return record.expected, record.present, record.entitled, record.entitled_present


def roll(record: Record) -> list[tuple]:
    return [(row.person.name, row.may_vote, row.present, row.absence) for row in roll_of(record)]


def refusal(book, parts, *, on=JUNE) -> tuple[str, str | None]:
    """What was said of which field, after seeing that nothing was written."""
    before = (Session.objects.count(), Record.objects.count(), Attendance.objects.count())
    with pytest.raises(Refused) as refused, transaction.atomic():
        file(book, parts, key=uuid.uuid4().hex, on=on, today=TODAY, **NOBODY)
    assert (Session.objects.count(), Record.objects.count(), Attendance.objects.count()) == before
    return str(refused.value), refused.value.field


def test_the_roll_holds_the_members_of_that_day_with_vote_presence_and_reason():
    here, book = district(), rulebook()
    end_membership(here.members["梅六"], reason="left", on=JUNE, **NOBODY)
    member("梅八", here.plum, since=dt.date(2026, 6, 2))
    record = filed(book, "theme_day", here.plum, JUNE, absent={here.person("梅二").pk: "leave", here.person("梅七").pk: "mobile"}).records.get()
    assert roll(record) == [
        ("梅一", True, True, ""), ("梅二", True, False, "leave"), ("梅三", True, True, ""), ("梅四", True, True, ""), ("梅五", True, True, ""), ("梅七", False, False, "mobile"),
    ]  # fmt: skip
    assert counts(record) == (6, 4, 5, 4)


def test_a_group_and_a_committee_keep_rolls_of_their_own():
    here, book = district(), rulebook()
    group = filed(book, "group_meeting", here.groups[1], JUNE).records.get()
    committee = filed(book, "committee_meeting", here.plum, JUNE, absent={here.person("梅三").pk: "duty_travel"}).records.get()
    assert [name for name, *_ in roll(group)] == ["梅二", "梅四", "梅六"]
    assert (roll(committee)[-1], counts(committee)) == (("梅三", True, False, "duty_travel"), (3, 2, 3, 2))


def test_one_session_holds_a_record_for_each_kind():
    here, book = district(), rulebook()
    kinds = ("general_meeting", "lecture")
    session = file(book, [Part(here.plum, kind) for kind in kinds], key="a" * 32, on=JUNE, today=TODAY, begins=dt.time(14, 30), minutes=90, place="会议室", **NOBODY)
    assert [(row.kind, row.minutes, row.happened_on) for row in session.records.order_by("id")] == [("general_meeting", 90, JUNE), ("lecture", 90, JUNE)]
    assert (session.begins, session.place) == (dt.time(14, 30), "会议室")


def test_a_joint_session_of_three_branches_is_typed_once_and_each_keeps_its_own_roll():
    here, book = district(), rulebook()
    session = file(
        book, [Part(here.plum, "theme_day", {here.person("梅一").pk: "leave"}, guests=2), Part(here.bamboo, "theme_day"), Part(here.far, "theme_day", {here.person("慕容近水").pk: "other"})],
        key="b" * 32, on=JUNE, today=TODAY, **NOBODY,
    )  # fmt: skip
    assert [(row.organization.name, counts(row), row.guests) for row in session.records.order_by("id")] == [
        ("梅园党支部", (7, 6, 6, 5), 2), ("竹苑党支部", (3, 3, 3, 3), 0), ("海棠湾党支部", (3, 2, 3, 2), 0),
    ]  # fmt: skip
    assert [record.organization.name for record in standing_of("b" * 32)] == ["梅园党支部", "竹苑党支部", "海棠湾党支部"]


def test_a_kind_without_a_roll_expects_nobody():
    here, book = district(), rulebook()
    kind = next(key for key, entry in book.records.items() if not entry.latest.roll and "department" in book.kinds_of(entry.latest.by))
    record = file(book, [Part(here.department, kind)], key="c" * 32, on=JUNE, today=TODAY, **NOBODY).records.get()
    assert (counts(record), roll(record)) == ((0, 0, 0, 0), [])


def test_the_same_key_answers_the_first_session_and_writes_nothing():
    here, book = district(), rulebook()
    first = file(book, [Part(here.plum, "theme_day")], key="d" * 32, on=JUNE, today=TODAY, **NOBODY)
    again = file(book, [Part(here.bamboo, "lecture")], key="d" * 32, on=JULY, today=TODAY, **NOBODY)
    assert (again, Session.objects.count(), Record.objects.count()) == (first, 1, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_answers_one_session_to_both():
    here, book = district(), rulebook()
    both_ask, answers = Barrier(2), []

    def send():
        try:
            with transaction.atomic():
                both_ask.wait()
                answers.append(file(book, [Part(here.plum, "theme_day")], key="e" * 32, on=JUNE, today=TODAY, **NOBODY).pk)
                time.sleep(0.2)  # the slower one meets a session that is written and not yet committed
        finally:
            connection.close()

    senders = [Thread(target=send) for _ in "12"]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    session = Session.objects.get()
    assert (answers, session.records.count()) == ([session.pk] * 2, 1)


def test_what_cannot_have_happened_is_refused_and_nothing_is_written():
    here, book = district(), rulebook()
    tomorrow, early = TODAY + dt.timedelta(days=1), dt.date(2023, 12, 31)
    assert refusal(book, [Part(here.plum, "theme_day")], on=tomorrow) == ("活动日期 2026-11-24 还没有到，请在活动后再记", "on")
    assert refusal(book, [Part(here.plum, "theme_day")], on=early) == ("梅园党支部在 2023-12-31 还没有成立或已经撤销（存在期间从 2024-01-01 起），请核对日期", "on")
    assert refusal(book, []) == ("请选择开了什么会", "pick")
    assert refusal(book, [Part(here.plum, "walk")]) == ("2026-06-01 没有“walk”这种纪实", "pick")
    assert refusal(book, [Part(here.plum, "group_meeting")]) == ("梅园党支部不记“党小组会”", "pick")
    assert refusal(book, [Part(here.plum, "theme_day"), Part(here.plum, "theme_day")]) == ("同一组织的同一种活动选了两次", "pick")


def test_a_kind_is_refused_before_its_rule_began():
    book = rulebook()
    old = organization("老支部", since=dt.date(2010, 1, 1))
    member("甲", old, since=dt.date(2010, 1, 1))
    assert refusal(book, [Part(old, "theme_day")], on=dt.date(2015, 5, 5)) == ("2015-05-05 没有“主题党日”这种纪实", "pick")


def test_nobody_expected_strangers_and_unknown_reasons_are_refused_and_nothing_is_written():
    here, book = district(), rulebook()
    empty = organization("空支部", under=here.east)
    stranger = here.person("慕容远山").pk
    assert refusal(book, [Part(here.plum, "theme_day"), Part(empty, "theme_day")]) == ("空支部在 2026-06-01 没有应到的党员，请先登记人员，或核对日期", "pick")
    assert refusal(book, [Part(here.plum, "theme_day", {stranger: "leave"})]) == ("有 1 名缺席人员在那一天不在应到名单里，请核对日期后重选", "absent")
    assert refusal(book, [Part(here.plum, "theme_day", {here.person("梅一").pk: "病假"})]) == ("缺席情形只能选：请假、公出、外出流动、其他", "absent")


def test_a_later_transfer_end_or_conversion_leaves_a_filed_roll_alone():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    before = roll(record)
    receive(send_off(here.members["梅四"], here.bamboo, on=JUNE, **NOBODY), on=JUNE, **NOBODY)
    end_membership(here.members["梅五"], reason="left", on=JUNE, **NOBODY)
    convert(here.members["梅七"], on=JUNE, **NOBODY)
    record.refresh_from_db()
    assert (roll(record), counts(record)) == (before, (7, 7, 6, 6))


def test_fields_are_told_and_those_that_rules_name_stand_in_typed_columns():
    here, book = district(), rulebook()
    record = filed(book, "organizational_life", here.plum, JUNE, fields={"problems": 4, "measures": 6}).records.get()
    slots = book.slots["organizational_life"]
    assert (record.fields, {name: getattr(record, slot) for name, slot in slots.items()}) == ({"problems": 4, "measures": 6}, {"measures": 6})


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"present": 8}, "record_present_within_expected"),
        ({"entitled": 8}, "record_entitled_in_order"),
        ({"entitled_present": 7}, "record_entitled_in_order"),
    ],
)
def test_the_database_refuses_more_present_than_expected(change, constraint):
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Record.objects.filter(pk=record.pk).update(**change)
    assert (constraint in str(refused.value), Record.objects.get(pk=record.pk).present) == (True, 7)


@pytest.mark.parametrize("row", [{"present": True, "absence": "leave"}, {"present": False, "absence": ""}])
def test_the_database_refuses_an_absence_without_a_reason_and_a_reason_for_someone_present(row):
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Attendance.objects.filter(record=record, person=here.person("梅一")).update(**row)
    assert "attendance_absent_with_code" in str(refused.value)


def test_a_person_stands_once_on_a_roll_and_a_kind_once_in_a_session():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    again = Record(session=record.session, organization=here.plum, kind="theme_day", happened_on=JUNE, filed_at=NOW)
    for twice in (Attendance(record=record, person=here.person("梅一"), may_vote=True, present=True), again):
        with pytest.raises(IntegrityError), transaction.atomic():
            twice.save()
    assert (record.roll.count(), Record.objects.count()) == (7, 1)


def test_one_persons_attendance_over_a_span_is_newest_first():
    here, book = district(), rulebook()
    for month in (3, 5, 4):
        filed(book, "theme_day", here.plum, dt.date(2026, month, 1), absent={here.person("梅一").pk: "leave"} if month == 4 else {})
    rows = attendance_of(here.person("梅一").pk, dt.date(2026, 3, 2), dt.date(2026, 5, 2))
    assert [(row.record.happened_on.month, row.present) for row in rows] == [(5, True), (4, False)]


class WhoeverIsAbsent(TestCase):
    """Any subset may be absent: the counts always add up to the roll."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(absent=st.dictionaries(st.integers(0, 6), st.sampled_from(["leave", "duty_travel", "mobile", "other"])))
    def test_counts_add_up_to_the_roll(self, absent):
        here, book = district(), rulebook()
        people = [row.person_id for row in here.plum.memberships.order_by("id")]
        record = filed(book, "general_meeting", here.plum, JUNE, absent={people[number]: code for number, code in absent.items()}).records.get()
        rows = list(record.roll.all())
        assert counts(record) == (7, 7 - len(absent), 6, 6 - len(absent.keys() - {6}))
        assert counts(record) == (len(rows), sum(row.present for row in rows), sum(row.may_vote for row in rows), sum(row.may_vote and row.present for row in rows))
        assert {row.person_id: row.absence for row in rows if not row.present} == {people[number]: code for number, code in absent.items()}
