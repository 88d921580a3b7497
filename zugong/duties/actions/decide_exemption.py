import datetime as dt

from zugong.door.refusal import Refused
from zugong.duties.models import Exemption
from zugong.journal.actions.write import write


def decide_exemption(exemption: Exemption, approves: bool, *, reason: str = "", by: int | None, at: dt.datetime) -> None:
    """Approve or refuse; nobody decides on the own request. Refused: decided already, or refused without a reason."""
    if exemption.asked_by is not None and exemption.asked_by == by:
        raise Refused("自己提出的申请要由别人批准")
    if not approves and not reason.strip():
        raise Refused("不批准时请写明理由", "reason")
    state = "approved" if approves else "refused"
    if not Exemption.objects.filter(pk=exemption.pk, state="asked").update(state=state, decided_by=by, decided_at=at, decided_for=reason):
        raise Refused("这件申请已经办过，请刷新后查看")
    write(exemption.address, "decide_exemption", by=by, at=at, fields=["state"], reason=Exemption.STATES[state])
