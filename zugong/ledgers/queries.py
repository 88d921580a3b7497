"""What is kept, as rows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from zugong.charter.book import Book
from zugong.charter.judgement import is_broken, with_sums
from zugong.door.models import Account
from zugong.door.scope import Scope
from zugong.files.models import StoredFile
from zugong.files.queries import files_about

from .models import STANDING, Breach, Row


def rows(scope: Scope, ledger: str, on: dt.date | None) -> QuerySet[Row]:
    """Rows of a ledger in scope that stand, with their organizations; `on`: only those in force on that day."""
    found = Row.objects.filter(STANDING, scope.condition("organization__path"), ledger=ledger).select_related("organization")
    return found.filter(in_force(on)) if on else found


def in_force(on: dt.date) -> Q:
    """Rows that hold on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def numbers(scope: Scope, on: dt.date, readable: Q, organization: int | None = None) -> dict[str, int]:
    """ledger -> how many rows in scope are in force; one statement."""
    found = Row.objects.filter(STANDING, in_force(on), scope.condition("organization__path"), readable)
    if organization:
        found = found.filter(organization=organization)
    return dict(found.order_by().values_list("ledger").annotate(number=Count("pk")))


def own_breaches(book: Book, ledger: str, values: Mapping[str, Any], since: dt.date, until: dt.date | None, today: dt.date) -> list[str]:
    """Keys of the checks on its own columns that a row breaks by the rules of a day."""
    word = book.ledgers[ledger].latest
    whole = with_sums(word, values) | {"since": since, "until": until}
    return [key for key, check in book.checks_of(ledger, today) if not check.expects and is_broken(book, check, whole, today)]


def breaches(scope: Scope, ledger: str, checks: list[str], on: dt.date) -> QuerySet[Breach]:
    """Rows in force that break a check on their own columns, in the order of the tree."""
    held = Q(row__since__lte=on) & (Q(row__until__isnull=True) | Q(row__until__gt=on))
    found = Breach.objects.filter(held, scope.condition("row__organization__path"), row__ledger=ledger, row__removed_at__isnull=True, check_key__in=checks)
    return found.select_related("row__organization").order_by("row__organization__path", "row_id", "check_key")


def attachments_of(row: Row) -> list[StoredFile]:
    """A row's files, each with the name of the account that added it as `adder`."""
    name = Account.objects.filter(pk=OuterRef("added_by")).values("name")[:1]
    return list(files_about(row.address).annotate(adder=Subquery(name)))
