import datetime as dt

from django.db.models import Q

from zugong.door.refusal import Refused
from zugong.duties.models import Exemption
from zugong.journal.actions.write import write


def end_exemption(exemption: Exemption, *, on: dt.date, reason: str, by: int | None, at: dt.datetime) -> None:
    """An approved exemption ends on a day, a request that waits is taken back. Refused without a reason, or for a day before it began."""
    if not reason.strip():
        raise Refused("请写明原因", "reason")
    if exemption.state == "asked":
        changed = Exemption.objects.filter(pk=exemption.pk, state="asked").update(state="taken_back", decided_at=at, decided_by=by, decided_for=reason)
    else:
        if on < exemption.since:
            raise Refused(f"日期不能早于 {exemption.since}", "on")
        changed = Exemption.objects.filter(Q(until__isnull=True) | Q(until__gt=on), pk=exemption.pk, state="approved").update(until=on)
    if not changed:
        raise Refused("这件免除已经结束，请刷新后查看")
    write(exemption.address, "end_exemption", by=by, at=at, fields=["until"], reason=reason)
