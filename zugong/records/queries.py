"""What happened, as rows."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery

from zugong.charter.book import Book
from zugong.door.models import Account
from zugong.door.scope import Scope
from zugong.files.models import StoredFile
from zugong.files.queries import files_about
from zugong.registry.queries import Expected, expected_at

from .models import Attendance, CheckIn, CheckInMark, CheckInPart, Record, Session


def records(scope: Scope, *, organization: int | None = None, kind: str = "") -> QuerySet[Record]:
    """Records in scope that stand: all of them newest first, a part of the tree in its order and then newest first, so that no page sorts more than it shows."""
    found = Record.objects.filter(scope.condition("organization__path"), withdrawn_at__isnull=True).select_related("organization", "session")
    if organization:
        found = found.filter(organization=organization)
    if kind:
        found = found.filter(kind=kind)
    newest = ("-happened_on", "-id")
    return found.order_by(*newest) if scope.everything or organization else found.order_by("organization__path", *newest)


def standing_of(key: str) -> list[Record]:
    """Records filed with a one-time key."""
    return list(Record.objects.filter(session__key=key).select_related("organization", "session").order_by("id"))


def roll_of(record: Record, person: int | None = None) -> list[Attendance]:
    """The roll in the order it was kept; only one person's row when `person` is given."""
    rows = Attendance.objects.filter(record=record).select_related("person").order_by("id")
    return list(rows.filter(person=person) if person else rows)


def attendance_of(person: int, since: dt.date, until: dt.date) -> QuerySet[Attendance]:
    """One person's rows over a span, newest first."""
    rows = Attendance.objects.filter(person=person, record__withdrawn_at__isnull=True, record__happened_on__gte=since, record__happened_on__lt=until)
    return rows.select_related("record").order_by("-record__happened_on", "-record_id")


def attachments_of(record: Record) -> list[StoredFile]:
    """A record's files, each with the name of the account that added it as `adder`."""
    name = Account.objects.filter(pk=OuterRef("added_by")).values("name")[:1]
    return list(files_about(record.address).annotate(adder=Subquery(name)))


def check_ins(scope: Scope) -> QuerySet[CheckIn]:
    """Check-ins that some organization of the scope takes part in, newest first, with their parts and `marked`."""
    inside = CheckInPart.objects.filter(scope.condition("organization__path"), check_in=OuterRef("pk"))
    parts = Prefetch("parts", CheckInPart.objects.select_related("organization").order_by("organization__path", "id"))
    return CheckIn.objects.filter(Exists(inside)).annotate(marked=Count("marks")).prefetch_related(parts).order_by("-id")


def unfiled(found: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    """Those whose gathering has no record yet."""
    return found.exclude(Exists(Session.objects.filter(key=OuterRef("key"))))


def marks_of(person: int, day: dt.date) -> QuerySet[CheckInMark]:
    """One person's own marks for a day's gatherings."""
    parts = Prefetch("check_in__parts", CheckInPart.objects.select_related("organization").order_by("organization__path", "id"))
    return CheckInMark.objects.filter(person=person, check_in__happens_on=day).select_related("check_in").prefetch_related(parts).order_by("-at", "-id")


def expected_of(book: Book, check_in: CheckIn, parts: list[CheckInPart]) -> dict[CheckInPart, list[Expected]]:
    """Who is expected for each part on the day; one statement for each sort of roll."""
    words = {part: entry.on(check_in.happens_on) if (entry := book.records.get(part.kind)) else None for part in parts}
    groups = {part: word.roll for part, word in words.items() if word and word.roll}
    by_group = {group: expected_at([part.organization for part in groups if groups[part] == group], group, book, check_in.happens_on) for group in dict.fromkeys(groups.values())}
    return {part: by_group[groups[part]][part.organization_id] if part in groups else [] for part in parts}


def people_of(book: Book, check_in: CheckIn) -> dict[int, Expected]:
    """Everyone expected at the gathering, once each."""
    rolls = expected_of(book, check_in, list(check_in.parts.all()))
    return {each.person: each for roll in rolls.values() for each in roll}


def named(book: Book, check_in: CheckIn) -> str:
    """What a check-in is of, in one phrase; many organizations as a number."""
    parts = list(check_in.parts.all())
    places = list(dict.fromkeys(part.organization.name for part in parts))
    titles = "、".join(dict.fromkeys(book.title_of(part.kind) for part in parts))
    return f"{'、'.join(places) if len(places) <= 3 else f'{places[0]}等 {len(places)} 个组织'}{titles}"
