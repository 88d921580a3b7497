"""Founding, renaming, moving and dissolving: the tree of today is rewritten, the tree of former days stays."""

import datetime as dt

import pytest

from tests.world import FOUNDED, NOW, TODAY, District, account, district, member, members, organization, rulebook
from zugong.door.models import Grant
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.duties.queries import by_place
from zugong.registry.actions.appoint import appoint
from zugong.registry.actions.dissolve import dissolve
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.found import next_path
from zugong.registry.actions.move import move
from zugong.registry.actions.rename import rename
from zugong.registry.models import Membership, Organization, Placement, Post
from zugong.registry.queries import chain_above, organizations

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
TO_THE_DAY = {"by": None, "at": NOW}


def refusal(act, *args, **more) -> tuple[str, str | None]:
    """What was said, and of which field."""
    with pytest.raises(Refused) as refused:
        act(*args, **more, **TO_THE_DAY)
    return str(refused.value), refused.value.field


def placements(each: Organization) -> list[tuple]:
    rows = Placement.objects.filter(organization=each).order_by("since")
    return [(row.name, row.path, row.since, row.until) for row in rows]


def paths(here: District) -> list[str]:
    return [Organization.objects.get(pk=each.pk).path for each in (here.plum, *here.groups)]


def test_a_founded_organization_stands_below_its_parent_under_the_next_number():
    root = organization("区委", "party_committee")
    first, second = organization("甲支部", under=root), organization("乙支部", under=root)
    assert [root.path, first.path, second.path] == ["00001", "0000100001", "0000100002"]
    assert placements(second) == [("乙支部", "0000100002", FOUNDED, None)]


def test_a_number_is_never_used_a_second_time():
    here = district()
    move(here.bamboo, here.west, on=JUNE, **TO_THE_DAY)
    assert next_path(here.east) == here.east.path + "00003"


def test_an_organization_is_not_founded_before_its_parent_or_below_one_that_is_gone():
    root = organization("区委", "party_committee", since=JUNE)
    early = refusal(organization_found, name="支部", kind="branch", parent=root, since=dt.date(2026, 5, 31))
    dissolve(root, on=TODAY, reason="合并", **TO_THE_DAY)
    root.refresh_from_db()
    late = refusal(organization_found, name="支部", kind="branch", parent=root, since=TODAY)
    assert early == ("上级“区委”在 2026-05-31 还没有成立或已经撤销，请改日期或上级", "since")
    assert late == ("上级“区委”在 2026-11-23 还没有成立或已经撤销，请改日期或上级", "since")


def organization_found(**more):
    from zugong.registry.actions.found import found

    return found(code="T-refused", **more)


def test_a_party_group_is_founded_in_a_branch_only():
    root = organization("区委", "party_committee")
    assert refusal(organization_found, name="小组", kind="party_group", parent=root, since=JUNE) == ("党小组要设在党支部下面，请把上级改成一个党支部", "parent")
    assert refusal(organization_found, name="小组", kind="party_group", since=JUNE) == ("党小组要设在党支部下面，请把上级改成一个党支部", "parent")


def test_a_new_name_holds_from_its_day_and_the_old_one_before():
    here = district()
    rename(here.plum, "梅林党支部", on=JUNE, **TO_THE_DAY)
    assert Organization.objects.get(pk=here.plum.pk).name == "梅林党支部"
    assert placements(here.plum) == [("梅园党支部", here.plum.path, FOUNDED, JUNE), ("梅林党支部", here.plum.path, JUNE, None)]


def test_a_second_name_of_the_same_day_replaces_the_first():
    here = district()
    rename(here.plum, "梅林党支部", on=JUNE, **TO_THE_DAY)
    rename(here.plum, "梅溪党支部", on=JUNE, **TO_THE_DAY)
    assert [name for name, *_ in placements(here.plum)] == ["梅园党支部", "梅溪党支部"]


def test_a_change_before_the_latest_one_is_refused():
    here = district()
    rename(here.plum, "梅林党支部", on=JUNE, **TO_THE_DAY)
    assert refusal(rename, here.plum, "梅溪党支部", on=dt.date(2026, 5, 31)) == ("日期不能早于上一次变动的 2026-06-01，请改日期", "on")


def test_moving_rewrites_the_paths_of_all_below_and_keeps_their_former_placements():
    here = district()
    before = paths(here)
    move(here.plum, here.west, on=JUNE, **TO_THE_DAY)
    after = paths(here)
    assert after == [here.west.path + "00002" + path[len(here.plum.path) :] for path in before]
    assert Organization.objects.get(pk=here.plum.pk).parent_id == here.west.pk
    assert placements(here.groups[0]) == [("梅园党支部第一党小组", before[1], FOUNDED, JUNE), ("梅园党支部第一党小组", after[1], JUNE, None)]
    assert [row.parent_id for row in Placement.objects.filter(organization=here.plum).order_by("since")] == [here.east.pk, here.west.pk]
    assert [row.parent_id for row in Placement.objects.filter(organization=here.groups[0]).order_by("since")] == [here.plum.pk, here.plum.pk]


def test_memberships_and_grants_follow_a_move_and_others_stay():
    here = district()
    on_plum, on_group, on_east = account("branch_secretary", "below", here.plum), account("member", "own", here.groups[0]), account("committee_clerk", "below", here.east)
    move(here.plum, here.west, on=JUNE, **TO_THE_DAY)
    new = here.west.path + "00002"
    assert set(Membership.objects.filter(organization=here.plum).values_list("path", flat=True)) == {new}
    assert set(Membership.objects.filter(organization=here.bamboo).values_list("path", flat=True)) == {here.bamboo.path}
    assert [Grant.objects.get(account=each).path for each in (on_plum, on_group, on_east)] == [new, new + "00001", here.east.path]


def test_an_organization_does_not_move_under_itself_or_under_what_is_below_it():
    here = district()
    said = ("不能把组织移到自己或自己的下级之下，请另选上级", "parent")
    assert [refusal(move, here.east, parent, on=JUNE) for parent in (here.east, here.plum, here.groups[0])] == [said] * 3
    assert paths(here)[0] == here.plum.path


def test_nothing_moves_under_what_was_not_there_on_the_day():
    here = district()
    later = organization("北街党工委", "primary_committee", here.root, since=dt.date(2026, 7, 1))
    said = "“北街党工委”在 2026-06-01 还没有成立或已经撤销，请改日期或另选上级"
    assert refusal(move, here.plum, later, on=JUNE) == (said, "parent")
    dissolve(later, on=TODAY, reason="撤并", **TO_THE_DAY)
    later.refresh_from_db()
    assert refusal(move, here.plum, later, on=TODAY) == (said.replace("2026-06-01", "2026-11-23"), "parent")


def test_a_party_group_moves_into_a_branch_only():
    here = district()
    assert refusal(move, here.groups[0], here.west, on=JUNE) == ("党小组只能放在党支部下面，请另选上级", "parent")


def test_a_party_group_with_members_stays_in_its_branch_and_an_empty_one_moves():
    here = district()
    empty = organization("梅园党支部第三党小组", "party_group", here.plum)
    assert refusal(move, here.groups[0], here.bamboo, on=JUNE) == ("党小组里还有党员，请先把他们编到别的党小组", "parent")
    move(empty, here.bamboo, on=JUNE, **TO_THE_DAY)
    assert Organization.objects.get(pk=empty.pk).parent == here.bamboo


def test_what_was_dissolved_below_moves_along_without_a_new_placement():
    here = district()
    empty = organization("梅园党支部第三党小组", "party_group", here.plum)
    dissolve(empty, on=dt.date(2026, 3, 1), reason="合并", **TO_THE_DAY)
    move(here.plum, here.west, on=JUNE, **TO_THE_DAY)
    assert Organization.objects.get(pk=empty.pk).path == here.west.path + "0000200003"
    assert placements(empty) == [("梅园党支部第三党小组", empty.path, FOUNDED, dt.date(2026, 3, 1))]


def test_a_dissolved_organization_is_neither_moved_nor_renamed():
    here = district()
    empty = organization("空支部", "branch", here.east)
    dissolve(empty, on=JUNE, reason="撤并", **TO_THE_DAY)
    empty.refresh_from_db()
    assert refusal(move, empty, here.west, on=TODAY) == ("这个组织已经撤销", None)
    assert refusal(rename, empty, "新名", on=TODAY) == ("“空支部”已经撤销，不能再改", None)


def test_roll_ups_of_months_before_a_move_stay_with_the_former_committee():
    here, book = district(), rulebook()
    move(here.plum, here.west, on=dt.date(2026, 3, 15), **TO_THE_DAY)
    places = by_place(book, Scope(everything=True), len(here.east.path), 2026, dt.date(2026, 4, 11), ("theme_day_each_month",))
    judged = {name: places[each.path].numbers for name, each in (("east", here.east), ("west", here.west))}
    # three branches, January to March missed and April open; plum counts for the east until February
    assert judged == {"east": {"missed": 5, "open": 1}, "west": {"missed": 4, "open": 2}}


def test_an_organization_with_members_or_others_below_is_not_dissolved():
    here = district()
    assert refusal(dissolve, here.east, on=TODAY, reason="撤并") == ("下面还有 2 个组织，请先移走或撤销它们", None)
    assert refusal(dissolve, here.bamboo, on=TODAY, reason="撤并") == ("还有 3 名党员，请先转出", None)
    assert refusal(dissolve, here.groups[1], on=TODAY, reason="撤并") == ("还有 3 名党员，请先转出", None)


def test_an_organization_is_not_dissolved_twice_nor_before_it_began():
    root = organization("区委", "party_committee", since=JUNE)
    assert refusal(dissolve, root, on=JUNE, reason="误设") == ("撤销日期要晚于成立日期 2026-06-01", "on")
    dissolve(root, on=TODAY, reason="误设", **TO_THE_DAY)
    root.refresh_from_db()
    assert refusal(dissolve, root, on=TODAY, reason="误设") == ("这个组织已经撤销", None)


def test_an_organization_is_not_dissolved_before_its_latest_change():
    here = district()
    empty = organization("空支部", "branch", here.east)
    rename(empty, "待撤支部", on=JUNE, **TO_THE_DAY)
    assert refusal(dissolve, empty, on=dt.date(2026, 5, 31), reason="撤并") == ("撤销日期不能早于上一次变动的 2026-06-01", "on")
    dissolve(empty, on=JUNE, reason="撤并", **TO_THE_DAY)
    assert placements(empty)[-1] == ("待撤支部", empty.path, JUNE, JUNE)


def test_dissolving_ends_posts_committee_placement_and_the_grants_that_rest_on_the_posts():
    here = district()
    for name in ("竹一", "竹二", "竹三"):
        end_membership(here.members[name], reason="moved_outside", on=JUNE, **TO_THE_DAY)
    guest = next(member.person for member in here.members.values() if member.organization_id != here.bamboo.pk)
    post = appoint(guest, here.bamboo, "secretary", since=JUNE, **TO_THE_DAY)
    resting = account("branch_secretary", "below", here.bamboo, because=post.address)
    dissolve(here.bamboo, on=TODAY, reason="撤并", **TO_THE_DAY)
    assert (Organization.objects.get(pk=here.bamboo.pk).until, Post.objects.get(pk=post.pk).until, Grant.objects.get(account=resting).until) == (TODAY,) * 3
    assert placements(here.bamboo) == [("竹苑党支部", here.bamboo.path, FOUNDED, TODAY)]


def test_organizations_of_a_day_are_those_that_existed_then_in_the_order_of_the_tree():
    root = organization("区委", "party_committee")
    late = organization("甲支部", under=root, since=JUNE)
    dissolve(late, on=dt.date(2026, 9, 1), reason="撤并", **TO_THE_DAY)
    organization("乙支部", under=root)
    seen = {day: [each.name for each in organizations(Scope(everything=True), day)] for day in (dt.date(2026, 5, 31), JUNE, dt.date(2026, 8, 31), dt.date(2026, 9, 1))}
    with_it, without = ["区委", "甲支部", "乙支部"], ["区委", "乙支部"]
    assert list(seen.values()) == [without, with_it, with_it, without]


def test_organizations_are_found_by_a_part_of_the_name_by_the_whole_code_and_by_kind():
    here = district()
    everything = Scope(everything=True)
    assert [each.name for each in organizations(everything, TODAY, name="党工委")] == ["东街党工委"]
    assert [each.name for each in organizations(everything, TODAY, name=here.far.code)] == ["海棠湾党支部"]
    assert [each.name for each in organizations(everything, TODAY, kind="party_group")] == ["梅园党支部第一党小组", "梅园党支部第二党小组"]


def test_the_chain_above_runs_from_the_root_down():
    here = district()
    assert [each.name for each in chain_above(here.groups[0])] == ["云川区委", "东街党工委", "梅园党支部"]


def test_a_move_of_a_committee_takes_every_branch_and_person_below_along():
    here = district()
    members(here.bamboo, 2)
    member("竹新", here.bamboo)
    move(here.east, here.west, on=JUNE, **TO_THE_DAY)
    new = here.west.path + "00002"
    assert {row.path for row in Membership.objects.exclude(organization=here.far)} == {new + "00001", new + "00002"}
    assert not Organization.objects.filter(path__startswith=here.east.path).exclude(path__startswith=new).exists()
