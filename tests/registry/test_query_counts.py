"""A list sends as many statements for three rows as for one: session, account, grants, count, rows."""

import pytest

from tests.world import NOW, TODAY, account, members, organization, queries_of, signed_in
from zugong.registry.actions.send_off import send_off

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_organizations(rows):
    root = organization("区委", "party_committee")
    for number in range(rows):
        organization(f"支部{number}", under=root)
    assert queries_of(signed_in(account("leader")), "/organizations/") == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_suggestions(rows):
    for number in range(rows):
        organization(f"支部{number}")
    assert queries_of(signed_in(account("leader")), "/organizations/suggest/?q=支部") == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_people(rows):
    members(organization("支部"), rows)
    assert queries_of(signed_in(account("leader")), "/people/") == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_members_of_a_branch(rows):
    branch = organization("支部")
    members(branch, rows)
    assert queries_of(signed_in(account("leader")), f"/organizations/{branch.pk}/members/") == 6


@pytest.mark.parametrize("rows", [1, 3])
def test_transfers(rows):
    origin, target = organization("甲支部"), organization("乙支部")
    for each in members(origin, rows):
        send_off(each, target, on=TODAY, by=None, at=NOW)
    assert queries_of(signed_in(account("section_clerk")), "/transfers/") == 5
