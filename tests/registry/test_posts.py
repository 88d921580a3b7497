"""Committees, posts, and the grants that rest on them."""

import datetime as dt

import pytest

from tests.world import FOUNDED, NOW, TODAY, account, district, members, organization, seat
from zugong.door.models import Grant
from zugong.door.refusal import Refused
from zugong.door.scope import grants_on
from zugong.registry.actions.appoint import appoint
from zugong.registry.actions.appoint_committee import appoint_committee
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.end_post import end_post
from zugong.registry.models import Committee, Post
from zugong.registry.queries import on_day, posts_of

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
NOBODY = {"by": None, "at": NOW}


def refusal(act, *args, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act(*args, **more, **NOBODY)
    return str(refused.value), refused.value.field


def committee_of(branch, day: dt.date) -> Committee | None:
    return Committee.objects.filter(on_day(day), organization=branch).first()


def offices(branch, day: dt.date) -> list[tuple[str, str]]:
    return [(post.person.name, post.role) for post in posts_of(branch, day)]


def test_a_new_committee_ends_the_old_one_and_its_posts_on_one_day():
    here = district()
    old = committee_of(here.plum, TODAY)
    new = seat(here.plum, [here.members[name] for name in ("梅四", "梅五", "梅一")], since=JUNE)
    before = JUNE - dt.timedelta(days=1)
    assert [committee_of(here.plum, day) for day in (before, JUNE)] == [old, new]
    assert offices(here.plum, before) == [("梅一", "secretary"), ("梅二", "deputy_secretary"), ("梅三", "committee_member")]
    assert offices(here.plum, JUNE) == [("梅四", "secretary"), ("梅五", "deputy_secretary"), ("梅一", "committee_member")]


def test_grants_that_rest_on_a_post_end_with_the_new_committee():
    here = district()
    secretary = Post.objects.get(organization=here.plum, role="secretary")
    resting, free = account("branch_secretary", "below", here.plum, because=secretary.address), account("branch_secretary", "below", here.plum)
    seat(here.plum, [here.members[name] for name in ("梅四", "梅五", "梅六")], since=JUNE)
    assert [Grant.objects.get(account=each).until for each in (resting, free)] == [JUNE, None]
    assert [len(grants_on(resting.pk, day)) for day in (JUNE - dt.timedelta(days=1), JUNE)] == [1, 0]


def test_offices_outside_the_committee_outlive_an_election():
    here = district()
    appoint(here.person("梅六"), here.plum, "group_leader", since=FOUNDED, **NOBODY)
    seat(here.plum, [here.members[name] for name in ("梅四", "梅五", "梅一")], since=JUNE)
    assert ("梅六", "group_leader") in offices(here.plum, TODAY)


def test_a_wrong_committee_is_refused_and_the_old_one_stays():
    here = district()
    people = [here.person(name) for name in ("梅一", "梅二", "梅三", "梅四")]
    one, two, three, four = people
    wrong = {
        ("委员会要有一名书记，且只有一名", "seats"): [(one, "committee_member"), (two, "committee_member"), (three, "committee_member")],
        ("同一人只能担任一个职务，请检查名单", "seats"): [(one, "secretary"), (one, "committee_member"), (two, "committee_member")],
        ("委员会由 3 至 11 人组成，请增减名单；不设委员会的支部请用“任命职务”", "seats"): [(one, "secretary"), (two, "committee_member")],
    }
    said = [refusal(appoint_committee, here.plum, seats, since=JUNE, ends_on=None) for seats in wrong.values()]
    assert said == list(wrong)
    good = [(one, "secretary"), (two, "committee_member"), (four, "committee_member")]
    assert refusal(appoint_committee, here.plum, good, since=JUNE, ends_on=JUNE) == ("任期届满日要晚于产生日期", "ends_on")
    assert refusal(appoint_committee, here.plum, good, since=dt.date(2023, 12, 1), ends_on=None) == ("现任委员会从 2024-01-01 开始，产生日期不能更早", "since")
    assert (Committee.objects.filter(organization=here.plum).count(), offices(here.plum, TODAY)[0]) == (1, ("梅一", "secretary"))


def test_a_committee_without_a_sitting_member_is_still_not_followed_by_an_earlier_one():
    here = district()
    for post in Post.objects.filter(organization=here.plum):
        end_post(post, on=JUNE, **NOBODY)
    seats = [(here.person(name), role) for name, role in (("梅四", "secretary"), ("梅五", "committee_member"), ("梅六", "committee_member"))]
    assert refusal(appoint_committee, here.plum, seats, since=dt.date(2023, 12, 1), ends_on=None) == ("现任委员会从 2024-01-01 开始，产生日期不能更早", "since")


def test_eleven_make_a_committee_and_twelve_do_not():
    branch = organization("大支部")
    people = members(branch, 12)
    assert refusal(seat_all, branch, people)[1] == "seats"
    assert seat(branch, people[:11]).posts.count() == 11


def seat_all(branch, people, **more):
    return appoint_committee(branch, [(each.person, "secretary" if each is people[0] else "committee_member") for each in people], since=JUNE, ends_on=None, **more)


def test_one_person_is_appointed_without_a_committee_and_the_single_seat_is_taken_once():
    here = district()
    assert refusal(appoint, here.person("竹二"), here.bamboo, "secretary", since=JUNE) == ("现在已有书记，请先结束现任职务", "role")
    appoint(here.person("竹二"), here.bamboo, "deputy_secretary", since=JUNE, **NOBODY)
    assert refusal(appoint, here.person("竹二"), here.bamboo, "deputy_secretary", since=JUNE) == ("此人已经担任这个职务", "person")
    assert committee_of(here.bamboo, TODAY) is None


def test_an_ended_post_holds_until_the_day_before_and_its_grant_with_it():
    here = district()
    post = Post.objects.get(organization=here.bamboo, role="secretary")
    resting = account("branch_secretary", "below", here.bamboo, because=post.address)
    assert refusal(end_post, post, on=dt.date(2023, 12, 31)) == ("结束日期不能早于任职日期 2024-01-01", "on")
    end_post(post, on=JUNE, **NOBODY)
    assert [offices(here.bamboo, day) for day in (JUNE - dt.timedelta(days=1), JUNE)] == [[("竹一", "secretary")], []]
    assert [len(grants_on(resting.pk, day)) for day in (JUNE - dt.timedelta(days=1), JUNE)] == [1, 0]
    appoint(here.person("竹二"), here.bamboo, "secretary", since=JUNE, **NOBODY)
    assert offices(here.bamboo, JUNE) == [("竹二", "secretary")]


def test_an_office_in_a_branch_and_its_grant_end_when_the_affiliation_there_does():
    here = district()
    post = Post.objects.get(organization=here.bamboo, role="secretary")
    resting = account("branch_secretary", "below", here.bamboo, because=post.address)
    member = next(member for member in here.members.values() if member.person_id == post.person_id)
    end_membership(member, reason="moved_outside", on=JUNE, by=None, at=NOW)
    assert (Post.objects.get(pk=post.pk).until, Grant.objects.get(account=resting).until) == (JUNE, JUNE)
