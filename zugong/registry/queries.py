"""Who there is, as of a day."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from zugong.charter.book import Book
from zugong.door.scope import Scope

from .called import UNSAID, called, nearness
from .models import STEP, Membership, Organization, Person, Placement, Post, Transfer
from .numbered import people_numbered


def on_day(day: dt.date, prefix: str = "") -> Q:
    """Rows whose span holds the day."""
    return Q(**{f"{prefix}since__lte": day}) & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day}))


def organizations(scope: Scope, day: dt.date, *, name: str = "", kind: str = "") -> QuerySet[Organization]:
    """Organizations in scope that exist on a day, in the order of the tree; `name`: or initials, or the code."""
    found = Organization.objects.filter(scope.condition("path"), on_day(day)).select_related("parent").order_by("path")
    if name:
        found = found.filter(called(name, unsaid=UNSAID) | Q(code__in=[name, name.upper()]))
    return found.filter(kind=kind) if kind else found


def tops(scope: Scope, day: dt.date) -> QuerySet[Organization]:
    """Where a reader begins: what stands directly below the one highest organization of a scope, or the highest ones."""
    found = organizations(scope, day)
    heads = found.filter(parent__isnull=True) if scope.everything else found.filter(path__in=[low for low, _ in scope.ranges])
    first = list(heads[:2])
    alone = len(first) != 1 or first[0].kind in ("branch", "party_group") or not scope.holds(first[0].path + "0")
    return heads if alone else found.filter(parent=first[0])


def chain_above(organization: Organization) -> QuerySet[Organization]:
    """The organizations above, from the root down: their paths are the prefixes of this one's."""
    return Organization.objects.filter(path__in=paths_above(organization.path)).order_by("path")


def paths_above(path: str) -> list[str]:
    """The paths of the organizations above a path, from the root down."""
    return [path[:end] for end in range(STEP, len(path), STEP)]


def members(scope: Scope, day: dt.date, *, name: str = "") -> QuerySet[Membership]:
    """Memberships in scope on a day, ordered by the tree; `name`: or initials."""
    found = Membership.objects.filter(scope.condition("path", "person_id"), on_day(day)).select_related("person", "organization", "group")
    return (found.filter(called(name, "person__")) if name else found).order_by("path", "id")


def members_of(organization: Organization, day: dt.date) -> QuerySet[Membership]:
    """Members of a branch, or of a Party group of it, on a day, in the order they came."""
    own = Q(group=organization) if organization.kind == "party_group" else Q(organization=organization)
    return Membership.objects.filter(own, on_day(day)).select_related("person", "group", "organization").order_by("id")


def members_under(scope: Scope, organization: Organization, day: dt.date) -> QuerySet[Membership]:
    """Members of all branches below an organization that the scope holds, in the order of the tree."""
    return members(scope.inside(organization.path), day)


def posts_of(organization: Organization, day: dt.date) -> QuerySet[Post]:
    """Offices held in an organization on a day."""
    return Post.objects.filter(on_day(day), organization=organization).select_related("person", "committee").order_by("id")


def placement_of(organization: Organization, day: dt.date) -> Placement | None:
    """Name and place in the tree on a day."""
    return Placement.objects.filter(on_day(day), organization=organization).select_related("parent").first()


def head_counts(organization: Organization, day: dt.date) -> dict[str, int]:
    """members, full and groups of one branch on a day."""
    counts = members_of(organization, day).order_by().aggregate(members=Count("id"), full=Count("id", filter=Q(standing="full")))
    groups = Organization.objects.filter(on_day(day), parent=organization, kind="party_group").count()
    return counts | {"groups": groups}


def open_transfers(scope: Scope) -> QuerySet[Transfer]:
    """Transfers under way that either side of the scope has to see."""
    either = scope.condition("origin__path") | scope.condition("target__path")
    return Transfer.objects.filter(either, state="sent").select_related("membership__person", "origin", "target").order_by("sent_on", "id")


@dataclass(frozen=True)
class Expected:
    """Someone who is expected at a meeting."""

    person: int
    name: str
    may_vote: bool


def expected_at(organizations: list[Organization], group: str, book: Book, day: dt.date) -> dict[int, list[Expected]]:
    """organization id -> who is expected there on a day, by a group of members or posts; one query."""
    where = book.conditions_of(group)
    if book.source_of(group) == "post":
        return _posts_expected(organizations, where, day)
    branches = [each.pk for each in organizations if each.kind != "party_group"]
    groups = [each.pk for each in organizations if each.kind == "party_group"]
    rows = Membership.objects.filter(Q(organization__in=branches) | Q(group__in=groups), on_day(day), **_filters(where)).order_by("id")
    found: dict[int, list[Expected]] = {each.pk: [] for each in organizations}
    for place, group_of, *who in rows.values_list("organization_id", "group_id", "person_id", "person__name", "may_vote"):
        for each in {place, group_of} & found.keys():
            found[each].append(Expected(*who))
    return found


def _posts_expected(organizations: list[Organization], where: dict, day: dt.date) -> dict[int, list[Expected]]:
    rows = Post.objects.filter(on_day(day), organization__in=organizations, **_filters(where)).order_by("id")
    found: dict[int, list[Expected]] = {each.pk: [] for each in organizations}
    for place, person, name in rows.values_list("organization_id", "person_id", "person__name"):
        if person not in [each.person for each in found[place]]:
            found[place].append(Expected(person, name, True))
    return found


def _filters(where: dict) -> dict:
    """A group's conditions for the ORM: `kind` is the organization's; a day is given or not."""
    found = {}
    for column, value in where.items():
        name = "organization__kind" if column == "kind" else column
        if value in ("given", "empty"):
            found[f"{name}__isnull"] = value == "empty"
        else:
            found[f"{name}__in" if isinstance(value, list) else name] = value
    return found


def person_in(scope: Scope, pk: int, day: dt.date) -> Person | None:
    """A person the scope may see: through a membership or a post held on the day, or being the person."""
    member = Exists(Membership.objects.filter(scope.condition("path", "person_id"), on_day(day), person=OuterRef("pk")))
    holder = Exists(Post.objects.filter(scope.condition("organization__path", "person_id"), on_day(day), person=OuterRef("pk")))
    return Person.objects.filter(member | holder, pk=pk).first()


def people_at_rest(scope: Scope, known: Collection[int] = ()) -> QuerySet[Person]:
    """Those who hold nothing anywhere any more, and once did in scope or are among the `known` ids."""
    open_, once = Q(), Q(pk__in=known)
    for table, path in ((Membership, "path"), (Post, "organization__path")):
        own = table.objects.filter(person=OuterRef("pk"))
        open_ |= Exists(own.filter(until__isnull=True))
        once |= Exists(own.filter(scope.condition(path)))
    return Person.objects.filter(~open_, once)


def people_called(scope: Scope, day: dt.date, text: str) -> QuerySet[Person]:
    """People whom person_in() would answer, by name or initials, the nearest first; each with `here` and `held`, memberships and posts inside the scope."""
    return _people_in(scope, day, Person.objects.filter(called(text)).order_by(nearness(text), "pk"))


def people_holding(scope: Scope, day: dt.date, number: str) -> QuerySet[Person]:
    """The same, by a whole identity number; a part of one finds nobody."""
    return _people_in(scope, day, people_numbered(number).order_by("pk"))


def _people_in(scope: Scope, day: dt.date, people: QuerySet[Person]) -> QuerySet[Person]:
    here = Membership.objects.filter(scope.condition("path", "person_id"), on_day(day)).order_by("id")
    held = Post.objects.filter(scope.condition("organization__path", "person_id"), on_day(day)).order_by("id")
    if scope.everything:  # the names are read first, else the places
        seen = Exists(here.filter(person=OuterRef("pk"))) | Exists(held.filter(person=OuterRef("pk")))
    else:
        seen = Q(pk__in=here.order_by().values("person").union(held.order_by().values("person")))
    found = people.filter(seen).only("name", "born_on")
    return found.prefetch_related(Prefetch("memberships", here.select_related("organization"), to_attr="here"), Prefetch("posts", held.select_related("organization"), to_attr="held"))


def organizations_called(scope: Scope, day: dt.date, text: str) -> QuerySet[Organization]:
    """Organizations by name, initials or code, the nearest first."""
    return organizations(scope, day, name=text).order_by(nearness(text), "path")
