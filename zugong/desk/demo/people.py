"""Fills the registry in bulk: organizations, placements, people, memberships, committees, posts."""

import datetime as dt
import random
from collections import defaultdict

from zugong.door.scope import Scope
from zugong.registry.models import STEP, Committee, Membership, Organization, Person, Placement, Post
from zugong.registry.numbered import columns_of

from .id_numbers import id_number
from .names import name
from .places import FOUNDED, Place
from .storing import Storing


def settle(places: list[Place], people: int, source: random.Random, store: Storing) -> dict[str, Organization]:
    """Write the tree and exactly `people` members; answers organizations by code."""
    made, groups = set_up(places, people, store)
    enter([place for place in places if place.kind == "branch"], made, groups, source, store)
    seat(places, made, store)
    return made


def set_up(places: list[Place], people: int, store: Storing) -> tuple[dict[str, Organization], dict[str, list[Organization]]]:
    """Write the tree; answers organizations by code and the Party groups of each branch's code."""
    made = _organizations(places, store)
    branches = [place for place in places if place.kind == "branch"]
    _spread(branches, people)
    return made, _groups(branches, made, store)


def _organizations(places: list[Place], store: Storing) -> dict[str, Organization]:
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
        store.rows([each for each in made.values() if (len(each.path), each.is_party) == depth])
    _place(made.values(), store)
    return made


def _place(organizations, store: Storing) -> None:
    store.rows([Placement(organization=each, parent=each.parent, name=each.name, path=each.path, since=each.since) for each in organizations])


def _spread(branches: list[Place], people: int) -> None:
    """Scale the branches' sizes so that they add up to the wanted number."""
    total = sum(branch.members for branch in branches)
    for branch in branches:
        branch.members = max(3, branch.members * people // total)
    for number in range(people - sum(branch.members for branch in branches)):
        branches[number % len(branches)].members += 1
    for branch in branches:
        branch.committee, branch.groups = branch.members >= 9, branch.members // 9 if branch.members >= 18 else 0


def _groups(branches: list[Place], made: dict[str, Organization], store: Storing) -> dict[str, list[Organization]]:
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
    store.rows(groups)
    _place(groups, store)
    return found


def enter(branches: list[Place], made: dict[str, Organization], groups: dict[str, list[Organization]], source: random.Random, store: Storing) -> None:
    """Write the members of some branches, with their committees and posts."""
    people, numbers, memberships, committees, posts = [], [], [], [], []
    for branch in branches:
        here = made[branch.code]
        own = []
        for number in range(branch.members):
            person = Person(name=name(source), gender=source.choice(("male", "female")), born_on=dt.date(source.randint(1948, 2003), source.randint(1, 12), 1))
            people.append(person)
            numbers.append(id_number(here.pk, number, person.born_on, person.gender))
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
    _number(people, numbers)
    for rows in (people, committees, memberships, posts):
        store.rows(rows)


def _number(people: list[Person], numbers: list[str]) -> None:
    """Seal the numbers of those who have one, all at once."""
    having = [(person, number) for person, number in zip(people, numbers, strict=True) if number]
    for (person, _), columns in zip(having, columns_of([number for _, number in having]), strict=True):
        person.id_number, person.id_number_index = columns["id_number"], columns["id_number_index"]


def seat(places: list[Place], made: dict[str, Organization], store: Storing) -> None:
    """Write the Party committees among the places; their members are the first secretaries of branches below."""
    for place in places:
        if place.kind not in ("primary_committee", "party_committee"):
            continue
        here = made[place.code]
        committee = Committee(organization=here, since=FOUNDED, ends_on=dt.date(2027, 3, 1))
        store.rows([committee])
        below = Post.objects.filter(Scope.below(here.path).condition("organization__path"), role="secretary", organization__kind="branch")
        roles = ["secretary", "deputy_secretary"] + ["committee_member"] * 5
        store.rows([Post(person_id=post.person_id, organization=here, committee=committee, role=role, since=FOUNDED) for post, role in zip(below.order_by("id")[:7], roles, strict=False)])
