import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Organization, Transfer


def send_off(membership: Membership, target: Organization, *, on: dt.date, reason: str = "", by: int | None, at: dt.datetime) -> Transfer:
    """Begin a transfer; the member stays until the other side receives. Refused: ended, already on the way, same branch."""
    if membership.until:
        raise Refused("这段组织关系已经结束")
    if target.kind != "branch" or target.until:
        raise Refused("请选择一个现存的党支部", "target")
    if target.pk == membership.organization_id:
        raise Refused("转入的支部就是现在的支部，请另选", "target")
    if Transfer.objects.filter(membership=membership, state="sent").exists():
        raise Refused("此人已在转接途中，请等对方接收或退回")
    if on < membership.since:
        raise Refused(f"转出日期不能早于转入本支部的 {membership.since}", "on")
    transfer = Transfer.objects.create(membership=membership, origin_id=membership.organization_id, target=target, sent_on=on, reason=reason)
    write(membership.person.address, "send_off", by=by, at=at, fields=["organization"], reason=reason)
    return transfer
