import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Transfer


def receive(transfer: Transfer, *, on: dt.date, by: int | None, at: dt.datetime) -> Membership:
    """The target takes the member in: one row ends and the next begins on the same day."""
    if on < transfer.sent_on:
        raise Refused(f"接收日期不能早于转出日期 {transfer.sent_on}", "on")
    if not Transfer.objects.filter(pk=transfer.pk, state="sent").update(state="received", closed_on=on):
        raise Refused("这次转接已经办过，请刷新后查看")
    old = transfer.membership
    Membership.objects.filter(pk=old.pk).update(until=on, ended_for="transfer")
    new = Membership.objects.create(
        person_id=old.person_id, organization=transfer.target, standing=old.standing, may_vote=old.may_vote, joined_on=old.joined_on, since=on, path=transfer.target.path
    )
    write(old.person.address, "receive", by=by, at=at, fields=["organization"])
    return new
