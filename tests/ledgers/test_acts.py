"""Entering, changing, ending, removing and letting expire, with the checks asked in the act."""

import datetime as dt

import pytest

from tests.ledgers.rows import entered, site
from tests.world import NOW, TODAY
from zugong.door.refusal import Refused
from zugong.journal.models import Line
from zugong.ledgers.actions.change import Overtaken, change, change_all
from zugong.ledgers.actions.end import end
from zugong.ledgers.actions.expire import expire
from zugong.ledgers.actions.join_people import join_people
from zugong.ledgers.actions.remove import remove
from zugong.ledgers.actions.save import Unexplained
from zugong.ledgers.models import Breach, FormerRow, Row


def by_hand(**more):
    return {"today": TODAY, "by": None, "at": NOW} | more


def test_a_row_stands_in_its_typed_columns_and_leaves_a_line(here, kept):
    row = site(kept, here.plum, seats=30, rent=120050, keeper=here.person("梅一").pk, owner=here.root.pk, opened="2024-05", phone="0571-2345678")
    assert (row.name, row.code_1, row.person_1, row.place_1, str(row.day_2 or row.day_1)) == ("活动室", "open", here.person("梅一"), here.root, "2024-05-01")
    assert list(Line.objects.filter(address=row.address).values_list("verb", "fields")) == [("keep", "area keeper name number opened owner phone rent seats state")]


def test_what_may_not_be_twice_is_refused_with_the_name_of_the_other(here, kept):
    site(kept, here.plum)
    with pytest.raises(Refused, match="编号和已有的“活动室”相同，不能重复") as refused:
        site(kept, here.plum, "会议室")
    assert (refused.value.field, Row.objects.count()) == ("number", 1)
    with pytest.raises(Refused, match="编号和别的组织已有的一行相同，不能重复"):
        site(kept, here.bamboo, "会议室")


def test_the_same_number_may_be_given_again_once_the_row_was_removed(here, kept):
    remove(kept, site(kept, here.plum), reason="登错了", by=None, at=NOW)
    assert site(kept, here.plum, "会议室").name == "会议室"


def test_what_warns_is_saved_once_it_is_explained(here, kept):
    with pytest.raises(Unexplained, match="座位不多于面积"):
        site(kept, here.plum, seats=61)
    row = site(kept, here.plum, seats=61, explained="临时加座")
    assert list(Breach.objects.values_list("row", "check_key", "explained")) == [(row.pk, "seats_within_area", "临时加座")]


def test_what_blocks_is_not_saved(here, kept):
    with pytest.raises(Refused, match="租期至少三年") as refused:
        site(kept, here.plum, opened="2024-05", ends_on="2027-04-30")
    assert (refused.value.field, Row.objects.count()) == ("ends_on", 0)
    assert site(kept, here.plum, opened="2024-05", ends_on="2027-05-01").fields["ends_on"] == "2027-05-01"


def test_a_date_known_to_the_year_is_not_held_against_a_row(here, kept):
    assert site(kept, here.plum, opened="2024", ends_on="2027-01-01").pk


def test_only_one_row_stands_at_a_time(here, kept):
    room = site(kept, here.plum)
    entered(kept, "test_key", here.plum, dt.date(2026, 1, 1), dt.date(2026, 6, 1), label="甲", site=room.pk)
    entered(kept, "test_key", here.plum, dt.date(2026, 6, 1), label="乙", site=room.pk)
    with pytest.raises(Refused, match="同一个阵地在这段时间里已有“甲”"):
        entered(kept, "test_key", here.plum, dt.date(2025, 1, 1), dt.date(2026, 1, 2), label="丙", site=room.pk)
    with pytest.raises(Refused, match="已有“乙”"):
        entered(kept, "test_key", here.plum, dt.date(2026, 11, 1), label="丙", site=room.pk)


def test_a_check_that_counts_other_rows_blocks_on_either_side(here, kept):
    rooms = [site(kept, here.plum, str(number), str(number)) for number in range(3)]
    quota = entered(kept, "test_quota", here.plum, document="一号", most=1)
    entered(kept, "test_key", here.plum, label="甲", site=rooms[0].pk)
    with pytest.raises(Refused, match="保存后会不合“钥匙不超过名额”：梅园党支部的“一号”会有 2 条"):
        entered(kept, "test_key", here.plum, label="乙", site=rooms[1].pk)
    change(kept, quota, {"document": "二号", "most": 2}, since=quota.since, until=None, version=1, reason="调整", **by_hand())
    entered(kept, "test_key", here.plum, label="乙", site=rooms[1].pk)
    with pytest.raises(Refused, match="会有 2 条"):
        change(kept, Row.objects.get(pk=quota.pk), {"document": "三号", "most": 1}, since=quota.since, until=None, version=2, reason="调整", **by_hand())
    assert entered(kept, "test_key", here.bamboo, label="丙", site=rooms[2].pk).pk


def test_a_change_keeps_what_the_row_said_with_its_reason(here, kept):
    row = site(kept, here.plum)
    change(kept, row, row.fields | {"name": "大会议室"}, since=row.since, until=None, version=1, reason="改了名", **by_hand())
    assert list(Row.objects.values_list("name", "version")) == [("大会议室", 2)]
    assert list(FormerRow.objects.values_list("version", "reason", "values")) == [(1, "改了名", {"organization": here.plum.pk, "since": "2026-01-01", "until": None, "fields": row.fields, "removed": False})]
    assert list(Line.objects.filter(address=row.address).order_by("id").values_list("verb", "fields", "reason"))[-1] == ("change", "name", "改了名")


def test_who_was_slower_is_shown_how_it_stands(here, kept):
    row = site(kept, here.plum)
    change(kept, row, row.fields | {"name": "甲"}, since=row.since, until=None, version=1, reason="一", **by_hand())
    with pytest.raises(Overtaken) as overtaken:
        change(kept, row, row.fields | {"name": "乙"}, since=row.since, until=None, version=1, reason="二", **by_hand())
    assert (overtaken.value.row.name, Row.objects.get().name) == ("甲", "甲")


def test_several_rows_are_changed_all_or_none(here, kept):
    rows = [site(kept, here.plum, str(number), str(number), seats=10 * number) for number in range(3)]
    with pytest.raises(Unexplained):
        change_all(kept, "test_site", [row.pk for row in rows], "area", 15, reason="重新丈量", **by_hand())
    assert [row.fields["area"] for row in Row.objects.order_by("id")] == [60, 60, 60]
    change_all(kept, "test_site", [row.pk for row in rows], "state", "closed", reason="整修", **by_hand())
    assert [(row.code_1, row.version, row.name) for row in Row.objects.order_by("id")] == [("closed", 2, "0"), ("closed", 2, "1"), ("closed", 2, "2")]


def test_an_ended_row_holds_until_the_day_before(here, kept):
    row = site(kept, here.plum)
    end(kept, "test_site", [row.pk], on=TODAY, reason="收回", **by_hand())
    now = Row.objects.get()
    assert (now.until, now.is_in_force(TODAY - dt.timedelta(days=1)), now.is_in_force(TODAY)) == (TODAY, True, False)
    with pytest.raises(Refused, match="已经结束了"):
        end(kept, "test_site", [row.pk], on=TODAY, reason="再来", **by_hand())


def test_a_row_that_others_refer_to_is_not_removed(here, kept):
    room = site(kept, here.plum)
    entered(kept, "test_key", here.plum, label="甲", site=room.pk)
    with pytest.raises(Refused, match="“钥匙台账”里还有一行引用着它"):
        remove(kept, room, reason="登错了", by=None, at=NOW)


def test_who_leaves_a_list_that_is_joined_of_ones_own_will_is_deleted_with_all_it_said(here, kept):
    row = entered(kept, "test_choir", here.plum, told={"singer": "梅一"}, singer=here.person("梅一").pk)
    assert row.name == "梅一"
    remove(kept, row, reason="本人退出", by=None, at=NOW)
    assert (Row.objects.count(), FormerRow.objects.count(), list(Line.objects.filter(address=row.address).values_list("verb", flat=True))) == (0, 0, ["keep", "leave"])


def test_what_was_kept_long_enough_is_deleted_or_sealed(here, kept):
    gone = site(kept, here.plum, since=dt.date(2023, 1, 1), until=dt.date(2024, 11, 23))
    stays = site(kept, here.plum, "新", "2", since=dt.date(2023, 1, 1), until=dt.date(2024, 11, 24))
    sealed = entered(kept, "test_key", here.plum, dt.date(2025, 11, 23), label="甲", site=stays.pk)
    assert expire(kept, today=TODAY, at=NOW) == {"delete": 1, "seal": 1}
    assert list(Row.objects.order_by("id").values_list("pk", "sealed_at")) == [(stays.pk, None), (sealed.pk, NOW)]
    assert not Row.objects.filter(pk=gone.pk).exists()
    with pytest.raises(Refused, match="封存"):
        end(kept, "test_key", [sealed.pk], on=TODAY, reason="试", **by_hand())


def test_a_row_whose_keeping_is_over_stays_while_another_refers_to_it(here, kept):
    room = site(kept, here.plum, since=dt.date(2023, 1, 1), until=dt.date(2024, 1, 1))
    entered(kept, "test_key", here.plum, label="甲", site=room.pk)
    assert expire(kept, today=TODAY, at=NOW) == {"delete": 0, "seal": 0}


def test_two_entries_of_one_human_become_one_in_what_rows_say_and_said(here, kept):
    row = site(kept, here.plum, keeper=here.person("梅二").pk)
    change(kept, row, row.fields | {"area": 70}, since=row.since, until=None, version=1, reason="丈量", **by_hand())
    assert join_people(kept, here.person("梅一").pk, here.person("梅二").pk, reason="同一个人", by=None, at=NOW) == 1
    now = Row.objects.get()
    assert (now.person_1, now.fields["keeper"], FormerRow.objects.get().values["fields"]["keeper"]) == (here.person("梅一"), here.person("梅一").pk, here.person("梅一").pk)
