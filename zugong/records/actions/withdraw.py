import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.records.models import Record


def withdraw(record: Record, *, reason: str, by: int | None, at: dt.datetime) -> None:
    """Take a record back with a reason: it stays readable and counts no more."""
    if not reason.strip():
        raise Refused("请写明撤回的原因", "reason")
    if not Record.objects.filter(pk=record.pk, withdrawn_at__isnull=True).update(withdrawn_at=at, withdrawn_for=reason[:200]):
        raise Refused("这条纪实已经撤回，请刷新后查看")
    write(record.address, "withdraw", by=by, at=at, reason=reason)
