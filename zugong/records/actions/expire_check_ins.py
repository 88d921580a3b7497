import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from zugong.door.clock import SHANGHAI
from zugong.journal.actions.write_all import write_all
from zugong.records.models import CheckIn, Record, WrongCode

BATCH = 200
AFTER_FILING = dt.timedelta(days=7)
NEVER_FILED = dt.timedelta(days=30)


def expire_check_ins(*, at: dt.datetime) -> int:
    """Delete check-ins with their marks a week after the gathering was filed, or thirty days after its day; and the wrong codes of yesterday. Answers how many check-ins."""
    filed = Exists(Record.objects.filter(session__key=OuterRef("key"), filed_at__lte=at - AFTER_FILING))
    over = CheckIn.objects.filter(Q(filed) | Q(happens_on__lte=at.astimezone(SHANGHAI).date() - NEVER_FILED)).only("id").order_by("id")
    done = 0
    while batch := list(over[:BATCH]):
        with transaction.atomic():
            done += write_all([check_in.address for check_in in batch], "expire", by=None, at=at, reason="delete")
            CheckIn.objects.filter(pk__in=[check_in.pk for check_in in batch]).delete()
    WrongCode.objects.filter(at__lt=at - dt.timedelta(days=1)).delete()
    return done
