"""Questions as of a day: the first day is in, the last day is out."""

import datetime as dt

import pytest

from tests.world import NOW, TODAY, account, district, member, organization, rulebook, seat
from zugong.door.scope import Scope
from zugong.registry.actions.convert import convert
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.join_group import join_group
from zugong.registry.models import Membership
from zugong.registry.queries import expected_at, head_counts, members, members_of, person_in, tops

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 6, 1)
DAYS = [FIRST - dt.timedelta(days=1), FIRST, LAST - dt.timedelta(days=1), LAST]
NOBODY = {"by": None, "at": NOW}


def expected(book, places, group: str, day: dt.date) -> list[list[tuple[str, bool]]]:
    found = expected_at(places, group, book, day)
    return [[(each.name, each.may_vote) for each in found[place.pk]] for place in places]


def test_a_span_holds_its_first_day_and_not_its_last():
    branch = organization("甲支部")
    came = member("甲", branch, since=FIRST)
    end_membership(came, reason="moved_outside", on=LAST, **NOBODY)
    assert [[row.person.name for row in members_of(branch, day)] for day in DAYS] == [[], ["甲"], ["甲"], []]
    assert [bool(person_in(Scope.below(branch.path), came.person_id, day)) for day in DAYS] == [False, True, True, False]
    assert [head_counts(branch, day)["members"] for day in DAYS] == [0, 1, 1, 0]


def test_head_counts_of_a_branch_tell_members_full_ones_and_groups():
    here = district()
    assert head_counts(here.plum, TODAY) == {"members": 7, "full": 6, "groups": 2}


def test_all_members_are_expected_at_a_branch_and_the_probationary_do_not_vote():
    here, book = district(), rulebook()
    plum, bamboo = expected(book, [here.plum, here.bamboo], "member", TODAY)
    assert plum == [(f"梅{number}", number != "七") for number in "一二三四五六七"]
    assert bamboo == [("竹一", True), ("竹二", True), ("竹三", True)]


def test_a_group_expects_its_own_members_of_the_day():
    here, book = district(), rulebook()
    join_group(here.members["梅四"], here.groups[0], on=LAST, **NOBODY)
    before, after = (expected(book, here.groups, "member", day) for day in DAYS[2:])
    assert [[name for name, _ in each] for each in before] == [["梅一", "梅三", "梅五", "梅七"], ["梅二", "梅四", "梅六"]]
    assert [[name for name, _ in each] for each in after] == [["梅一", "梅三", "梅五", "梅七", "梅四"], ["梅二", "梅六"]]


def test_a_committee_expects_those_who_held_a_seat_on_the_day():
    here, book = district(), rulebook()
    seat(here.plum, [here.members[name] for name in ("梅四", "梅五", "梅六")], since=LAST)
    seen = [expected(book, [here.plum], "committee_member", day)[0] for day in DAYS[2:]]
    assert [[name for name, _ in each] for each in seen] == [["梅一", "梅二", "梅三"], ["梅四", "梅五", "梅六"]]
    assert expected(book, [here.bamboo], "committee_member", TODAY) == [[("竹一", True)]]


def test_a_conversion_changes_the_vote_on_its_day():
    here, book = district(), rulebook()
    convert(here.members["梅七"], on=LAST, **NOBODY)
    assert [dict(expected(book, [here.plum], "member", day)[0])["梅七"] for day in DAYS[2:]] == [False, True]


def test_members_in_scope_are_found_by_name_and_nobody_without_a_grant():
    here = district()
    assert [row.person.name for row in members(Scope.below(here.east.path), TODAY, name="一")] == ["梅一", "竹一"]
    assert (members(Scope(), TODAY).count(), members(Scope(everything=True), TODAY).count()) == (0, 13)


def test_a_person_is_seen_through_a_membership_a_post_or_as_oneself():
    here = district()
    pk = here.person("慕容远山").pk
    seat(here.east, [here.members[name] for name in ("慕容远山", "梅一", "竹一")])
    scopes = {"own branch": Scope.below(here.far.path), "committee": Scope.exactly([here.east.path]), "other branch": Scope.below(here.plum.path), "self": Scope(person=pk), "another": Scope(person=pk + 1)}
    seen = {name: bool(person_in(scope, pk, TODAY)) for name, scope in scopes.items()}
    assert seen == {"own branch": True, "committee": True, "other branch": False, "self": True, "another": False}


def test_a_person_who_left_is_nobody_to_the_former_branch():
    here = district()
    end_membership(here.members["梅四"], reason="left", on=LAST, **NOBODY)
    assert person_in(Scope.below(here.plum.path), here.person("梅四").pk, TODAY) is None
    assert Membership.objects.get(person=here.person("梅四")).until == LAST


@pytest.mark.parametrize(
    ("reach", "place", "seen"),
    [
        ("all", None, ["东街党工委", "西岭党委", "云川区委组织部"]),
        ("below", "east", ["梅园党支部", "竹苑党支部"]),
        ("below", "plum", ["梅园党支部"]),
        ("own", "east", ["东街党工委"]),
    ],
)
def test_a_reader_begins_below_the_highest_organization_of_the_scope(reach, place, seen):
    here = district()
    who = account("leader", reach, getattr(here, place) if place else None)
    from zugong.door.scope import grants_on, scope_of

    scope = scope_of(grants_on(who.pk, TODAY), "organization.read", None)
    assert [each.name for each in tops(scope, TODAY)] == seen
