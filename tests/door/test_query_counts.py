"""Pages that join rooms send as many statements for three branches as for one; the lists of one room are counted in its own tests."""

import datetime as dt

import pytest

from tests.world import NOW, TODAY, account, filed, members, organization, queries_of, rulebook, seat, signed_in
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.set_goal import set_goal
from zugong.plans.models import Sentence
from zugong.plans.outline import read_outline
from zugong.registry.actions.send_off import send_off
from zugong.registry.models import Organization

pytestmark = pytest.mark.django_db
PLAN = "云川区2026年工作要点\n一、抓基层\n（一）组织生活\n1.每月开展主题党日。\n2.支部书记讲党课。\n3.开好组织生活会。\n"
COUNTS = {
    "/my-day/": 8,
    "/cockpit/": 13,
    "/joint/": 4,
    "/duties/": 10,
    "/duties/?organization={committee}": 10,
    "/organizations/{committee}/": 12,
    "/organizations/{branch}/": 12,
    "/organizations/{branch}/home/": 10,
    "/organizations/{branch}/duties/": 6,
    "/organizations/{branch}/duties/theme_day_each_month/2026-06/": 8,
    "/organizations/{branch}/file/": 8,
    "/people/{person}/": 9,
}


@pytest.fixture(params=[1, 3])
def places(request) -> dict[str, int]:
    """So many branches with so many groups, records, transfers, posts and goals of a plan."""
    book, rows = rulebook(), request.param
    committee = organization("党委", "primary_committee", organization("区委", "party_committee"))
    branches = [organization(f"支部{number}", "branch", committee) for number in range(rows)]
    for branch in branches:
        for number in range(rows):
            organization(f"{branch.name}第{number + 1}党小组", "party_group", branch)
        people = members(branch, rows + 3)
        seat(branch, people[:3])
        for month in range(rows):
            filed(book, "theme_day", branch, dt.date(2026, month + 5, 8))
    first, *leaving = members(branches[0], rows + 1)
    for each in leaving:
        send_off(each, organization("外支部"), on=TODAY, by=None, at=NOW)
    import_plan(read_outline(PLAN), book, by=None, at=NOW)
    for measure in Sentence.objects.filter(sort="measure").order_by("position")[:rows]:
        set_goal(measure, "theme_days_held", target=12, baseline=None, book=book, by=None, at=NOW)
    return {"committee": committee.pk, "branch": branches[0].pk, "person": first.person_id}


def test_every_page_that_joins_rooms_sends_its_own_number(places):
    client = signed_in(account("section_clerk"))
    sent = {address: queries_of(client, address.format(**places)) for address in COUNTS}
    assert sent == COUNTS


def test_the_own_branchs_home_sends_no_more_to_its_secretary(places):
    secretary = signed_in(account("branch_secretary", "below", Organization.objects.get(pk=places["branch"])))
    assert queries_of(secretary, f"/organizations/{places['branch']}/home/") == 10
