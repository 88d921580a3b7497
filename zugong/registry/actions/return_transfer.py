import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Transfer


def return_transfer(transfer: Transfer, *, reason: str, on: dt.date, by: int | None, at: dt.datetime) -> None:
    """The target sends the transfer back with a reason; the member never left."""
    if not reason.strip():
        raise Refused("请写明退回的原因", "reason")
    if not Transfer.objects.filter(pk=transfer.pk, state="sent").update(state="sent_back", closed_on=on, reason=reason):
        raise Refused("这次转接已经办过，请刷新后查看")
    write(transfer.membership.person.address, "return_transfer", by=by, at=at, reason=reason)
