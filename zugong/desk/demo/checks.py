"""Whether a city that was written past the ORM holds together: each line is what was found and what should be."""

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Length, Substr

from zugong.records.models import Attendance, Record, Session
from zugong.registry.models import STEP, Committee, Membership, Organization, Person, Placement, Post

OPEN = Q(until__isnull=True)


def registry_checks(branches: int, people: int) -> list[tuple[str, int, int]]:
    """(what, found, wanted) of who there is."""
    open_once = Membership.objects.filter(OPEN).aggregate(rows=Count("id"), people=Count("person", distinct=True))
    organizations = Organization.objects.count()
    inside = Organization.objects.filter(parent__isnull=False).annotate(head=Substr("path", 1, Length("path") - STEP))
    seated = Post.objects.filter(OPEN, role="secretary")
    return [
        ("党支部", Organization.objects.filter(kind="branch").count(), branches),
        ("人员", Person.objects.count(), people),
        ("现有组织关系", open_once["rows"], people),
        ("有现有组织关系的人员", open_once["people"], people),
        ("组织关系与所在组织位置不一致", Membership.objects.exclude(path=F("organization__path")).count(), 0),
        ("现有隶属沿革", Placement.objects.filter(OPEN).values("organization").distinct().count(), organizations),
        ("不在上级之下的组织", inside.exclude(head=F("parent__path")).count(), 0),
        ("党支部书记", seated.filter(organization__kind="branch").count(), branches),
        ("没有书记的委员会", Committee.objects.exclude(pk__in=seated.filter(committee__isnull=False).values("committee")).count(), 0),
    ]


def records_checks() -> list[tuple[str, int, int]]:
    """(what, found, wanted) of what happened."""
    told = Record.objects.aggregate(rows=Count("id"), expected=Sum("expected", default=0), present=Sum("present", default=0), sessions=Count("session", distinct=True))
    rolls = Attendance.objects.aggregate(rows=Count("id"), present=Count("id", filter=Q(present=True)))
    return [
        ("到会名单行数与应到人数", rolls["rows"], told["expected"]),
        ("名单上到会的与实到人数", rolls["present"], told["present"]),
        ("实到多于应到的纪实", Record.objects.filter(present__gt=F("expected")).count(), 0),
        ("有纪实的场次", told["sessions"], Session.objects.count()),
        ("早于组织成立的纪实", Record.objects.filter(happened_on__lt=F("organization__since")).count(), 0),
    ]
