"""What a grant opens: ranges of paths, the same in Python, in the ORM and in SQL; nothing without one."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.world import FOUNDED, NOW, TODAY, account, district, organization
from zugong.door.actions.end_grants import end_grants
from zugong.door.actions.grant_role import grant_role
from zugong.door.actions.move_grants import move_grants
from zugong.door.models import Grant
from zugong.door.rights import ABOUT_PEOPLE, all_rights, roles
from zugong.door.scope import Scope, grants_on, path_end, scope_of
from zugong.registry.models import STEP, Organization

pytestmark = pytest.mark.django_db
RIGHT, ABOUT = "record.read", "person.read"


def scope(*grants: Grant, right: str = RIGHT, person: int | None = None) -> Scope:
    return scope_of(list(grants), right, person)


def grant(role: str, reach: str, path: str = "") -> Grant:
    return Grant(role=role, reach=reach, path=path, since=FOUNDED)


def seen(found: Scope) -> list[str]:
    return [each.name for each in Organization.objects.filter(found.condition("path")).order_by("path")]


def test_every_reach_opens_what_it_says_and_no_more():
    here = district()
    below_plum = ["梅园党支部", "梅园党支部第一党小组", "梅园党支部第二党小组"]
    opened = {reach: seen(scope(grant("branch_secretary", reach, here.plum.path))) for reach in ("self", "own", "chosen", "below")}
    assert opened == {"self": ["梅园党支部"], "own": ["梅园党支部"], "chosen": ["梅园党支部"], "below": below_plum}
    assert seen(scope(grant("leader", "all"))) == [each.name for each in Organization.objects.order_by("path")]
    assert seen(scope(grant("committee_clerk", "below", here.east.path))) == ["东街党工委", *below_plum, "竹苑党支部"]


def test_files_about_people_open_to_the_reach_self_for_that_person_only():
    here = district()
    member = grant("member", "self", here.plum.path)
    pk = here.person("梅一").pk
    assert {right: scope(member, right=right, person=pk) for right in sorted(ABOUT_PEOPLE)} == {"person.read": Scope(person=pk), "roll.read": Scope(person=pk)}
    assert (bool(scope(member, right=ABOUT, person=None)), seen(scope(member, right=ABOUT, person=pk))) == (False, [])


def test_several_grants_add_up():
    here = district()
    found = scope(grant("branch_secretary", "below", here.far.path), grant("leader", "own", here.east.path), grant("member", "own", here.bamboo.path))
    assert seen(found) == ["东街党工委", "竹苑党支部", "海棠湾党支部"]


def test_without_a_grant_a_right_or_a_known_role_nothing_is_open():
    here = district()
    closed = [Scope(), scope(), scope(grant("member", "all"), right="plan.change"), scope(grant("stranger", "all")), scope(grant("leader", "all"), right="nothing")]
    assert [(bool(each), seen(each), each.holds(here.plum.path), each.sql("path")) for each in closed] == [(False, [], False, ("1 = 0", []))] * len(closed)


def test_the_three_administrators_have_no_right_over_people_or_records():
    administrators = {key: role.rights for key, role in roles().items() if role.administrator}
    assert set(administrators) == {"system_administrator", "security_administrator", "audit_administrator"}
    allowed = {"library.read", "installation.read", "account.read", "account.change", "journal.read"}
    assert set().union(*administrators.values()) - allowed == set()
    assert all_rights() - allowed == {
        "organization.read", "organization.change", "person.read", "person.change", "person.reveal", "record.read", "record.file", "roll.read", "duty.read", "plan.read", "plan.change", "library.adopt",
        "duty.evaluate", "duty.excuse", "calendar.change", "ledger.read", "ledger.keep", "sheet.read", "sheet.bring",
    }  # fmt: skip


def test_a_grant_holds_from_its_first_day_until_the_day_before_its_last():
    who = account()
    first, last = dt.date(2026, 3, 1), dt.date(2026, 6, 1)
    grant_role(who, "leader", "all", since=first, until=last, by=None, at=NOW)
    days = [first - dt.timedelta(days=1), first, last - dt.timedelta(days=1), last]
    assert [len(grants_on(who.pk, day)) for day in days] == [0, 1, 1, 0]


def test_an_ended_grant_opens_nothing_and_one_not_yet_begun_ends_on_its_first_day():
    who = account("leader")
    later = grant_role(who, "leader", "all", since=dt.date(2026, 12, 1), by=None, at=NOW)
    assert end_grants(on=TODAY, pk=grants_on(who.pk, TODAY)[0].pk, by=None, at=NOW) == 1
    assert end_grants(on=TODAY, pk=later.pk, by=None, at=NOW) == 1
    assert (grants_on(who.pk, TODAY), Grant.objects.get(pk=later.pk).until) == ([], dt.date(2026, 12, 1))
    assert end_grants(on=dt.date(2027, 1, 1), pk=later.pk, by=None, at=NOW) == 0


def test_the_database_refuses_a_grant_without_a_place_or_in_the_wrong_order():
    who = account()
    for wrong in ({"reach": "own", "path": ""}, {"reach": "all", "until": FOUNDED - dt.timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(account=who, role="leader", since=FOUNDED, **wrong)
    assert Grant.objects.count() == 0


def test_the_part_of_a_scope_below_a_path_is_never_more_than_the_scope():
    here = district()
    own_east, below_plum, two = Scope.exactly([here.east.path]), Scope.below(here.plum.path), Scope.exactly([here.plum.path, here.far.path])
    assert [seen(each.inside(here.east.path)) for each in (own_east, below_plum, two, Scope(), Scope(person=1))] == [
        ["东街党工委"], ["梅园党支部", "梅园党支部第一党小组", "梅园党支部第二党小组"], ["梅园党支部"], [], [],
    ]  # fmt: skip
    assert seen(Scope(everything=True).inside(here.far.path)) == ["海棠湾党支部"]


numbers = st.integers(1, 10**STEP - 2).map(lambda number: str(number).zfill(STEP))
few = st.sampled_from(["00001", "00002", "00009", "00010", "09999", "10000", "99998"])
paths = st.lists(few | numbers, min_size=1, max_size=4).map("".join)
grants = st.lists(st.builds(grant, st.just("leader"), st.sampled_from(["own", "chosen", "below"]), paths), max_size=4)


def opens(each: Grant, path: str) -> bool:
    """What a grant means, said without ranges."""
    return path.startswith(each.path) if each.reach == "below" else path == each.path


@given(grants, paths)
def test_a_path_is_held_when_one_grant_opens_it(given_grants, path):
    assert scope(*given_grants).holds(path) == any(opens(each, path) for each in given_grants)


@given(grants, paths, paths)
def test_inside_a_path_is_held_what_is_held_and_lies_below_it(given_grants, top, path):
    found = scope(*given_grants)
    assert found.inside(top).holds(path) == (found.holds(path) and path.startswith(top))


@given(paths, paths)
def test_a_subtree_ends_before_every_path_that_does_not_begin_with_it(path, other):
    assert (path <= other < path_end(path)) == other.startswith(path)


class TheThreeWaysOfAsking(TestCase):
    """condition(), sql() and holds() choose the same rows of the same table."""

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(given_grants=grants, everything=st.sampled_from([False, False, False, True]), tree=st.lists(paths, unique=True, max_size=12))
    def test_they_agree(self, given_grants, everything, tree):
        stored = {each.path for each in given_grants} | set(tree)
        Organization.objects.bulk_create([Organization(code=f"P{number}", name="支部", kind="branch", since=FOUNDED, path=path) for number, path in enumerate(sorted(stored))])
        found = scope(*given_grants, *([grant("leader", "all")] if everything else []))
        held = sorted(path for path in stored if found.holds(path))
        text, params = found.sql("path")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT path FROM registry_organization WHERE {text} ORDER BY path", params)
            asked = [row[0] for row in cursor.fetchall()]
        assert (list(Organization.objects.filter(found.condition("path")).order_by("path").values_list("path", flat=True)), asked) == (held, held)


def test_what_is_or_ed_with_the_whole_is_the_whole():
    """An empty Q would leave the other side as narrow as it was."""
    there = district()
    found = Scope(everything=True).condition("path")
    assert Organization.objects.filter(Q(pk=there.plum.pk) | found).count() == Organization.objects.filter(found).count() == Organization.objects.count()


def test_a_moved_subtree_takes_its_grants_along_and_leaves_its_neighbours():
    for path in ("0000100001", "000010000100003", "0000100002", "00001"):
        grant_role(account(), "leader", "below", path, since=FOUNDED, by=None, at=NOW)
    assert move_grants("0000100001", "0000200007") == 2
    assert list(Grant.objects.order_by("id").values_list("path", flat=True)) == ["0000200007", "000020000700003", "0000100002", "00001"]


def test_organizations_founded_one_after_another_lie_in_each_others_order():
    root = organization("区委", "party_committee")
    made = [organization(f"支部{number}", under=root) for number in range(12)]
    assert [each.path for each in made] == sorted(each.path for each in made)
