"""Fills the registry in bulk: organizations, placements, people, memberships, committees, posts."""

import datetime as dt
import random
from collections import defaultdict

from zugong.registry.models import STEP, Committee, Membership, Organization, Person, Placement, Post

from .names import name
from .places import FOUNDED, Place


def settle(places: list[Place], people: int, source: random.Random) -> dict[str, Organization]:
    """Write the tree and exactly `people` members; answers organizations by code."""
    made = _organizations(places)
    branches = [place for place in places if place.kind == "branch"]
    _spread(branches, people)
    groups = _groups(branches, made)
    _members(branches, made, groups, source)
    _committees([place for place in places if place.kind in ("primary_committee", "party_committee")], made, source)
    return made


def _organizations(places: list[Place]) -> dict[str, Organization]:
    made: dict[str, Organization] = {}
    below: dict[str, int] = defaultdict(int)
    for place in places:
        parent = made.get(place.under)
        below[place.under] += 1
        path = (parent.path if parent else "") + str(below[place.under]).zfill(STEP)
        made[place.code] = Organization(
            code=place.code, name=place.name, kind=place.kind, domain=place.domain if place.kind == "branch" else "", parent=parent, unit=made.get(place.unit), path=path, since=place.since
        )
    # Parents before children, units before the Party organizations set up in them.
    for depth in sorted({(len(each.path), each.is_party) for each in made.values()}):
        Organization.objects.bulk_create([each for each in made.values() if (len(each.path), each.is_party) == depth], batch_size=500)
    _place(made.values())
    return made


def _place(organizations) -> None:
    Placement.objects.bulk_create([Placement(organization=each, parent=each.parent, name=each.name, path=each.path, since=each.since) for each in organizations], batch_size=500)


def _spread(branches: list[Place], people: int) -> None:
    """Scale the branches' sizes so that they add up to the wanted number."""
    total = sum(branch.members for branch in branches)
    for branch in branches:
        branch.members = max(3, branch.members * people // total)
    for number in range(people - sum(branch.members for branch in branches)):
        branches[number % len(branches)].members += 1
    for branch in branches:
        branch.committee, branch.groups = branch.members >= 9, branch.members // 9 if branch.members >= 18 else 0


def _groups(branches: list[Place], made: dict[str, Organization]) -> dict[str, list[Organization]]:
    found: dict[str, list[Organization]] = {}
    for branch in branches:
        parent = made[branch.code]
        found[branch.code] = []
        for number in range(branch.groups):
            name_ = f"{parent.name}第{'一二三四五六七'[number]}党小组"
            found[branch.code].append(
                Organization(code=f"{branch.code}-G{number + 1}", name=name_, kind="party_group", parent=parent, path=parent.path + str(number + 1).zfill(STEP), since=branch.since)
            )
    groups = [group for each in found.values() for group in each]
    Organization.objects.bulk_create(groups, batch_size=500)
    _place(groups)
    return found


def _members(branches: list[Place], made: dict[str, Organization], groups: dict[str, list[Organization]], source: random.Random) -> None:
    people, memberships, committees, posts = [], [], [], []
    for branch in branches:
        here = made[branch.code]
        own = []
        for number in range(branch.members):
            person = Person(name=name(source), gender=source.choice(("male", "female")), born_on=dt.date(source.randint(1948, 2003), source.randint(1, 12), 1))
            people.append(person)
            own.append(person)
            full = number < 3 or source.random() > 0.06
            group = groups[branch.code][number % branch.groups] if branch.groups else None
            memberships.append(
                Membership(person=person, organization=here, group=group, standing="full" if full else "probationary", may_vote=full, since=here.since, path=here.path)
            )
        committee = None
        if branch.committee:
            committee = Committee(organization=here, since=here.since, ends_on=dt.date(2027, 3, 1) + dt.timedelta(days=91 * (len(committees) % 8)))
            committees.append(committee)
        seats = ("secretary", "deputy_secretary", "committee_member", "committee_member", "committee_member")[: 5 if branch.members >= 20 else 3] if committee else ("secretary",)
        posts += [Post(person=person, organization=here, committee=committee, role=role, since=here.since) for person, role in zip(own, seats, strict=False)]
    Person.objects.bulk_create(people, batch_size=500)
    Committee.objects.bulk_create(committees, batch_size=500)
    Membership.objects.bulk_create(memberships, batch_size=500)
    Post.objects.bulk_create(posts, batch_size=500)


def _committees(places: list[Place], made: dict[str, Organization], source: random.Random) -> None:
    """Committee members sit in branches below: the first secretaries there."""
    for place in places:
        here = made[place.code]
        committee = Committee.objects.create(organization=here, since=FOUNDED, ends_on=dt.date(2027, 3, 1))
        secretaries = list(Post.objects.filter(organization__path__startswith=here.path, role="secretary", organization__kind="branch").order_by("id")[:7])
        roles = ["secretary", "deputy_secretary"] + ["committee_member"] * 5
        posts = [Post(person_id=post.person_id, organization=here, committee=committee, role=role, since=FOUNDED) for post, role in zip(secretaries, roles, strict=False)]
        Post.objects.bulk_create(posts)
