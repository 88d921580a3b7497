"""Taking in, transfers, ends, conversions, groups and corrections of people."""

import datetime as dt

import pytest

from tests.world import FOUNDED, NOW, TODAY, district, member, organization
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.journal.queries import lines_about
from zugong.registry.actions.convert import convert
from zugong.registry.actions.dissolve import dissolve
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.join_group import join_group
from zugong.registry.actions.mend_person import mend_person
from zugong.registry.actions.receive import receive
from zugong.registry.actions.return_transfer import return_transfer
from zugong.registry.actions.send_off import send_off
from zugong.registry.actions.set_vote import set_vote
from zugong.registry.actions.take_in import take_in
from zugong.registry.models import Membership, Person, Transfer
from zugong.registry.queries import members_of, open_transfers

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
NOBODY = {"by": None, "at": NOW}


def refusal(act, *args, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act(*args, **more, **NOBODY)
    return str(refused.value), refused.value.field


def spans(person: Person) -> list[tuple]:
    return [(row.organization.name, row.standing, row.since, row.until, row.ended_for) for row in Membership.objects.filter(person=person).select_related("organization").order_by("since", "id")]


def names(branch, day: dt.date) -> list[str]:
    return [row.person.name for row in members_of(branch, day)]


def test_a_member_taken_in_stands_on_the_branchs_path_and_votes_when_full():
    branch = organization("甲支部")
    full, probationary = member("甲", branch), member("乙", branch, "probationary")
    assert [(row.path, row.may_vote, row.until) for row in (full, probationary)] == [(branch.path, True, None), (branch.path, False, None)]


def test_a_person_who_is_not_yet_known_is_saved_when_taken_in():
    made = take_in(Person(name="新来"), organization("甲支部"), "full", since=JUNE, joined_on=dt.date(2001, 7, 1), **NOBODY)
    assert (Person.objects.get().name, made.joined_on, Membership.objects.get().person.name) == ("新来", dt.date(2001, 7, 1), "新来")


def test_members_are_taken_in_by_branches_only_and_only_while_they_exist():
    root, late = organization("区委", "party_committee"), organization("新支部", since=JUNE)
    assert refusal(take_in, Person(name="甲"), root, "full", since=JUNE) == ("党员的组织关系要落在党支部", "organization")
    assert refusal(take_in, Person(name="甲"), late, "full", since=dt.date(2026, 5, 31)) == ("支部从 2026-06-01 开始存在，日期请改到这段时间以内", "since")
    assert Person.objects.count() == 0


def test_a_person_with_an_open_membership_is_not_taken_in_again():
    here = district()
    said = refusal(take_in, here.person("梅一"), here.bamboo, "full", since=JUNE)
    assert said == ("此人的组织关系在别的支部，请由那个支部转出", "name")


def test_a_transfer_is_seen_by_both_sides_and_by_nobody_else():
    here = district()
    sent = send_off(here.members["梅四"], here.far, on=JUNE, **NOBODY)
    scopes = {"origin": here.plum, "target": here.far, "above": here.east, "other": here.bamboo}
    seen = {name: list(open_transfers(Scope.below(each.path))) for name, each in scopes.items()}
    assert seen == {"origin": [sent], "target": [sent], "above": [sent], "other": []}
    assert list(open_transfers(Scope())) == []


def test_the_member_stays_until_received_and_then_changes_on_one_day():
    here = district()
    sent = send_off(here.members["梅四"], here.bamboo, on=JUNE, **NOBODY)
    assert "梅四" in names(here.plum, TODAY)
    receive(sent, on=JULY, **NOBODY)
    assert spans(here.person("梅四")) == [("梅园党支部", "full", FOUNDED, JULY, "transfer"), ("竹苑党支部", "full", JULY, None, "")]
    day_before = JULY - dt.timedelta(days=1)
    assert [("梅四" in names(here.plum, day), "梅四" in names(here.bamboo, day)) for day in (day_before, JULY)] == [(True, False), (False, True)]
    assert Transfer.objects.get().state == "received"


def test_a_transfer_is_received_once():
    here = district()
    sent = send_off(here.members["梅四"], here.bamboo, on=JUNE, **NOBODY)
    receive(sent, on=JULY, **NOBODY)
    assert refusal(receive, sent, on=JULY) == ("这次转接已经办过，请刷新后查看", None)
    assert refusal(return_transfer, sent, reason="信息有误", on=JULY) == ("这次转接已经办过，请刷新后查看", None)
    assert Membership.objects.filter(person=here.person("梅四"), until__isnull=True).count() == 1


def test_a_returned_transfer_leaves_the_member_where_he_was_and_may_be_begun_again():
    here = district()
    sent = send_off(here.members["梅四"], here.bamboo, on=JUNE, **NOBODY)
    assert refusal(return_transfer, sent, reason=" ", on=JULY) == ("请写明退回的原因", "reason")
    return_transfer(sent, reason="介绍信有误", on=JULY, **NOBODY)
    assert (Transfer.objects.get().state, spans(here.person("梅四"))) == ("sent_back", [("梅园党支部", "full", FOUNDED, None, "")])
    assert send_off(here.members["梅四"], here.far, on=JULY, **NOBODY).state == "sent"


def test_what_cannot_be_sent_off_is_refused():
    here = district()
    gone = organization("旧支部", under=here.east)
    dissolve(gone, on=JUNE, reason="撤并", **NOBODY)
    gone.refresh_from_db()
    membership = here.members["梅四"]
    assert refusal(send_off, membership, here.plum, on=JUNE) == ("转入的支部就是现在的支部，请另选", "target")
    assert refusal(send_off, membership, here.west, on=JUNE) == ("请选择一个现存的党支部", "target")
    assert refusal(send_off, membership, gone, on=JUNE) == ("请选择一个现存的党支部", "target")
    assert refusal(send_off, membership, here.far, on=dt.date(2023, 12, 31)) == ("转出日期不能早于转入本支部的 2024-01-01", "on")
    send_off(membership, here.far, on=JUNE, **NOBODY)
    assert refusal(send_off, membership, here.bamboo, on=JUNE) == ("此人已在转接途中，请等对方接收或退回", None)


def test_nobody_is_received_before_he_was_sent_or_by_a_branch_that_is_gone():
    here = district()
    empty = organization("空支部", under=here.east)
    sent = send_off(here.members["梅四"], empty, on=JUNE, **NOBODY)
    assert refusal(receive, sent, on=dt.date(2026, 5, 31)) == ("接收日期不能早于 2026-06-01", "on")
    dissolve(empty, on=JULY, reason="撤并", **NOBODY)
    assert refusal(receive, Transfer.objects.get(), on=JULY) == ("“空支部”已经撤销，请退回这次转接", None)
    assert spans(here.person("梅四")) == [("梅园党支部", "full", FOUNDED, None, "")]


def test_a_membership_ends_for_a_coded_reason_once_and_not_while_on_the_way():
    here = district()
    membership = here.members["梅四"]
    assert refusal(end_membership, membership, reason="因病", on=JUNE) == ("请选择结束的原因", "reason")
    assert refusal(end_membership, membership, reason="left", on=dt.date(2023, 12, 31)) == ("日期不能早于 2024-01-01", "on")
    end_membership(membership, reason="moved_outside", on=JUNE, **NOBODY)
    assert refusal(end_membership, membership, reason="left", on=JUNE) == ("这段组织关系已经结束，请刷新后查看", None)
    assert spans(here.person("梅四")) == [("梅园党支部", "full", FOUNDED, JUNE, "moved_outside")]
    send_off(here.members["梅五"], here.bamboo, on=JUNE, **NOBODY)
    assert refusal(end_membership, here.members["梅五"], reason="left", on=JUNE) == ("此人正在转接途中，请等对方接收或退回", None)


def test_after_the_end_a_person_may_be_taken_in_again():
    here = district()
    end_membership(here.members["梅四"], reason="moved_outside", on=JUNE, **NOBODY)
    take_in(here.person("梅四"), here.bamboo, "full", since=JULY, **NOBODY)
    assert [name for name, *_ in spans(here.person("梅四"))] == ["梅园党支部", "竹苑党支部"]


def test_a_converted_member_votes_from_the_day_and_not_before():
    here = district()
    convert(here.members["梅七"], on=JUNE, **NOBODY)
    votes = {day: [row.may_vote for row in members_of(here.plum, day) if row.person.name == "梅七"] for day in (dt.date(2026, 5, 31), JUNE)}
    assert (list(votes.values()), spans(here.person("梅七"))) == (
        [[False], [True]], [("梅园党支部", "probationary", FOUNDED, JUNE, "converted"), ("梅园党支部", "full", JUNE, None, "")],
    )  # fmt: skip
    assert Membership.objects.get(person=here.person("梅七"), until__isnull=True).group == here.groups[0]


def test_only_probationary_members_are_converted_and_not_on_the_first_day():
    here = district()
    assert refusal(convert, here.members["梅一"], on=JUNE) == ("只有在册的预备党员可以转正", None)
    assert refusal(convert, here.members["梅七"], on=FOUNDED) == ("转正日期要晚于 2024-01-01", "on")


def test_the_vote_is_suspended_from_a_day_and_given_back():
    here = district()
    suspended = set_vote(here.members["梅四"], False, on=JUNE, reason="留党察看", **NOBODY)
    set_vote(suspended, True, on=JULY, reason="期满", **NOBODY)
    days = (dt.date(2026, 5, 31), JUNE, dt.date(2026, 6, 30), JULY)
    assert [next(row.may_vote for row in members_of(here.plum, day) if row.person.name == "梅四") for day in days] == [True, False, False, True]
    assert refusal(set_vote, here.members["梅七"], True, on=JUNE, reason="误") == ("预备党员没有表决权，转正后才有", None)
    assert refusal(set_vote, here.members["梅五"], True, on=JUNE, reason="误") == ("现在就是这样，没有变化", "may_vote")


def test_a_member_converted_or_regrouped_on_the_way_is_still_received():
    here = district()
    for name in ("梅七", "梅六"):
        send_off(here.members[name], here.bamboo, on=JUNE, **NOBODY)
    convert(here.members["梅七"], on=dt.date(2026, 6, 10), **NOBODY)
    join_group(here.members["梅六"], None, on=dt.date(2026, 6, 10), **NOBODY)
    for sent in Transfer.objects.order_by("id"):
        assert refusal(receive, sent, on=dt.date(2026, 6, 9)) == ("接收日期不能早于 2026-06-10", "on")
        receive(sent, on=JULY, **NOBODY)
    assert [(row.standing, row.may_vote) for row in members_of(here.bamboo, JULY)][-2:] == [("full", True), ("full", True)]
    assert [name for name in names(here.plum, JULY) if name in ("梅六", "梅七")] == []


def test_a_member_joins_a_group_from_a_day_and_belongs_to_the_former_one_before():
    here = district()
    join_group(here.members["梅四"], here.groups[0], on=JUNE, **NOBODY)
    before = dt.date(2026, 5, 31)
    assert ["梅四" in names(here.groups[1], day) for day in (before, JUNE)] == [True, False]
    assert ["梅四" in names(here.groups[0], day) for day in (before, JUNE)] == [False, True]
    assert names(here.plum, JUNE).count("梅四") == 1


def test_a_group_of_the_first_day_is_set_in_place():
    here = district()
    join_group(here.members["梅四"], None, on=FOUNDED, **NOBODY)
    assert [(row.group, row.since) for row in Membership.objects.filter(person=here.person("梅四"))] == [(None, FOUNDED)]


def test_a_group_of_another_branch_an_early_day_and_an_ended_membership_are_refused():
    here = district()
    other = organization("竹苑党支部第一党小组", "party_group", here.bamboo)
    assert refusal(join_group, here.members["梅四"], other, on=JUNE) == ("这个党小组不在本支部，请另选", "group")
    assert refusal(join_group, here.members["梅四"], here.groups[0], on=dt.date(2023, 12, 31)) == ("日期不能早于 2024-01-01", "on")
    end_membership(here.members["梅四"], reason="left", on=JUNE, **NOBODY)
    ended = Membership.objects.get(person=here.person("梅四"))
    assert refusal(join_group, ended, here.groups[0], on=JULY) == ("这段组织关系已经结束，请刷新后查看", None)


def test_a_person_is_mended_with_a_reason_and_the_journal_names_only_the_fields():
    here = district()
    person = here.person("梅四")
    mend_person(person, {"name": "梅思", "phone": "13900000000"}, version=1, reason="错别字", **NOBODY)
    mended, line = Person.objects.get(pk=person.pk), lines_about(person.address)[0]
    assert (mended.name, mended.phone, mended.version) == ("梅思", "13900000000", 2)
    assert (line.verb, line.fields, line.reason) == ("mend_person", "name phone", "错别字")


def test_the_second_of_two_who_mend_at_once_is_refused():
    here = district()
    person = here.person("梅四")
    mend_person(person, {"name": "梅思"}, version=1, reason="错别字", **NOBODY)
    assert refusal(mend_person, person, {"name": "梅寺"}, version=1, reason="错别字") == ("别人刚刚改过这个人的资料，请核对后再存", None)
    assert refusal(mend_person, person, {"name": "梅寺"}, version=2, reason="") == ("请写明更正的原因", "reason")
    assert Person.objects.get(pk=person.pk).name == "梅思"


def test_a_phone_number_is_shown_masked():
    assert [Person(phone=phone).masked_phone for phone in ("13912345678", "5551", "")] == ["139****5678", "5551", ""]
