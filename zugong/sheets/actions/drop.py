import datetime as dt

from django.db import transaction

from zugong.door.refusal import Refused
from zugong.files.actions.drop_about import drop_about
from zugong.journal.actions.write import write
from zugong.sheets.models import Batch, MendedCell

PATIENCE = dt.timedelta(days=30)
OPEN = ("received", "checked", "failed")


def drop(batch: Batch, *, by: int | None, at: dt.datetime) -> None:
    """Give up a batch that was not confirmed; its file goes."""
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state__in=OPEN).update(state="dropped", pieces=[], message=""):
            raise Refused("这一批已经导入，不能放弃；可以撤回")
        MendedCell.objects.filter(batch=batch).delete()
        drop_about([batch.address])
        write(batch.address, "drop_sheet", by=by, at=at)


def forgotten(at: dt.datetime):
    """Batches that nobody confirmed in thirty days."""
    return Batch.objects.filter(state__in=OPEN, received_at__lt=at - PATIENCE).order_by("pk")


def drop_forgotten(*, at: dt.datetime) -> int:
    """They go with their files. Answers how many."""
    found = list(forgotten(at)[:1000])
    for batch in found:
        drop(batch, by=None, at=at)
    return len(found)
