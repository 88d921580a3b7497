"""What happened, as rows."""

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery

from zugong.door.models import Account
from zugong.door.scope import Scope
from zugong.files.models import StoredFile
from zugong.files.queries import files_about

from .models import Attendance, Record


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
