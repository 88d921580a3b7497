import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.records.models import CheckIn


def close_check_in(check_in: CheckIn, *, by: int | None, at: dt.datetime) -> None:
    """End checking in before its time; marks stay, the recorder may still add others."""
    if at >= check_in.closes_at or not CheckIn.objects.filter(pk=check_in.pk, closed_at__isnull=True).update(closed_at=at):
        raise Refused("签到已经结束，不用再点")
    write(check_in.address, "close_check_in", by=by, at=at)
