"""Correcting and withdrawing: the former wording stays, the slower of two is shown what changed."""

import datetime as dt

import pytest
from django.db import transaction

from tests.world import NOW, TODAY, account, district, filed, organization, rulebook, signed_in
from zugong.door.refusal import Refused
from zugong.journal.queries import lines_about
from zugong.records.actions.correct import Overtaken, correct, snapshot
from zugong.records.actions.file import Part, file
from zugong.records.actions.withdraw import withdraw
from zugong.records.models import FormerVersion, Record
from zugong.records.queries import records, roll_of
from zugong.registry.actions.end_membership import end_membership

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
NOBODY = {"by": None, "at": NOW}


def changed(record: Record, **some) -> dict:
    """All values of a record as correct() takes them, some of them changed."""
    session = record.session
    whole = {"happened_on": session.happened_on, "begins": session.begins, "minutes": session.minutes, "place": session.place, "guests": record.guests, "fields": record.fields}
    return whole | {"absent": {row.person_id: row.absence for row in record.roll.all() if not row.present}} | some


def mend(book, record, version=1, reason="写错了", **some) -> list[str]:
    return correct(book, record, changed(record, **some), version=version, reason=reason, today=TODAY, **NOBODY)


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused, transaction.atomic():
        act()
    return str(refused.value), refused.value.field


def test_a_correction_counts_the_roll_anew_and_keeps_the_former_values():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE, absent={here.person("梅一").pk: "leave"}, place="礼堂").records.get()
    names = mend(book, record, place="会议室", guests=3, absent={here.person("梅二").pk: "other", here.person("梅七").pk: "mobile"}, fields={"theme": "学党章"})
    now = Record.objects.select_related("session").get()
    assert names == ["place", "guests", "fields", "absent"]
    assert (now.expected, now.present, now.entitled, now.entitled_present, now.guests, now.version, now.session.place) == (7, 5, 6, 5, 3, 2, "会议室")
    former = FormerVersion.objects.get()
    assert (former.version, former.reason, former.values) == (
        1, "写错了", {"happened_on": "2026-06-01", "begins": "", "minutes": None, "place": "礼堂", "guests": 0, "fields": {}, "absent": {str(here.person("梅一").pk): "leave"}},
    )  # fmt: skip
    assert (lines_about(record.address)[0].verb, lines_about(record.address)[0].fields) == ("correct", "absent fields guests place")


def test_every_correction_keeps_the_version_before_it():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    for version, guests in enumerate((1, 2, 3), 1):
        mend(book, record, version, guests=guests)
    assert [(row.version, row.values["guests"]) for row in FormerVersion.objects.order_by("version")] == [(1, 0), (2, 1), (3, 2)]
    assert snapshot(Record.objects.get())["guests"] == 3


def test_the_second_of_two_corrections_is_overtaken_and_sees_how_it_stands():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    mend(book, record, guests=5)
    with pytest.raises(Overtaken) as overtaken, transaction.atomic():
        mend(book, record, guests=9)
    assert (overtaken.value.record.guests, overtaken.value.record.version, FormerVersion.objects.count()) == (5, 2, 1)


def test_a_correction_without_a_reason_or_of_what_cannot_have_happened_is_refused():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    assert refusal(lambda: mend(book, record, reason="  ")) == ("请写明更正的原因", "reason")
    assert refusal(lambda: mend(book, record, happened_on=dt.date(2026, 11, 24))) == ("活动日期 2026-11-24 还没有到，请在活动后再记", "on")
    assert refusal(lambda: mend(book, record, absent={here.person("慕容远山").pk: "leave"}))[1] == "absent"
    assert (Record.objects.get().version, FormerVersion.objects.count()) == (1, 0)


def test_the_roll_of_a_corrected_record_is_the_filed_one_whoever_left_since():
    here, book = district(), rulebook()
    record = filed(book, "theme_day", here.plum, JUNE).records.get()
    end_membership(here.members["梅四"], reason="left", on=JUNE, **NOBODY)
    mend(book, record, happened_on=JULY, absent={here.person("梅四").pk: "leave"})
    assert [(row.person.name, row.present) for row in roll_of(record) if row.person.name == "梅四"] == [("梅四", False)]
    assert Record.objects.get().expected == 7


def test_the_day_belongs_to_the_session_and_moves_all_its_records():
    here, book = district(), rulebook()
    session = filed(book, "theme_day", [here.plum, here.bamboo], JUNE, minutes=60)
    mend(book, session.records.get(organization=here.plum), happened_on=JULY, minutes=90)
    assert {(row.happened_on, row.minutes) for row in session.records.all()} == {(JULY, 90)}


def test_a_shared_day_corrected_through_one_record_is_a_new_version_of_the_others_too():
    here, book = district(), rulebook()
    session = filed(book, "theme_day", [here.plum, here.bamboo], JUNE)
    plum, bamboo = session.records.order_by("id")
    mend(book, plum, happened_on=JULY)
    assert [(row.record, row.version, row.values["happened_on"]) for row in FormerVersion.objects.order_by("record_id")] == [(plum, 1, "2026-06-01"), (bamboo, 1, "2026-06-01")]
    with pytest.raises(Overtaken), transaction.atomic():
        mend(book, bamboo, guests=2)


def test_what_belongs_to_one_record_leaves_the_others_of_the_session_alone():
    here, book = district(), rulebook()
    plum, bamboo = filed(book, "theme_day", [here.plum, here.bamboo], JUNE).records.order_by("id")
    mend(book, plum, guests=4)
    bamboo.refresh_from_db()
    assert (bamboo.version, bamboo.guests, FormerVersion.objects.filter(record=bamboo).count()) == (1, 0, 0)


def test_a_shared_day_is_refused_when_another_branch_of_the_session_did_not_exist_yet():
    here, book = district(), rulebook()
    late = organization("新支部", under=here.east, since=dt.date(2026, 5, 1))
    from tests.world import member

    member("甲", late, since=dt.date(2026, 5, 1))
    plum = filed(book, "theme_day", [here.plum, late], JUNE).records.get(organization=here.plum)
    said = refusal(lambda: mend(book, plum, happened_on=dt.date(2026, 4, 30)))
    assert said == ("新支部在 2026-04-30 还没有成立或已经撤销（存在期间从 2026-05-01 起），请核对日期", "on")


def test_typed_columns_are_refilled_by_a_correction():
    here, book = district(), rulebook()
    record = filed(book, "organizational_life", here.plum, JUNE, fields={"problems": 4, "measures": 6}).records.get()
    slot = book.slots["organizational_life"]["measures"]
    mend(book, record, fields={"problems": 4, "measures": 9})
    filled = getattr(Record.objects.get(), slot)
    mend(book, Record.objects.get(), 2, fields={"problems": 4})
    assert (filled, getattr(Record.objects.get(), slot)) == (9, None)


def test_a_withdrawn_record_stays_readable_counts_no_more_and_makes_room():
    here, book = district(), rulebook()
    session = file(book, [Part(here.plum, "theme_day")], key="a" * 32, on=JUNE, today=TODAY, **NOBODY)
    record = session.records.get()
    assert refusal(lambda: withdraw(record, reason="", **NOBODY)) == ("请写明撤回的原因", "reason")
    withdraw(record, reason="重复录入", **NOBODY)
    everything = signed_in(account("section_clerk"))
    assert (records(scope_of_all()).count(), everything.get(f"/records/{record.pk}/").status_code, Record.objects.get().withdrawn_for) == (0, 200, "重复录入")
    assert refusal(lambda: withdraw(record, reason="再来", **NOBODY)) == ("这条纪实已经撤回，请刷新后查看", None)
    Record.objects.create(session=session, organization=here.plum, kind="theme_day", happened_on=JUNE, filed_at=NOW)
    assert records(scope_of_all()).count() == 1


def scope_of_all():
    from zugong.door.scope import Scope

    return Scope(everything=True)
