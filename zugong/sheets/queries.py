"""Batches and what belongs to them."""

import datetime as dt
from pathlib import Path

from django.db.models import Max, QuerySet

from zugong.door.models import Account
from zugong.door.scope import Scope, grants_on, scope_of
from zugong.files import shelf
from zugong.files.models import StoredFile
from zugong.journal.models import Line as JournalLine

from .models import Batch
from .rosters import Ask, Roster
from .staging import Staged

SOURCE, STAGED = 1, 2  # the seats of a batch's files
RECENT = 2000


def batches_of(by: int) -> QuerySet[Batch]:
    """An account's own batches, newest first."""
    return Batch.objects.filter(by=by).defer("pieces", "found").order_by("-pk")


def path_of(batch: Batch, place: int) -> Path | None:
    """Where a file of a batch lies, None when it is gone."""
    key = StoredFile.objects.filter(about=batch.address, place=place).values_list("key", flat=True).first()
    path = shelf.path_of(key) if key else None
    return path if path and path.exists() else None


def staged_of(batch: Batch, roster: Roster) -> Staged | None:
    """The lines of a batch that waits to be confirmed."""
    path = path_of(batch, STAGED)
    return Staged(path, batch.pieces, roster.columns()) if path else None


def journal_end() -> str:
    """Changes with every official act: the newest line, and how many of the latest there are, for lines may be committed in another order than they were numbered."""
    newest = JournalLine.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return f"{newest} {JournalLine.objects.filter(pk__gt=newest - RECENT).count()}"


def asked_by(by: int | None, roster: Roster, at: dt.datetime, today: dt.date) -> Ask:
    """What an account may do with a roster today; the command line, which has none, everything."""
    if by is None:
        return Ask(Scope(everything=True), today, None, at)
    person = Account.objects.filter(pk=by).values_list("person", flat=True).first()
    return Ask(scope_of(grants_on(by, today), roster.right, person), today, by, at)
